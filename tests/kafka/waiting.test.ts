import { expect, test } from 'vitest';
import { Waiting } from '../../services/transport/kafka/waiting.ts';

test('what a log holds waits since its end was first seen, until it is done', () => {
  let now = 0;
  const waiting = new Waiting(() => now);
  expect(waiting.since(0)).toBe(0);
  waiting.see(10);
  now = 5_000;
  waiting.see(10);
  expect(waiting.since(0)).toBe(5_000);
  waiting.see(20);
  now = 8_000;
  // the tenth is done: what is left was seen at five seconds
  expect(waiting.since(10)).toBe(3_000);
  expect(waiting.since(19)).toBe(3_000);
  expect(waiting.since(20)).toBe(0);
  waiting.see(20);
  now = 9_000;
  expect(waiting.since(20)).toBe(0);
});

test('a log that goes on without end is remembered in bounds, and never as younger than it is', () => {
  let now = 0;
  const waiting = new Waiting(() => now);
  for (now = 0; now < 5_000; now++) waiting.see(now + 1);
  expect(waiting.since(0)).toBe(5_000);
  expect(waiting.since(4_999)).toBeGreaterThanOrEqual(1);
  expect(waiting.since(5_000)).toBe(0);
});
