import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ScoringStore } from '../../../pipelines/scoring/store.ts';
import { loadModel } from '../../../pipelines/scoring/weights.ts';
import { IncompatibleStateError } from '../../../pipelines/warehouse/incompatible-state-error.ts';
import type { Model } from '../../../schemas/model.ts';
import { type Site, site as siteSchema, type Ward } from '../../../schemas/site.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { batchOf, content, type Row } from '../../property/scored.ts';
import { toWire } from '../../property/wire.ts';
import { admit, discharge, observe, siteWith, transfer, vitals } from '../../support/scenario.ts';

const site = siteWith();
const [a, b] = site.wards as [Ward, Ward];
const c: Ward = { ...a, wardId: 'C', name: 'C' };
const withWards = (...wards: Ward[]): Site => ({ ...site, wards });
const position = (nextOffset: number) => ({ topic: 'test', partition: 0, nextOffset });

/** A day and a night on two wards, with what every switch changes. */
const story = [
  admit('3'),
  ...vitals('4', { consciousness: null, 'supplemental-oxygen': null }),
  ...[5, 6, 7, 8, 9, 10].flatMap((hour) =>
    [10, 20, 30].map((minute) => observe(`${hour}:${minute}`, 'heart-rate', 80)),
  ),
  transfer('14', 'B'),
  ...vitals('20', { spo2: 91 }),
  discharge('23:30'),
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vi-settings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (wanted: Site, model = loadModel(wanted.model), name = 'state') =>
  ScoringStore.open(join(folder, name), wanted, model, { threads: 1 });

/** Opens the state, scores what there is to score, and closes it. */
async function scored(
  wanted: Site,
  model?: Model,
): Promise<{ changed: readonly string[]; rows: Row[] }> {
  const store = await open(wanted, model);
  await store.rescore();
  const rows = await rowsOf(store);
  await store.close();
  return { changed: store.changed, rows };
}

async function rowsOf(store: ScoringStore): Promise<Row[]> {
  const rows = await store.connection.rows<Row>(
    'from encounter_hour order by encounter_id, hour, ward_id',
  );
  return rows.map(content);
}

/** A state of the story under the site; gives its rows. */
async function filled(): Promise<Row[]> {
  const store = await open(site);
  await store.commit([batchOf(story, site)], [], position(story.length));
  const rows = await rowsOf(store);
  await store.close();
  expect(rows.length).toBeGreaterThan(20);
  return rows;
}

/** What a state that never knew other settings has. */
async function fresh(wanted: Site, model?: Model): Promise<Row[]> {
  const store = await open(wanted, model, 'fresh');
  await store.commit([batchOf(story, site)], [], position(story.length));
  const rows = await rowsOf(store);
  await store.close();
  return rows;
}

test('a history that is scored again is known for it until all of it is, also after a stop', async () => {
  await filled();
  const toRescore = async (wanted: Site, work?: (store: ScoringStore) => Promise<unknown>) => {
    const store = await open(wanted);
    await work?.(store);
    await store.close();
    return store.toRescore;
  };
  expect(await toRescore(site)).toBe(0);
  const other = siteWith({ observationCounting: 'values' });
  expect(await toRescore(other)).toBe(1);
  expect(await toRescore(other, (store) => store.rescore())).toBe(1);
  expect(await toRescore(other)).toBe(0);
});

describe('what no score depends on may change, and scores nothing again', () => {
  test.each<[string, Site]>([
    ['the name of a ward', withWards(a, { ...b, name: 'Beta' })],
    ['the type of a ward', withWards(a, { ...b, type: 'surgery' })],
    ['the beds of a ward', withWards({ ...a, beds: 18 }, b)],
    ['the care teams of a ward', withWards({ ...a, careTeams: [{ name: 'x', beds: ['1'] }] }, b)],
    ['the order of the wards', withWards(b, a)],
    ['a ward more', withWards(c, a, b)],
    ['the name of the hospital', { ...site, name: 'Another name' }],
    ['the shifts', { ...site, shifts: [{ id: 'long', start: '06:45' }] }],
    ['the productive share', siteWith({ productiveShare: 0.8 })],
    ['how old events may be', siteWith({ maxAgeDays: 30 })],
  ])('%s', async (_, other) => {
    const before = await filled();
    const store = await open(other);
    expect(store.changed).toEqual([]);
    expect(await store.connection.rows('from touched')).toEqual([]);
    expect(await rowsOf(store)).toEqual(before);
    await store.close();
  });
});

describe('what scores depend on may change: the history is scored again', () => {
  const lighter: Model = {
    ...loadModel('vi-1'),
    weights: {
      ...loadModel('vi-1').weights,
      base: { ...loadModel('vi-1').weights.base, value: 30 },
    },
  };
  test.each<[string, Site, Model | undefined, string]>([
    [
      'night ratio',
      withWards({ ...a, nightPatientsPerStaff: 9 }, b),
      undefined,
      'the night ratio of ward "A"',
    ],
    ['time zone', { ...site, timeZone: 'America/New_York' }, undefined, '"timeZone"'],
    ['air', siteWith({ assumeAirWhenNotRecorded: true }), undefined, '"assumeAirWhenNotRecorded"'],
    [
      'alert',
      siteWith({ assumeAlertWhenNotRecorded: true }),
      undefined,
      '"assumeAlertWhenNotRecorded"',
    ],
    ['counting', siteWith({ observationCounting: 'values' }), undefined, '"observationCounting"'],
    ['function level', siteWith({ defaultFunctionLevel: 4 }), undefined, '"defaultFunctionLevel"'],
    ['model', site, lighter, 'the model'],
  ])('%s', async (_, other, model, named) => {
    const before = await filled();
    const { changed, rows } = await scored(other, model);
    expect(changed).toEqual([named]);
    expect(rows).toEqual(await fresh(other, model));
    expect(rows).not.toEqual(before);
    // once
    expect((await scored(other, model)).changed).toEqual([]);
    // and back
    expect((await scored(site)).rows).toEqual(before);
  });

  test('until then the rows are as they were', async () => {
    const before = await filled();
    const store = await open(siteWith({ defaultFunctionLevel: 4 }));
    expect(await rowsOf(store)).toEqual(before);
    await store.close();
    // the change is not forgotten where the program stops before it has scored
    const { changed, rows } = await scored(siteWith({ defaultFunctionLevel: 4 }));
    expect(changed).toEqual([]);
    expect(rows).toEqual(await fresh(siteWith({ defaultFunctionLevel: 4 })));
  });
});

describe('a site file that says vi-2, or no model', () => {
  const { model: _, ...said } = site;
  const unsaid = siteSchema.parse(said);

  test('scores a state of vi-1 again; with vi-1 it keeps its rows', async () => {
    const before = await filled();
    const { changed, rows } = await scored(unsaid);
    // with the model the hours of the day
    expect(changed).toEqual(['the model', '"shifts"']);
    expect(rows).toEqual(await fresh({ ...site, model: 'vi-2' }));
    expect(new Set(rows.map(({ model }) => model))).toEqual(new Set(['vi-2']));
    expect((await scored(unsaid)).changed).toEqual([]);
    expect((await scored(site)).rows).toEqual(before);
    expect((await scored(site)).changed).toEqual([]);
  });

  test('scores again where shifts part day and night at another time, and only there', async () => {
    await filled();
    await scored(unsaid);
    const [day, , night] = unsaid.shifts;
    const two = { ...unsaid, shifts: [{ ...day!, id: 'long' }, night!] };
    expect((await scored(two)).changed).toEqual([]);
    const later = { ...unsaid, shifts: [day!, { ...night!, start: '19:00' }] };
    const { changed, rows } = await scored(later);
    expect(changed).toEqual(['"shifts"']);
    expect(rows).toEqual(await fresh(later));
    expect(new Set(rows.map(({ day_hours }) => day_hours))).toEqual(new Set([12]));
  });
});

describe('a ward that is left out', () => {
  test('keeps its history, also where everything is scored again', async () => {
    const before = await filled();
    expect((await scored(withWards(b))).rows).toEqual(before);
    const zone = { ...withWards(b), timeZone: 'America/New_York' };
    const { rows } = await scored(zone);
    expect(rows).toEqual(await fresh({ ...site, timeZone: 'America/New_York' }));
    expect(rows.filter((row) => row.ward_id === 'A')).not.toEqual([]);
  });

  test('may come again, with another night ratio too', async () => {
    await filled();
    await scored(withWards(b));
    const again = withWards({ ...a, nightPatientsPerStaff: 5 }, b);
    const { changed, rows } = await scored(again);
    expect(changed).toEqual(['the night ratio of ward "A"']);
    expect(rows).toEqual(await fresh(again));
  });
});

test('what was scored before and after a ward was added is what the whole site gives', async () => {
  const whole = withWards(c, a, b);
  const late = [{ ...admit('8', 'C'), encounterId: 'E2' } as ReturnType<typeof admit>];
  await filled();
  const store = await open(whole);
  await store.commit([batchOf(late, whole)], [], position(story.length + 1));
  const found = await rowsOf(store);
  await store.close();

  const atOnce = await open(whole, loadModel('vi-1'), 'fresh');
  await atOnce.commit([batchOf([...story, ...late], whole)], [], position(story.length + 1));
  expect(found).toEqual(await rowsOf(atOnce));
  await atOnce.close();
});

test('events skipped for an unknown ward are stored once the site has it, and again', async () => {
  const ofC = { ...admit('8', 'C'), encounterId: 'E2', id: 'c1' } as ReturnType<typeof admit>;
  const rejection = (ward: string, offset: number) => ({
    ...{ offset, reason: 'unknown-ward' as const, pointer: '/wardId', detail: '' },
    raw: Buffer.from(JSON.stringify(toWire({ ...ofC, id: ward, wardId: ward } as typeof ofC))),
  });
  const whole = withWards(a, b, c);
  const store = await open(site);
  await store.commit(
    [batchOf(story, site)],
    [rejection('C', 0), rejection('D', 1)],
    position(story.length + 2),
  );
  await store.close();
  // another start of the same site takes none
  expect((await scored(site)).rows.some((row) => row.ward_id === 'C')).toBe(false);

  const atOnce = await open(whole, loadModel('vi-1'), 'fresh');
  const events = [...story, { ...ofC, id: 'C' } as typeof ofC];
  await atOnce.commit([batchOf(events, whole)], [], position(events.length));
  const expected = await rowsOf(atOnce);
  await atOnce.close();
  expect(expected.some((row) => row.ward_id === 'C')).toBe(true);
  expect((await scored(whole)).rows).toEqual(expected);
  expect((await scored(whole)).rows).toEqual(expected);

  const left = await open(whole);
  const rejected = await left.connection.rows('select "offset", reason from rejected');
  await left.close();
  expect(rejected).toEqual([{ offset: 1, reason: 'unknown-ward' }]);
});

describe('refused, and the state stays as it was', () => {
  const refused = async (other: Site, message: string) => {
    const before = await readFile(join(folder, 'state'));
    await expect(open(other)).rejects.toThrow(message);
    await expect(open(other)).rejects.toBeInstanceOf(IncompatibleStateError);
    expect((await readFile(join(folder, 'state'))).equals(before)).toBe(true);
  };

  test('the site file of another hospital', async () => {
    await filled();
    await refused({ ...site, siteId: 'other' }, 'is of the hospital "test"');
  });
});

test('a state with versions to settle opens where settings change, and settles them by the rule', async () => {
  const admitted = { ...admit('3'), id: 'same' };
  const store = await open(site);
  const versions = [admitted, { ...admitted, status: 'entered-in-error' as const }];
  await store.commit(
    [batchOf([...versions, { ...admit('4'), encounterId: 'E2' } as WardEvent], site)],
    [],
    position(3),
  );
  await store.close();
  const { changed, rows } = await scored(siteWith({ defaultFunctionLevel: 3 }));
  expect(changed).toEqual(['"defaultFunctionLevel"']);
  expect(new Set(rows.map((row) => row.encounter_id))).toEqual(new Set(['E2']));
  const opened = await open(siteWith({ defaultFunctionLevel: 4 }));
  const counting = await opened.connection.rows("select status from event where id = 'same'");
  await opened.close();
  expect(counting).toEqual([{ status: 'entered-in-error' }]);
});
