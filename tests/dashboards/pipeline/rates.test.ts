import { expect, test } from 'vitest';
import {
  KEPT_MS,
  rate,
  rates,
  remembered,
  type Sample,
} from '../../../dashboards/src/pipeline/rates.ts';

const STARTED = '2026-11-22T01:00:00Z';
const sample = (seconds: number, received: number, startedAt = STARTED): Sample => ({
  at: seconds * 1000,
  startedAt,
  flow: {
    ...{ received, accepted: 0, duplicates: 0, rejected: 0, waiting: 0, scoredHours: 0 },
    ...{ publishedHours: 0, failures: 0, clients: 0 },
  },
});

test('a rate is what was counted since, by the seconds between', () => {
  expect(rate([sample(0, 100), sample(5, 450)], 'received')).toBe(70);
});

test('one answer has no rate, and none has none', () => {
  expect(rate([sample(0, 100)], 'received')).toBeNull();
  expect(rate([], 'received')).toBeNull();
});

test('a rate looks back half a minute, and no further', () => {
  const polls = [0, 5, 10, 15, 20, 25, 30, 35].map((at) => sample(at, at === 0 ? 0 : 1000 + at));
  expect(rate(polls, 'received')).toBe(1);
});

test('a counter that falls means a restarted server: no rate below zero', () => {
  const polls = [sample(0, 900), sample(5, 1000), sample(10, 20), sample(15, 40)];
  expect(rates(polls, 'received').map(({ value }) => value)).toEqual([null, 20, null, 4]);
});

test('a restart shows in the start time, however much the server has counted', () => {
  expect(rate([sample(0, 10), sample(5, 60, '2026-11-22T02:00:00Z')], 'received')).toBeNull();
});

test('a restart shows in any other counter that fell', () => {
  const before = sample(0, 0);
  const polls = [{ ...before, flow: { ...before.flow, scoredHours: 9 } }, sample(5, 50)];
  expect(rate(polls, 'received')).toBeNull();
});

test('after a pause there is nothing to compare with', () => {
  expect(rate([sample(0, 0), sample(600, 6000)], 'received')).toBeNull();
});

test('ten minutes are kept, at any polling interval', () => {
  let samples: Sample[] = [];
  for (let at = 0; at <= 3600; at += 5) samples = remembered(samples, sample(at, at));
  expect(samples).toHaveLength(121);
  expect(samples.at(-1)!.at - samples[0]!.at).toBe(KEPT_MS);
  for (let at = 3601; at <= 7200; at += 1) samples = remembered(samples, sample(at, at));
  expect(samples).toHaveLength(300);
});

test('a clock that was set back does not turn time around', () => {
  const samples = remembered([sample(10, 1), sample(20, 2)], sample(15, 3));
  expect(samples.map(({ at }) => at)).toEqual([10_000, 15_000]);
});
