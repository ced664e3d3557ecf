import { expect, test } from 'vitest';
import { LatencyTracker } from '../../../services/platform/latency.ts';

let now = 0;
const delays = () => {
  now = 0;
  return new LatencyTracker(() => now);
};

test('from acknowledged to shown, by the nearest rank', () => {
  const measured = delays();
  expect(measured.recent()).toBeNull();
  for (now = 0; now < 100; now += 10) measured.recordAccepted();
  now = 1_000;
  measured.recordServed(90);
  expect(measured.recent()).toEqual({ p50: 0.95, p95: 1 });
});

test('what was acknowledged after scoring began waits for the next', () => {
  const measured = delays();
  measured.recordAccepted();
  now = 100;
  measured.recordAccepted();
  now = 200;
  measured.recordServed(50);
  expect(measured.recent()).toEqual({ p50: 0.2, p95: 0.2 });
  now = 2_100;
  measured.recordServed(150);
  expect(measured.recent()).toEqual({ p50: 0.2, p95: 2 });
});

test('delays are of the last fifteen minutes', () => {
  const measured = delays();
  measured.recordAccepted();
  measured.recordServed(0);
  now = 15 * 60_000;
  expect(measured.recent()).toEqual({ p50: 0, p95: 0 });
  now += 1;
  expect(measured.recent()).toBeNull();
});

test('a pipeline that stands still holds no more than some thousand', () => {
  const measured = delays();
  for (now = 0; now < 100_000; now++) measured.recordAccepted();
  measured.recordServed(now);
  const { p50, p95 } = measured.recent()!;
  expect([p50, p95].every((seconds) => seconds < 4.2)).toBe(true);
});
