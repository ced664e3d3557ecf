import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLI, cli, results } from '../support/cli.ts';

const FIXTURE = 'tests/fixtures/mimic-iii-demo';
const SITE = `${FIXTURE}/site.json`;
const folder = mkdtempSync(join(tmpdir(), 'vi-process-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('input that ends too early', () => {
  test('a truncated compressed file: clear error, exit 1, and the whole file goes on', () => {
    const out = at('cut-gz');
    const file = at('events.ndjson.gz');
    copyFileSync(`${FIXTURE}/events.ndjson.gz`, file);
    truncateSync(file, 100_000);
    const run = cli('replay', file, '--site', SITE, '--out', out);
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('looks cut off');
    expect(existsSync(join(out, 'encounter-hours.ndjson'))).toBe(false);

    copyFileSync(`${FIXTURE}/events.ndjson.gz`, file);
    expect(cli('replay', file, '--site', SITE, '--out', out).status).toBe(0);
    const whole = at('whole-gz');
    expect(cli('replay', file, '--site', SITE, '--out', whole).status).toBe(0);
    expect(results(out)).toEqual(results(whole));
  });

  test('NDJSON cut in the middle of a line names the line', () => {
    const file = at('cut.ndjson');
    const text = gunzipSync(readFileSync(`${FIXTURE}/events.ndjson.gz`)).toString('utf8');
    writeFileSync(file, text.split('\n').slice(0, 10).join('\n').slice(0, -5));
    const run = cli('replay', file, '--site', SITE, '--out', at('cut'));
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('in the middle of line 10');
  });

  test('an Arrow file without its end is refused, what came before is kept', () => {
    const file = at('events.arrow');
    const made = cli('simulate', '--wards', '2', '--days', '2', '--seed', '1', '--out', file);
    expect(made.status, made.stderr).toBe(0);
    truncateSync(file, readFileSync(file).length - 1_000);
    const run = cli('replay', file, '--site', at('events.site.json'), '--out', at('cut-arrow'));
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('looks cut off');
  });
});

describe('a disk that is full', () => {
  test('while results are written: clear error, exit 1, no half file', () => {
    const out = at('full');
    expect(cli('replay', `${FIXTURE}/events.ndjson.gz`, '--site', SITE, '--out', out).status).toBe(
      0,
    );
    rmSync(join(out, 'encounter-hours.ndjson'));
    symlinkSync('/dev/full', join(out, 'encounter-hours.ndjson.tmp'));
    const run = cli('replay', `${FIXTURE}/events.ndjson.gz`, '--site', SITE, '--out', out);
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(
      /(No space left|ENOSPC)(.|\n)*The disk is full: make room, and start the same command again/,
    );
    expect(existsSync(join(out, 'encounter-hours.ndjson'))).toBe(false);
  });

  test('while the state grows: clear error, exit 1; with room again it goes on', () => {
    const out = at('small');
    const command = `ulimit -f 1000; exec ${CLI.join(' ')} replay ${FIXTURE}/events.ndjson.gz --site ${SITE} --out ${out}`;
    const run = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    expect(run.status, run.stderr).toBe(1);
    expect(run.stderr).toMatch(/File too large|EFBIG|could not write|Could not write/i);
    const again = cli('replay', `${FIXTURE}/events.ndjson.gz`, '--site', SITE, '--out', out);
    expect(again.status, again.stderr).toBe(0);
    expect(results(out)).toEqual(results(at('full-reference')));
  });

  beforeAll(() => {
    const out = at('full-reference');
    expect(cli('replay', `${FIXTURE}/events.ndjson.gz`, '--site', SITE, '--out', out).status).toBe(
      0,
    );
  });
});

describe('usage', () => {
  test('exit codes: help 0, wrong usage 2, failure 1, rejected events 3', () => {
    expect(cli('replay', '--help').status).toBe(0);
    expect(cli('replay', 'x.ndjson').status).toBe(2);
    expect(
      cli('replay', 'x.ndjson', '--site', SITE, '--out', at('x'), '--format', 'csv').status,
    ).toBe(2);
    const missing = cli('replay', at('missing.ndjson'), '--site', SITE, '--out', at('x'));
    expect(missing.status).toBe(1);
    expect(missing.stderr).toContain('missing.ndjson');
    writeFileSync(at('bad.ndjson'), 'nonsense\n');
    const bad = cli('replay', at('bad.ndjson'), '--site', SITE, '--out', at('bad'), '--json');
    expect(bad.status).toBe(3);
    expect(JSON.parse(bad.stdout)).toMatchObject({
      rejected: { byReason: { 'malformed-json': 1 } },
    });
    const [line] = readFileSync(at('bad/rejected.ndjson'), 'utf8').split('\n');
    expect(JSON.parse(line!)).toMatchObject({
      offset: 0,
      reason: 'malformed-json',
      raw: 'nonsense',
    });
  });

  test('a site file with a mistake is named with the field', () => {
    writeFileSync(at('site.json'), JSON.stringify({ siteId: 'x', name: 'x', wards: [], extra: 1 }));
    const run = cli(
      'replay',
      `${FIXTURE}/events.ndjson.gz`,
      '--site',
      at('site.json'),
      '--out',
      at('y'),
    );
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/site\.json is not valid[\s\S]*wards[\s\S]*|extra/);
  });

  test('other files, or another site, never mix with a stored state', () => {
    const out = at('mixed');
    writeFileSync(at('one.ndjson'), '{}\n');
    writeFileSync(at('two.ndjson'), '[]\n');
    expect(cli('replay', at('one.ndjson'), '--site', SITE, '--out', out).status).toBe(3);
    const other = cli('replay', at('two.ndjson'), '--site', SITE, '--out', out);
    expect(other.status).toBe(1);
    expect(other.stderr).toContain('events of other files');
    expect(cli('replay', at('two.ndjson'), '--site', SITE, '--out', out, '--fresh').status).toBe(3);
  });
});

test('hours of another format do not stay beside a newer summary', () => {
  const out = at('formats');
  const run = (format: string) =>
    cli('replay', `${FIXTURE}/events.ndjson.gz`, '--site', SITE, '--out', out, '--format', format);
  expect(run('ndjson').status).toBe(0);
  expect(run('parquet').status).toBe(0);
  expect(existsSync(join(out, 'encounter-hours.parquet'))).toBe(true);
  expect(existsSync(join(out, 'encounter-hours.ndjson'))).toBe(false);
  expect(existsSync(join(out, 'ward-hours.ndjson'))).toBe(false);
});

test('standard output that cannot be written is one line and exit 1', () => {
  const out = at('full-stdout');
  const run = spawnSync(
    'bash',
    [
      '-c',
      `${CLI.join(' ')} replay ${FIXTURE}/events.ndjson.gz --site ${SITE} --out ${out} --quiet --json > /dev/full`,
    ],
    { encoding: 'utf8' },
  );
  expect(run.status).toBe(1);
  expect(run.stderr.trim()).toMatch(/^error: standard output: ENOSPC[^\n]*$/);
});
