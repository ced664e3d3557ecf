import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { type Assigned, teamLoads } from '../../../dashboards/src/ward/care-teams.ts';
import type { Patient } from '../../../dashboards/src/ward/patients.ts';
import { teamColumns } from '../../../dashboards/src/ward/team-columns.ts';
import { markup } from '../markup.ts';

const teams = [
  { name: 'Lag 1', beds: ['1', '2'] },
  { name: 'Lag 2', beds: ['3'] },
];
const patient = (bed: string | null, minutes: number | null): Assigned => ({ bed, minutes });

test('patients are of the team of their bed, and the rest comes last', () => {
  const patients = [
    patient('2', 10),
    patient('9', 5),
    patient('1', 20),
    patient(null, 1),
    { minutes: 4 },
  ];
  expect(teamLoads(patients, teams)).toEqual([
    { name: 'Lag 1', patients: [patients[0], patients[2]], minutes: 30, share: 0.75, unknown: 0 },
    { name: 'Lag 2', patients: [], minutes: 0, share: 0, unknown: 0 },
    {
      name: null,
      patients: [patients[1], patients[3], patients[4]],
      minutes: 10,
      share: 0.25,
      unknown: 0,
    },
  ]);
  // nobody is left over
  expect(teamLoads([patient('1', 1)], teams).map(({ name }) => name)).toEqual(['Lag 1', 'Lag 2']);
});

test('minutes that are not known are in no sum, and are counted', () => {
  const loads = teamLoads([patient('1', 30), patient('2', null), patient('3', null)], teams);
  expect(loads).toMatchObject([
    { minutes: 30, share: 1, unknown: 1 },
    { minutes: null, share: null, unknown: 1 },
  ]);
  expect(teamLoads([], teams)).toMatchObject([
    { minutes: 0, share: null },
    { minutes: 0, share: null },
  ]);
});

test('every patient is in one team, and the sums are those of the rows', () => {
  const bed = fc.option(fc.constantFrom('1', '2', '3', '4', 'Ö1'));
  const minutes = fc.option(fc.integer({ min: 0, max: 240 }).map((quarter) => quarter / 4));
  fc.assert(
    fc.property(fc.array(fc.record({ bed, minutes })), (patients) => {
      const loads = teamLoads(patients, teams);
      const rows = loads.flatMap((load) => load.patients);
      expect(rows).toHaveLength(patients.length);
      expect(new Set(rows)).toEqual(new Set(patients));
      for (const load of loads) {
        const known = load.patients.flatMap((each) => each.minutes ?? []);
        const sum = known.reduce((total, each) => total + each, 0);
        const isUnknown = known.length === 0 && load.patients.length > 0;
        expect(load.minutes).toBe(isUnknown ? null : sum);
        expect(load.unknown).toBe(load.patients.length - known.length);
      }
      const shares = loads.flatMap(({ share }) => share ?? []);
      if (shares.length > 0) expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
    }),
  );
});

test('a team says minutes, patients and share, and who is not counted', () => {
  const format = formatOf('sv', 'Europe/Stockholm');
  const patients = [patient('1', 30.25), patient('3', 10), patient('2', null)] as Patient[];
  const list = (some: readonly Patient[]) => markup(some.map((each) => `<${each.bed}>`));
  const drawn = markup(
    teamColumns({
      ...{ patients, teams, messages: swedish.ward, format },
      list: list as never,
    }),
  )
    .replaceAll(/<\/?(?:b|span|p|div|section|h3)[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
  expect(drawn).toContain(
    'Lag 1 30,3 min/h · 2 patienter · 75 % av avdelningen 1 patient utan värde ingår inte i summan.',
  );
  expect(drawn).toContain('Lag 2 10,0 min/h · 1 patient · 25 % av avdelningen');
  expect(drawn).not.toContain('Utan vårdlag');
});
