import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulatedSite } from '../../../pipelines/sources/simulator/hospital.ts';
import { cli } from '../../support/cli.ts';
import { siteOf, startFilled } from '../../support/filled-state.ts';
import { rowsOf } from '../../support/stored-rows.ts';
import { openServe } from '../../support/test-server.ts';

const HOSPITAL = { wards: 2, bedsPerWard: 4, days: 2, seed: 7 };
const site = siteOf(HOSPITAL);
const root = mkdtempSync(join(tmpdir(), 'vi-rebuild-'));
const data = join(root, 'data');
const siteFile = join(root, 'site.json');

beforeAll(async () => {
  writeFileSync(siteFile, JSON.stringify(simulatedSite(HOSPITAL)));
  const serve = await startFilled(data, { ...HOSPITAL, disturbances: true });
  await serve.stop();
  await served();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Opens the folder until everything is scored and served. */
async function served(folder = data): Promise<void> {
  const serve = await openServe({ data: folder, site });
  await serve.start();
  await serve.stop();
}

const HOURS =
  'select * exclude (revision, computed_at, delivery, "offset") from encounter_hour order by all';
const TABLES = "select column_name from duckdb_columns() where table_name = 'encounter_hour'";
const hoursOf = async (folder: string) => {
  const columns = (await rowsOf(folder, 'scorer', TABLES)) as { column_name: string }[];
  const kept = ['revision', 'computed_at', 'delivery', 'offset'].filter((name) =>
    columns.some(({ column_name }) => column_name === name),
  );
  return rowsOf(
    folder,
    'scorer',
    HOURS.replace(/\(.*\)/, `(${kept.map((name) => `"${name}"`).join(', ')})`),
  );
};
const EVENTS = 'select * exclude (delivery) from event order by all';
const VALUES = 'select * exclude (known_at, computed_at) from ward_hour order by all';
const KNOWN = 'select * exclude (computed_at) from ward_hour order by all';
const FORMER = 'from superseded_ward_hour order by all';

test('scorer.duckdb is made again as it was, and what was published stays', async () => {
  const before = {
    ...{ hours: await hoursOf(data), events: await rowsOf(data, 'scorer', EVENTS) },
    ...{
      values: await rowsOf(data, 'serving', KNOWN),
      former: await rowsOf(data, 'serving', FORMER),
    },
  };
  expect(before.hours.length).toBeGreaterThan(50);
  const running = await openServe({ data, site });
  const refused = cli('rebuild', '--data', data, '--site', siteFile);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('A server runs on');
  await running.stop();
  const done = cli('rebuild', '--data', data, '--site', siteFile);
  expect(done.stderr).toMatch(/positions · .* s \([\d,]+\/s\)/);
  expect(done.status).toBe(0);
  expect(existsSync(join(data, 'scorer.duckdb.before'))).toBe(true);
  expect(existsSync(join(data, 'scorer.duckdb.new'))).toBe(false);
  expect(await hoursOf(data)).toEqual(before.hours);
  expect(await rowsOf(data, 'scorer', EVENTS)).toEqual(before.events);
  await served();
  // nothing became known again that is as it was
  expect(await rowsOf(data, 'serving', KNOWN)).toEqual(before.values);
  expect(await rowsOf(data, 'serving', FORMER)).toEqual(before.former);
});

test('serving.duckdb is made again where it is lost, with the values that there are', async () => {
  const folder = join(root, 'serving');
  cpSync(data, folder, { recursive: true });
  const before = await rowsOf(folder, 'serving', VALUES);
  writeFileSync(join(folder, 'serving.duckdb'), Buffer.alloc(100_000, 1));
  const done = cli('rebuild', '--serving', '--data', folder, '--site', siteFile);
  expect(done.stderr).toContain('asKnownAt before now has no answer');
  expect(done.status).toBe(0);
  expect(await rowsOf(folder, 'serving', VALUES)).toEqual(before);
  await served(folder);
  expect(await rowsOf(folder, 'serving', VALUES)).toEqual(before);
});

test('a journal that is damaged is repaired first, and nothing is changed', async () => {
  const folder = join(root, 'damaged');
  cpSync(data, folder, { recursive: true });
  rmSync(join(folder, 'journal'), { recursive: true });
  const refused = cli('rebuild', '--data', folder, '--site', siteFile, '--quiet');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(
    /is missing. "doctor --data .*" says what to do. Nothing was changed/,
  );
  expect(existsSync(join(folder, 'scorer.duckdb.new'))).toBe(false);
  expect(await hoursOf(folder)).toEqual(await hoursOf(data));
});
