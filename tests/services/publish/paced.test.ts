import { expect, test } from 'vitest';
import { formatInstant } from '../../../schemas/instant.ts';
import type { WireLines } from '../../../services/files/wire-lines.ts';
import { type Clock, paced } from '../../../services/publish/paced.ts';

const NOW = Date.parse('2026-01-05T12:00:00Z');
const START = Date.parse('2025-12-01T00:00:00Z');

/** A clock that stands still but for its waiting. */
function testClock(): Clock & { at: number; waits: number[] } {
  const clock = {
    at: NOW,
    waits: [] as number[],
    now: () => clock.at,
    wait: async (milliseconds: number) => {
      clock.waits.push(milliseconds);
      clock.at += milliseconds;
    },
  };
  return clock;
}

const line = (name: string, seconds: number) =>
  `{"id":"${name}","recordedAt":"${formatInstant((START + seconds * 1000) * 1000)}"}`;

async function* groups(...texts: string[][]): AsyncGenerator<WireLines> {
  for (const [index, lines] of texts.entries()) {
    yield { lines: lines.map((text) => Buffer.from(text)), bytesRead: index };
  }
}

/** When each group went, in milliseconds from the beginning, and its ids. */
async function sent(speed: number, ...texts: string[][]) {
  const clock = testClock();
  const found: [number, string][] = [];
  for await (const { lines } of paced(groups(...texts), speed, clock)) {
    const ids = lines.map((each) => /"id":"(\w+)"/.exec(Buffer.from(each).toString())?.[1] ?? '?');
    found.push([clock.at - NOW, ids.join('')]);
  }
  return { found, waits: clock.waits };
}

test('lines go when they are due, those close together in one', async () => {
  const { found } = await sent(
    60,
    [line('a', 0), line('b', 3), line('c', 60), line('d', 62)],
    [line('e', 120)],
  );
  expect(found).toEqual([
    [0, 'ab'],
    [1000, 'cd'],
    [2000, 'e'],
  ]);
});

test('the order stays: what was recorded earlier goes at once', async () => {
  const { found } = await sent(1, [line('a', 0), line('b', 10), line('c', 5), line('d', 11)]);
  expect(found).toEqual([
    [0, 'a'],
    [10_000, 'bc'],
    [11_000, 'd'],
  ]);
});

test('lines that say no time, or one ahead of the clock, hold nothing up', async () => {
  const broken = ['{"id":"x"', '{"id":"y","recordedAt":7}', 'null'];
  const ahead = `{"id":"z","recordedAt":"2100-01-01T00:00:00Z"}`;
  const { found, waits } = await sent(1, [...broken, ahead, line('a', 0), ahead]);
  expect(found).toEqual([[0, 'xy?zaz']]);
  expect(waits).toEqual([]);
});

test('a wait longer than a timer can hold goes in steps', async () => {
  const days = 30 * 86_400;
  const { found, waits } = await sent(1, [line('a', 0), line('b', days)]);
  expect(found).toEqual([
    [0, 'a'],
    [days * 1000, 'b'],
  ]);
  expect(Math.max(...waits)).toBeLessThanOrEqual(60_000);
});
