import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { decode } from '../../../pipelines/events/decode.ts';
import { eventRules } from '../../../pipelines/events/event-rules.ts';
import { type Site, site as siteSchema } from '../../../schemas/site.ts';
import { journalFiles, scan } from '../../../services/journal/files.ts';
import { Journal } from '../../../services/journal/journal.ts';
import type { NotedSite } from '../../../services/journal/lines.ts';
import { toWire } from '../../property/wire.ts';
import { admit, at, discharge, transfer } from '../../support/scenario.ts';
import { openServe } from '../../support/test-server.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vi-notes-'));
  folders.push(folder);
  return folder;
}

const WARD = { type: 'medicine', beds: 9 };
const A = { ...WARD, wardId: 'A', name: 'A', nightPatientsPerStaff: 4 };
const B = { ...WARD, wardId: 'B', name: 'B', nightPatientsPerStaff: 8 };
const siteOf = (...wards: object[]) =>
  siteSchema.parse({ siteId: 't', model: 'vi-1', name: 'T', wards });
/** A night on A (in January 22 UTC is 23 in Stockholm), then B. */
const story = [admit('0'), transfer('3', 'B'), discharge('4')];

/** Starts on a folder, sends events, and gives what is served once it has caught up. */
async function served(data: string, site: Site, send = false) {
  const server = await openServe({ data, site, allowOld: true });
  await server.start();
  if (send) {
    const records = story.map((event, offset) => ({
      offset,
      bytes: Buffer.from(JSON.stringify(toWire(event))),
    }));
    const decoded = decode(records, eventRules(site));
    await server.ingest.queue.submit(decoded, { subject: 'adt', sources: '*' });
  }
  await server.stop();
  const again = await openServe({ data, site });
  await again.start();
  const rows = await again.serving.queryPool.rows<{ ward_id: string; hour: number; base: number }>(
    'select ward_id, hour, base / 1000000 as base from encounter_hour order by hour, ward_id',
    {},
  );
  await again.stop();
  return rows;
}

async function notes(data: string): Promise<NotedSite[]> {
  const found: NotedSite[] = [];
  for (const file of await journalFiles(join(data, 'journal'))) {
    for await (const { link } of scan(file)) {
      if (link?.kind === 'site') found.push({ site: link.site, former: link.former });
    }
  }
  return found;
}

const lose = (data: string) => rmSync(join(data, 'scorer.duckdb'));

test('a scorer that is made again knows the night ratio of a ward that was left out since', async () => {
  const data = emptyFolder();
  const whole = await served(data, siteOf(A, B), true);
  // an hour of a nurse for four patients: 60/4 minutes
  expect(whole[0]).toEqual({ ward_id: 'A', hour: at('0'), base: 15 });
  expect(await served(data, siteOf(B))).toEqual(whole);
  lose(data);
  expect(await served(data, siteOf(B))).toEqual(whole);
  // and with the last that was said of it
  const five = { ...A, nightPatientsPerStaff: 5 };
  const otherwise = await served(data, siteOf(five, B));
  expect(otherwise[0]!.base).toBe(12);
  await served(data, siteOf(B));
  lose(data);
  expect(await served(data, siteOf(B))).toEqual(otherwise);
});

test('the closing of a ward that was left out since is known, too', async () => {
  const data = emptyFolder();
  await served(data, siteOf(A, B), true);
  const closed = await served(data, siteOf({ ...A, closedFrom: '2026-01-05T01:00:00Z' }, B));
  expect(closed.filter(({ ward_id }) => ward_id === 'A')).toHaveLength(1);
  expect(await served(data, siteOf(B))).toEqual(closed);
  lose(data);
  expect(await served(data, siteOf(B))).toEqual(closed);
});

test('the journal notes a site file where it is another, and only then', async () => {
  const data = emptyFolder();
  await served(data, siteOf(A, B));
  await served(data, siteOf(A, B));
  expect(await notes(data)).toEqual([{ site: siteOf(A, B), former: [] }]);
  // as JSON it is the same in another order of fields
  const { siteId, name, ...rest } = siteOf(A, B);
  await served(data, { ...rest, name, siteId });
  expect(await notes(data)).toHaveLength(1);
  await served(data, siteOf({ ...A, name: 'Renamed' }, B));
  await served(data, siteOf(B));
  expect(await notes(data)).toEqual([
    { site: siteOf(A, B), former: [] },
    { site: siteOf({ ...A, name: 'Renamed' }, B), former: [] },
    { site: siteOf(B), former: [{ wardId: 'A', nightPatientsPerStaff: 4 }] },
  ]);
});

test('each file of a journal begins with the site file that counts then', async () => {
  const data = emptyFolder();
  await served(data, siteOf(A, B));
  let day = Date.parse('2027-01-01T12:00:00Z');
  const journal = (await Journal.open(join(data, 'journal'), { now: () => day, fileBytes: 1 }))!;
  await journal.append({ events: [admit('0')], senders: new Map() });
  day += 86_400_000;
  await journal.append({ events: [discharge('4')], senders: new Map() });
  await journal.close();
  const files = await journalFiles(join(data, 'journal'));
  expect(files.length).toBeGreaterThan(1);
  const again = (await Journal.open(join(data, 'journal')))!;
  expect(again.site).toEqual({ site: siteOf(A, B), former: [] });
  await again.close();
});
