import { expect, test } from 'vitest';
import { site } from '../../schemas/site.ts';

const hospital = (careTeams?: unknown) =>
  site.safeParse({
    ...{ siteId: 'h', name: 'Hospital' },
    wards: [
      { wardId: 'A', name: 'A', type: 'x', beds: 4, nightPatientsPerStaff: 10, careTeams },
      // another ward may call its beds and teams the same
      { wardId: 'B', name: 'B', type: 'x', beds: 4, nightPatientsPerStaff: 10, careTeams },
    ],
  });
const lag = (name: string, ...beds: string[]) => ({ name, beds });

test('care teams are taken as they stand, and may be left out', () => {
  const teams = [lag('Lag 1', '1', '2'), lag('Lag 2', '3', 'Ö1')];
  expect(hospital(teams).data?.wards.map(({ careTeams }) => careTeams)).toEqual([teams, teams]);
  expect(hospital().success).toBe(true);
  expect(hospital([]).success).toBe(true);
});

test.each([
  ['a bed in two teams', [lag('1', 'a', 'b'), lag('2', 'b')], '1.beds.0', /in one care team/],
  ['a bed twice in a team', [lag('1', 'a', 'a')], '0.beds.1', /in one care team/],
  ['a team twice', [lag('1', 'a'), lag('1', 'b')], '1.name', /team of a ward once/],
  ['a team without beds', [lag('1')], '0.beds', />=1/],
  ['a team without a name', [lag('', 'a')], '0.name', /./],
  ['another field', [{ ...lag('1', 'a'), staff: 2 }], '0', /staff/],
])('are refused with %s, and where', (_, teams, path, message) => {
  const [issue] = hospital(teams).error!.issues;
  expect(issue!.path.slice(0, 3).join('.')).toBe('wards.0.careTeams');
  expect(issue!.path.slice(3).join('.')).toBe(path);
  expect(issue!.message).toMatch(message);
});
