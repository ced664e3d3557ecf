import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { MICROS_PER_HOUR, parseInstant } from '../../../../schemas/instant.ts';
import type { WireEvent } from '../../../../schemas/ward-event.ts';
import { Border } from '../../../../services/adapters/border.ts';
import { checkMapping } from '../../../../services/adapters/mapping/check.ts';
import { readMapping } from '../../../../services/adapters/mapping/read.ts';
import { type Mapping, mapping } from '../../../../services/adapters/mapping/schema.ts';
import { proposalOf } from '../../../../services/adapters/trial/proposal.ts';
import { isAllUsed, trialText } from '../../../../services/adapters/trial/report.ts';
import { type TrialOptions, tryMapping } from '../../../../services/adapters/trial/trial.ts';
import { readSite } from '../../../../services/files/site-file.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const FIXTURES = join(ROOT, 'tests/fixtures/adapters');
const EXAMPLES = join(ROOT, 'services/adapters/examples');
const SIMULATOR = join(FIXTURES, 'hl7v2/simhospital');
const DAY = join(SIMULATOR, 'hospital-day-1.hl7');
const PATHWAYS = join(SIMULATOR, 'pathways.hl7');
const NOW = parseInstant('2026-11-27T00:00:00Z');
const BORDER = new Border(Buffer.alloc(32, 3));
const folder = mkdtempSync(join(tmpdir(), 'trial-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Settings as a mapping file for the hospital simulator has them. */
const simulator = (channel: object = {}) => ({
  zone: 'Europe/London',
  keyFile: 'pseudonym.key',
  places: { RenalWard: 'RenalWard', OtherWard: 'OtherWard' },
  channels: [
    {
      ...{ name: 'hl7', kind: 'mllp', source: 'ehr', port: 2575, processing: ['T'] },
      provides: ['movements', 'observations', 'medications'],
      ...channel,
    },
  ],
});

const tried = (using: Mapping, inputs: readonly string[], more: Partial<TrialOptions> = {}) =>
  tryMapping({ mapping: using, inputs, now: NOW, border: BORDER, ...more });
const example = async (name: string) =>
  readMapping(join(EXAMPLES, name), await readSite(join(EXAMPLES, 'site.json')));
const ofType = (events: readonly WireEvent[], name: string) =>
  events.filter(({ type }) => type === name);
const countOf = ({ notes }: { notes: readonly { reason: string; count: number }[] }, of: string) =>
  notes.filter(({ reason }) => reason === of).reduce((total, { count }) => total + count, 0);

test('a day of 506 messages: 206 admissions, 102 results without a visit number', async () => {
  const trial = await tried(mapping.parse(simulator()), [DAY]);
  expect(trial.refusals).toEqual([]);
  expect(ofType(trial.events, 'admission')).toHaveLength(206);
  expect(trial).toMatchObject({ files: 1, visits: 206, openVisits: 206, outsideStays: 0 });
  expect(countOf(trial, 'no-visit-number')).toBe(102);
  // the other 196 of 298 result messages are of admitted visits
  expect(countOf(trial, 'no-counted-visit')).toBe(0);
  // and 30 of them have vital signs: with the admissions all that can be in an event
  expect(trial.channels).toEqual([
    { channel: 'hl7', unit: 'messages', read: 506, refused: 0, used: 206 + 30 },
  ]);
  expect(isAllUsed(trial)).toBe(false);
});

test('messages for another processing than the channel accepts are refused, all 506', async () => {
  const trial = await tried(mapping.parse(simulator({ processing: ['P'] })), [DAY]);
  expect(trial.events).toEqual([]);
  expect(trial.channels).toMatchObject([{ read: 506, refused: 506, used: 0 }]);
  const lines = trialText(trial).split('\n');
  const refused = lines.filter((line) => line.includes('wrong-processing'));
  expect(refused).toHaveLength(1);
  expect(refused[0]).toMatch(/^ *506 +wrong-processing +hl7 +.*hospital-day-1\.hl7, message 1 /);
});

test('pathways give the stays of their definitions', async () => {
  const { start, pathways } = JSON.parse(
    readFileSync(join(SIMULATOR, 'expected-stays.json'), 'utf8'),
  );
  const hours = (offset: string | null) => (offset === null ? null : Number.parseInt(offset, 10));
  // EVN-2 of this move has the time that had been planned, an hour before it
  const at = (pathway: string, offset: string | null) =>
    pathway === 'pending' && offset === '-20h' ? -21 : hours(offset);
  const expected = Object.entries<
    Record<string, { stays: { ward: string; from: string; to: string | null }[] }>
  >(pathways).flatMap(([pathway, patients]) =>
    Object.values(patients).flatMap(({ stays }) =>
      stays.map(({ ward, from, to }) => [ward, at(pathway, from), at(pathway, to)]),
    ),
  );
  const { events } = await tried(mapping.parse(simulator()), [PATHWAYS]);
  const since = (time: string) =>
    Math.round((parseInstant(time) - parseInstant(start)) / MICROS_PER_HOUR);
  const moves = events.filter(({ type }) => /^(?:admission|transfer|discharge)$/.test(type));
  const found = moves.flatMap((event, index) => {
    if (event.type !== 'admission' && event.type !== 'transfer') return [];
    const next = moves
      .slice(index + 1)
      .find((other) => 'encounterId' in other && other.encounterId === event.encounterId);
    const to = next === undefined ? null : since(next.occurredAt);
    return [[event.wardId, since(event.occurredAt), to]];
  });
  const sorted = (stays: unknown[]) => stays.map((stay) => JSON.stringify(stay)).toSorted();
  expect(sorted(found)).toEqual(sorted(expected));
});

test('tables and a roster are read by the names of their files', async () => {
  const using = await example('tables-and-roster.json');
  const files = ['vardkontakter.csv', 'vitalparametrar.csv', 'schema.csv'];
  const site = await readSite(join(EXAMPLES, 'site.json'));
  const trial = await tried(
    using,
    files.map((name) => join(FIXTURES, 'tables', name)),
    { site },
  );
  const { events: expected } = JSON.parse(
    readFileSync(join(FIXTURES, 'tables/expected-extract.json'), 'utf8'),
  );
  const names = new Map(['K1', 'K2'].map((name) => [BORDER.pseudonym('visit', '', name), name]));
  const said = trial.events.flatMap((event) => {
    if (!('encounterId' in event)) return [];
    const name = names.get(event.encounterId);
    const value = event.type === 'observation' ? [event.code, event.value] : [];
    return [[event.type, name, ...value, event.occurredAt]];
  });
  const times = /^\d{4}-\d\d-\d\dT[\d:]+Z$/;
  const meant = (expected as (string | number)[][]).map((event) => [
    ...(event[0] === 'observation' ? event.slice(0, 4) : event.slice(0, 2)),
    event.find((part) => times.test(String(part))),
  ]);
  const sorted = (list: unknown[]) => list.map((each) => JSON.stringify(each)).toSorted();
  expect(sorted(said)).toEqual(sorted(meant));
  const roster = JSON.parse(readFileSync(join(FIXTURES, 'tables/expected-roster.json'), 'utf8'));
  expect(ofType(trial.events, 'staffing')).toHaveLength(roster.events);
  const places = trial.notes.filter(({ reason }) => reason === 'unmapped-location');
  expect(places).toMatchObject([{ key: 'Länkö hospis', count: 1, channel: 'warehouse' }]);
  expect(trial.scored!.wards.map(({ wardId }) => wardId)).toEqual(['31A']);
  // K1 is there for 49 hours less 10 minutes; K2 stays
  expect(trial.scored!.wards[0]!.patientHours).toBeGreaterThan(48);
  expect(trial.scored!.leftOut).toBe(0);
  expect(trialText(trial)).toMatch(/^31A .* %$/m);
});

test('the example day: what is not in its mapping is proposed, and holds once it is decided', async () => {
  const file = join(EXAMPLES, 'hl7-regional.json');
  const given = JSON.parse(readFileSync(file, 'utf8'));
  const day = join(EXAMPLES, 'hl7-day.hl7');
  const trial = await tried(await example('hl7-regional.json'), [day]);
  const proposal = proposalOf(given, trial.notes);
  expect(proposal).toMatchObject({ places: 1, codes: 1 });
  const { places, codes } = proposal.file as { places: object; codes: object[] };
  expect(places).toEqual({ ...given.places, '31Ö': '?' });
  const [entry, ...others] = codes.filter(
    (one) => !JSON.stringify(given.codes).includes(JSON.stringify(one)),
  );
  expect(others).toEqual([]);
  expect(entry).toEqual({ system: 'local', code: 'SMARTA', to: '? Smärta NRS: perhaps pain' });

  const text = JSON.stringify(proposal.file, null, 2);
  const { mistakes } = checkMapping(text, null);
  const lineOf = (words: string) => text.slice(0, text.indexOf(words)).split('\n').length;
  expect(mistakes.map(({ line }) => line)).toEqual([lineOf('"31Ö"'), lineOf('"? Smärta')]);
  for (const { message } of mistakes) expect(message).toMatch(/^To decide: /);

  const decided = text.replace('"31Ö": "?"', '"31Ö": "31B"').replace(/"\? Smärta[^"]*"/, '"pain"');
  const { mapping: after } = checkMapping(decided, null);
  const again = await tried(after!, [day]);
  expect(isAllUsed(again)).toBe(true);
  expect(ofType(again.events, 'transfer')).toHaveLength(
    ofType(trial.events, 'transfer').length + 1,
  );
  expect(again.events.filter((event) => 'code' in event && event.code === 'pain')).toHaveLength(1);
  expect(proposalOf(JSON.parse(decided), again.notes)).toMatchObject({ places: 0, codes: 0 });
});

test('a file that several channels or none could read names them', async () => {
  const two = simulator();
  const named = {
    ...two,
    channels: [...two.channels, { ...two.channels[0], name: 'lab', port: 2 }],
  };
  const using = mapping.parse(named);
  await expect(tried(using, [DAY])).rejects.toThrow(/hl7, lab with --channel/);
  expect((await tried(using, [DAY], { channel: 'lab' })).channels).toMatchObject([{ read: 506 }]);
  await expect(tried(using, [DAY], { channel: 'ward' })).rejects.toThrow(/no channel ward/);
  const table = join(FIXTURES, 'tables/schema.csv');
  await expect(tried(using, [table])).rejects.toThrow(/No channel reads .*schema\.csv/);
  await expect(tried(using, [join(folder, 'none.hl7')])).rejects.toThrow(/Cannot read .*ENOENT/);
});

test('random bytes, alone and within messages, stop nothing', async () => {
  const using = await example('tables-and-roster.json');
  const hl7 = mapping.parse(simulator());
  const messages = readFileSync(PATHWAYS);
  const tables = ['vardkontakter', 'vitalparametrar', 'schema'];
  const damaged = fc.tuple(
    fc.constantFrom(...tables, 'message'),
    fc.oneof(fc.constant(null), fc.uint8Array({ minLength: 1, maxLength: 300 })),
    fc.array(fc.tuple(fc.nat(30_000), fc.integer({ min: 0, max: 255 })), { maxLength: 40 }),
  );
  for (const [at, [kind, alone, changes]] of fc
    .sample(damaged, { seed: 18, numRuns: 120 })
    .entries()) {
    const whole =
      kind === 'message' ? messages : readFileSync(join(FIXTURES, `tables/${kind}.csv`));
    const bytes = Buffer.from(alone ?? whole);
    for (const [place, byte] of changes) bytes[place % bytes.length] = byte;
    const path = join(folder, `${kind}-${at}`);
    writeFileSync(path, bytes);
    const channel = kind === 'message' ? 'hl7' : kind === 'schema' ? 'roster' : 'warehouse';
    const trial = await tried(kind === 'message' ? hl7 : using, [path], { channel });
    expect(trial.channels.length).toBe(1);
    expect(trialText(trial)).toContain(channel);
  }
});
