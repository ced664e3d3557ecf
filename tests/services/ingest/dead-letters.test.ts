import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
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
  const listed = await letters.list({ after: 0 }, 10);
  expect(listed.map(({ number, reason, pointer }) => [number, reason, pointer])).toEqual([
    [1, 'invalid-event', '/a'],
    [2, 'malformed-json', ''],
    [3, 'invalid-event', '/b'],
  ]);
  const taken = await letters.read(0, 10);
  expect(taken.map(({ raw }) => Buffer.from(raw).toString())).toEqual(['{"a":1}', '{', '{"b":2}']);
  expect((await letters.list({}, 2)).map(({ number }) => number)).toEqual([3, 2]);
  // in either order with the fields of their records
  const fields = ['{"…":"… number"}', null, '{"…":"… number"}'];
  for (const filter of [{}, { after: 0 }]) {
    expect((await letters.list(filter, 10)).map(({ masked }) => masked)).toEqual(fields);
  }
  expect((await letters.list({ before: 2 }, 10)).map(({ number }) => number)).toEqual([1]);
  await letters.drop([1]);
  expect((await letters.list({ after: 0 }, 10)).map(({ number }) => number)).toEqual([2, 3]);
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
  expect((await letters.list({}, 1000)).every((letter) => letter.detail === detail)).toBe(true);
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
    (await letters.readDue(now, limit)).map(({ raw }) => Buffer.from(raw).toString());
  expect(await due(99)).toEqual([]);
  expect(await due(100)).toEqual(['{"n":3}']);
  expect(await due(300)).toEqual(['{"n":1}', '{"n":3}', '{"n":4}']);
  expect(await due(300, 2)).toEqual(['{"n":1}', '{"n":3}']);
  await letters.put([rejection('{"n":1}', 'forbidden-source'), future('{"n":3}', 400)]);
  expect(await due(300)).toEqual(['{"n":4}']);
  await letters.close();
});

describe('a dead letter', () => {
  const of = (source: string, id: string, more: object = {}) =>
    rejection(JSON.stringify({ source, id, ...more }), 'unknown-type', '/type');
  const adt = { subject: 'adt (abc)', sources: ['adt'] };

  test('says where it is from, unless that may name a patient', async () => {
    const letters = await DeadLetters.open(join(folder, 'origin.duckdb'));
    await letters.put([
      { ...of('lab', 'l-1'), sender: adt, position: 17 },
      // of no source itself: the only one that its sender writes for
      { ...rejection('{"id":', 'malformed-json'), sender: adt },
      { ...rejection('{', 'malformed-json'), sender: { ...adt, sources: ['adt', 'lab'] } },
      of('lab', 'for-E-4711', { encounterId: 'E-4711' }),
      of('lab', '19121212-1212'),
      of('Anna Ek', 'a b'),
      rejection('[{"source":"lab"}]', 'invalid-event'),
    ]);
    const listed = await letters.list({ after: 0 }, 10);
    expect(
      listed.map(({ source, id, sender, position }) => [source, id, sender, position]),
    ).toEqual([
      ['lab', 'l-1', 'adt (abc)', 17],
      ['adt', null, 'adt (abc)', null],
      [null, null, 'adt (abc)', null],
      ['lab', null, null, null],
      ['lab', null, null, null],
      [null, null, null, null],
      [null, null, null, null],
    ]);
    const numbers = async (filter: Parameters<DeadLetters['list']>[0]) =>
      (await letters.list(filter, 10)).map(({ number }) => number);
    expect(await numbers({ source: 'lab' })).toEqual([5, 4, 1]);
    expect(await numbers({ source: '' })).toEqual([7, 6, 3]);
    expect(await numbers({ source: 'lab', reason: 'malformed-json' })).toEqual([]);
    expect(await numbers({ source: "lab' or true --" })).toEqual([]);
    expect(await letters.countsOf({ reason: 'unknown-type', before: 5 })).toEqual({
      ...{ matching: 2, dismissed: 0, sources: ['', 'adt', 'lab'] },
    });
    await letters.close();
  });

  test('that is dismissed counts no more and is not retried, over a stop, until it is opened', async () => {
    const path = join(folder, 'dismissed.duckdb');
    let now = Date.parse('2026-03-01T10:00:00Z');
    const due = { ...of('lab', 'due'), reason: 'from-the-future' as const, dueAt: 100 };
    let letters = await DeadLetters.open(path, () => now);
    await letters.put([of('lab', '1'), of('lab', '2'), of('adt', '3'), due]);
    const eva = { because: 'other', note: "Eva's test", by: 'Eva (k)' } as const;
    expect(await letters.dismiss({ numbers: [1, 4, 99] }, eva)).toBe(2);
    now += 60_000;
    // who dismissed first stays
    const bo = { because: 'not-needed', note: null, by: 'Bo (k)' } as const;
    expect(await letters.dismiss({ source: 'lab', before: 3 }, bo)).toBe(1);
    expect(await letters.dismiss({ numbers: [1, 2, 4] }, bo)).toBe(0);
    await letters.close();
    letters = await DeadLetters.open(path, () => now);
    expect(await letters.counts()).toEqual({ 'unknown-type': 1 });
    const ids = async (state: 'open' | 'dismissed' | 'all') =>
      (await letters.list({ state }, 10)).map(({ id }) => id);
    expect(await ids('open')).toEqual(['3']);
    expect(await ids('dismissed')).toEqual(['due', '2', '1']);
    expect(await ids('all')).toEqual(['due', '3', '2', '1']);
    const [, second, first] = await letters.list({ state: 'dismissed' }, 10);
    expect(first!.dismissal).toEqual({ ...eva, at: Date.parse('2026-03-01T10:00:00Z') * 1000 });
    expect(second!.dismissal).toEqual({ ...bo, at: now * 1000 });
    expect((await letters.readOpen(0, 10)).map(({ number }) => number)).toEqual([3]);
    expect(await letters.readDue(100, 10)).toEqual([]);
    // a mirror has them all
    expect(await letters.read(0, 10)).toHaveLength(4);
    // the same record sent again is the same letter
    await letters.put([of('lab', '1')]);
    expect(await ids('open')).toEqual(['3']);

    expect(await letters.reopen({ numbers: [1, 3] })).toBe(1);
    expect(await letters.reopen({ reason: 'from-the-future', source: 'lab' })).toBe(1);
    expect(await ids('dismissed')).toEqual(['2']);
    expect(await letters.readDue(100, 10)).toHaveLength(1);
    expect(await letters.dismiss({ numbers: [1] }, bo)).toBe(1);
    await letters.drop([1, 2]);
    expect(await ids('all')).toEqual(['due', '3']);
    expect(await letters.countsOf({ state: 'dismissed' })).toEqual({
      ...{ matching: 0, dismissed: 0, sources: [] },
    });
    await letters.close();
  });
});
