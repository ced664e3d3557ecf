import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from '../support/cli.ts';
import { describeWithKafka } from './test-broker.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-kafka-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const SITE = at('hospital.site.json');
const POISON = ['{"id":', '[]', '{"type":"nonsense"}'];

const rowsOf = (path: string) =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      // where in a log a row was computed is the log's own
      const { partition: _, offset: __, ...row } = JSON.parse(line) as Record<string, unknown>;
      return row;
    });

function replayed(name: string, ...args: string[]) {
  const run = cli('replay', ...args, '--site', SITE, '--out', at(name), '--quiet', '--json');
  expect(run.stderr).toBe('');
  return {
    status: run.status,
    summary: JSON.parse(run.stdout) as { rejected: { total: number } },
    hours: rowsOf(at(`${name}/encounter-hours.ndjson`)),
    wardHours: rowsOf(at(`${name}/ward-hours.ndjson`)),
  };
}

describeWithKafka('the command line on Kafka', (broker) => {
  let half: number;
  let between: string;
  const saved = { ...process.env };

  beforeAll(() => {
    process.env.KAFKA_BROKERS = broker().address;
    process.env.KAFKA_PREFIX = 'cli.';
    const size = ['--wards', '2', '--beds', '5', '--days', '2', '--seed', '4'];
    const made = cli('simulate', ...size, '--out', at('hospital.ndjson'), '--quiet');
    expect(made.status, made.stderr).toBe(0);
    const lines = readFileSync(at('hospital.ndjson'), 'utf8').trimEnd().split('\n');
    half = Math.floor(lines.length / 2);
    writeFileSync(at('first.ndjson'), `${[...lines.slice(0, half), ...POISON].join('\n')}\n`);
    writeFileSync(at('second.ndjson'), `${lines.slice(half).join('\n')}\n`);
  });
  afterAll(() => {
    process.env = saved;
  });

  test('publish: lines go as they are, and are counted', async () => {
    const first = cli('publish', at('first.ndjson'), '--to', 'kafka', '--json', '--quiet');
    expect(first.status, first.stderr).toBe(0);
    const sent = half + POISON.length;
    expect(JSON.parse(first.stdout)).toMatchObject({ sent, accepted: sent });
    await sleep(50);
    between = new Date().toISOString();
    await sleep(50);
    const second = cli('publish', at('second.ndjson'), '--to', 'kafka');
    expect(second.status, second.stderr).toBe(0);
    expect(second.stderr).toMatch(/ sent · .* · Kafka$/m);
  });

  test('replay from Kafka: the hours of the files, what is no event rejected', () => {
    const expected = replayed('files', at('first.ndjson'), at('second.ndjson'));
    const actual = replayed('kafka', '--from', 'kafka');
    expect(actual.status).toBe(3);
    expect(actual.summary.rejected.total).toBe(POISON.length);
    expect(actual.hours.length).toBeGreaterThan(400);
    expect(actual.hours).toEqual(expected.hours);
    expect(actual.wardHours).toEqual(expected.wardHours);
  });

  test('replay of a range: what Kafka took before, and since', () => {
    const expected = replayed('first', at('first.ndjson'));
    const before = replayed('before', '--from', 'kafka', '--until', between);
    expect(before.hours).toEqual(expected.hours);
    const after = replayed('after', '--from', 'kafka', '--since', between);
    expect(after.summary.rejected.total).toBe(0);
    expect(after.hours).toEqual(replayed('second', at('second.ndjson')).hours);
  });

  test('topics: what is held, for people and as JSON', () => {
    const shown = cli('topics');
    expect(shown.status, shown.stderr).toBe(0);
    expect(shown.stdout).toMatch(/^cli\.ward-events +0 +0 +\d+ +\d+ +–$/m);
    const topics = JSON.parse(cli('topics', '--json').stdout) as {
      topic: string;
      partitions: { first: number; next: number }[];
    }[];
    const events = topics.find(({ topic }) => topic === 'cli.ward-events')!;
    expect(events.partitions).toHaveLength(3);
    const held = events.partitions.reduce((sum, { first, next }) => sum + next - first, 0);
    // ticks and corrections are in every partition
    expect(held).toBeGreaterThan(half);
  });

  test('wrong usage is reported as such', () => {
    expect(cli('replay', '--site', SITE, '--out', at('none'))).toMatchObject({ status: 2 });
    const both = cli('replay', 'x.ndjson', '--from', 'kafka', '--site', SITE, '--out', at('none'));
    expect(both.status).toBe(2);
    delete process.env.KAFKA_BROKERS;
    const unknown = cli('topics');
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toContain('KAFKA_BROKERS');
    process.env.KAFKA_BROKERS = broker().address;
  });
});
