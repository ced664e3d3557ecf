import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MICROS_PER_HOUR } from '../../schemas/instant.ts';
import { ServedFile, template } from '../pipelines/serving/served-file.ts';
import { nurses } from '../reference/example.ts';
import { cli } from '../support/cli.ts';
import { at, siteWith } from '../support/scenario.ts';

const site = siteWith();
let folder: string;
let siteFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vi-level-'));
  siteFile = join(folder, 'site.json');
  writeFileSync(siteFile, JSON.stringify(site));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const suggest = (...options: string[]) =>
  cli('level', 'suggest', '--data', folder, '--site', siteFile, ...options);

test('lines to paste into the site file, with what they are and what they are not', async () => {
  const file = await ServedFile.open(folder, site, await template(site));
  // ten weekdays of four hours: three nurses for six patients with ten minutes each
  const times = [9, 12, 13, 14, 15, 16, 19, 20, 21, 22].flatMap((day) =>
    [7, 8, 9, 10].map((hour) => at(`${day} ${hour}`)),
  );
  await file.store.publish(
    times.map((from) =>
      nurses('rn', 'planned', 3, '1', '2', { id: `${from}`, from, to: from + MICROS_PER_HOUR }),
    ),
  );
  const rows = times.flatMap((hour) =>
    Array.from({ length: 6 }, (_, n) => ({
      ...{ encounterId: `E${n}`, wardId: 'A', hour, presence: MICROS_PER_HOUR },
      ...{ fresh: 11, minutes: 10_000_000 },
    })),
  );
  await file.publish(rows, [], at('23 9:20'));

  const running = suggest();
  await file.close();
  const json = suggest('--json');
  const { status, stdout, stderr } = suggest();

  // the file is open in another process, as under a server
  expect(running).toMatchObject({ status: 1, stdout: '' });
  expect(running.stderr).toContain('A server runs on');
  expect(json.stderr).toBe('');
  const line = { shift: 'day', rn: 3, na: 0, at: { patients: 6, minutesPerPatientHour: 10 } };
  const pasted = { wards: [{ wardId: 'A', agreed: [line] }] };
  expect(JSON.parse(json.stdout)).toEqual(pasted);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('usual is not the same as enough');
  expect(stdout).toMatch(/^A +day +3 +0 +6 +10 +\d\.\d\d +40 +10$/m);
  expect(stdout).toMatch(/^A +night .*too few: at least 40 hours of 10 days are needed$/m);
  expect(JSON.parse(stdout.slice(stdout.indexOf('{')))).toEqual(pasted);
});

test('a folder without ward-hours is refused by name', () => {
  const { status, stderr } = suggest();
  expect(status).toBe(1);
  expect(stderr).toContain(`${folder} has no ward-hours`);
});
