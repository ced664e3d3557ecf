import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Rejection } from '../../../pipelines/events/decode.ts';
import { DeadLetters } from '../../../services/ingest/dead-letters.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-dead-letters-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rejection = (raw: string, reason: Rejection['reason'], pointer = ''): Rejection => ({
  offset: 0,
  reason,
  pointer,
  detail: `because ${reason}`,
  raw: Buffer.from(raw),
});

test('a record is kept once, with the newest reason, also over a stop', async () => {
  const path = join(folder, 'letters.duckdb');
  let letters = await DeadLetters.open(path);
  await letters.put([
    rejection('{"a":1}', 'unknown-ward', '/wardId'),
    rejection('{', 'malformed-json'),
  ]);
  await letters.put([
    rejection('{"a":1}', 'invalid-event', '/a'),
    rejection('{"b":2}', 'invalid-event', '/b'),
  ]);
  await letters.close();
  letters = await DeadLetters.open(path);
  expect(await letters.counts()).toEqual({ 'invalid-event': 2, 'malformed-json': 1 });
  const listed = await letters.list(0, 10);
  expect(listed.map(({ number, reason, pointer }) => [number, reason, pointer])).toEqual([
    [1, 'invalid-event', '/a'],
    [2, 'malformed-json', ''],
    [3, 'invalid-event', '/b'],
  ]);
  const taken = await letters.take(0, 10);
  expect(taken.map(({ raw }) => Buffer.from(raw).toString())).toEqual(['{"a":1}', '{', '{"b":2}']);
  await letters.drop([1]);
  expect((await letters.list(0, 10)).map(({ number }) => number)).toEqual([2, 3]);
  await letters.close();
});

test('five thousand are kept with their faults to the letter, and renewed', async () => {
  const letters = await DeadLetters.open(join(folder, 'many.duckdb'));
  const detail = `Expected 'a' | 'b' "c" \\ å ${"'x' | ".repeat(40)}`;
  const many = (reason: Rejection['reason']) =>
    Array.from({ length: 5_000 }, (_, n) => ({ ...rejection(`{"n":${n}}`, reason), detail }));
  await letters.put(many('unknown-type'));
  await letters.put(many('invalid-event'));
  expect(await letters.counts()).toEqual({ 'invalid-event': 5_000 });
  expect((await letters.list(0, 1000)).every((letter) => letter.detail === detail)).toBe(true);
  await letters.close();
});

test('what is due is taken by the time it is, oldest first, until it is refused for another reason', async () => {
  const path = join(folder, 'due.duckdb');
  let letters = await DeadLetters.open(path);
  const future = (raw: string, dueAt: number) => {
    return { ...rejection(raw, 'from-the-future', '/recordedAt'), dueAt };
  };
  await letters.put([future('{"n":1}', 300), rejection('{"n":2}', 'invalid-event')]);
  await letters.put([future('{"n":3}', 100), future('{"n":4}', 200)]);
  await letters.close();
  letters = await DeadLetters.open(path);
  const due = async (now: number, limit = 10) =>
    (await letters.takeDue(now, limit)).map(({ raw }) => Buffer.from(raw).toString());
  expect(await due(99)).toEqual([]);
  expect(await due(100)).toEqual(['{"n":3}']);
  expect(await due(300)).toEqual(['{"n":1}', '{"n":3}', '{"n":4}']);
  expect(await due(300, 2)).toEqual(['{"n":1}', '{"n":3}']);
  await letters.put([rejection('{"n":1}', 'forbidden-source'), future('{"n":3}', 400)]);
  expect(await due(300)).toEqual(['{"n":4}']);
  await letters.close();
});
