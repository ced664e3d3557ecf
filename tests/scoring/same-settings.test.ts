import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StateMismatch } from '../../pipelines/scoring/same-settings.ts';
import { ScoringStore } from '../../pipelines/scoring/store.ts';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import type { Site, Ward } from '../../schemas/site.ts';
import { batchOf } from '../property/scored.ts';
import { admit, observe, siteWith } from '../reference/scenario.ts';

const site = siteWith();
const [a, b] = site.wards as [Ward, Ward];
const c: Ward = { ...a, wardId: 'C', name: 'C' };
const withWards = (...wards: Ward[]): Site => ({ ...site, wards });
const position = (nextOffset: number) => ({ topic: 'test', partition: 0, nextOffset });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (wanted: Site, name = 'state', model = loadModel()) =>
  ScoringStore.open(join(folder, name), wanted, model);
const openAndClose = async (wanted: Site) => (await open(wanted)).close();

test('wards may be added, in any place; from then on they are known', async () => {
  await openAndClose(site);
  await openAndClose(withWards(c, b, a));
  await openAndClose(withWards(c, b, a));
  await expect(open(site)).rejects.toThrow('ward "C" was removed');
});

test.each([
  ['a ward changed', withWards({ ...a, nightPatientsPerNurse: 9 }, b), 'ward "A" was changed'],
  ['a ward renamed', withWards(a, { ...b, name: 'Beta' }), 'ward "B" was changed'],
  ['a ward removed', withWards(a), 'ward "B" was removed'],
  ['one removed and one added', withWards(a, c), 'ward "B" was removed'],
  ['another time zone', { ...site, timeZone: 'Europe/Helsinki' }, 'another site file'],
  ['another switch', siteWith({ assumeAirWhenNotRecorded: true }), 'another site file'],
])('refused: %s', async (_, other, message) => {
  await openAndClose(site);
  await expect(open(other)).rejects.toThrow(message);
  await expect(open(other)).rejects.toBeInstanceOf(StateMismatch);
  await openAndClose(site);
});

test('refused: another model', async () => {
  await openAndClose(site);
  const model = { ...loadModel(), id: 'vi-2' };
  await expect(open(site, 'state', model)).rejects.toThrow('another model');
});

test('refused: an added ward where events of unknown wards were read past', async () => {
  const store = await open(site);
  const raw = Buffer.from('{}');
  const rejected = [
    { offset: 0, reason: 'unknown-ward' as const, pointer: '/wardId', detail: '', raw },
  ];
  await store.commit([batchOf([admit('9')], site)], rejected, position(2));
  await store.close();
  await openAndClose(site);
  await expect(open(withWards(a, b, c))).rejects.toThrow('1 events of unknown wards');
  await openAndClose(site);
});

test('what was scored before and after a ward was added is what the whole site gives', async () => {
  const whole = withWards(c, a, b);
  const first = [admit('9'), observe('10', 'heart-rate', 80)];
  const late = [{ ...admit('8', 'C'), encounterId: 'E2' } as ReturnType<typeof admit>];
  const rows = (store: ScoringStore) =>
    store.connection.rows(
      'select * exclude ("offset", computed_at, revision) from encounter_hour order by encounter_id, ward_id, hour',
    );

  const before = await open(site);
  await before.commit([batchOf(first, site)], [], position(2));
  await before.close();
  const after = await open(whole);
  await after.commit([batchOf(late, whole)], [], position(3));
  const found = await rows(after);
  await after.close();

  const fresh = await open(whole, 'fresh');
  await fresh.commit([batchOf([...first, ...late], whole)], [], position(3));
  const expected = await rows(fresh);
  await fresh.close();
  expect(expected.length).toBeGreaterThan(3);
  expect(found).toEqual(expected);
});
