import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant } from '../../../schemas/instant.ts';
import { instantOf, localMicros } from '../../../services/adapters/local-times.ts';

const received = (text: string | null, hour: number, minute: number, month = 10, day = 25) => {
  const rules = {
    zone: 'Europe/Stockholm',
    ignoreOffsets: false,
    receivedAt: text === null ? null : parseInstant(text),
  };
  return formatInstant(instantOf(localMicros(2026, month, day, hour, minute), null, rules));
};

describe('a reading that comes twice, at 02:30 as the clocks go back', () => {
  it.each([
    ['an hour later', '2026-10-25T01:31:00Z', '2026-10-25T01:30:00Z'],
    ['before the second', '2026-10-25T00:31:00Z', '2026-10-25T00:30:00Z'],
    ['five minutes before the second', '2026-10-25T01:25:00Z', '2026-10-25T01:30:00Z'],
    ['six minutes before the second', '2026-10-25T01:24:00Z', '2026-10-25T00:30:00Z'],
    ['three hours after it', '2026-10-25T04:30:00Z', '2026-10-25T01:30:00Z'],
    ['more than three hours after it', '2026-10-25T04:31:00Z', '2026-10-25T00:30:00Z'],
    ['in a file', null, '2026-10-25T00:30:00Z'],
  ])('received %s', (_, receivedAt, expected) => {
    expect(received(receivedAt, 2, 30)).toBe(expected);
  });
});

it('reads an hour that does not exist with the offset before the change', () => {
  expect(received('2026-03-29T01:30:00Z', 2, 30, 3, 29)).toBe('2026-03-29T01:30:00Z');
});

it('reads other hours once, whenever they came', () => {
  expect(received('2026-10-25T01:31:00Z', 1, 59)).toBe('2026-10-24T23:59:00Z');
  expect(received('2026-10-25T02:05:00Z', 3, 0)).toBe('2026-10-25T02:00:00Z');
});

it('uses an offset, unless the sender prints a constant one', () => {
  const local = localMicros(2026, 7, 1, 12, 0);
  const rules = { zone: 'Europe/Stockholm', receivedAt: null };
  const read = (ignoreOffsets: boolean) =>
    formatInstant(instantOf(local, -300, { ...rules, ignoreOffsets }));
  expect(read(false)).toBe('2026-07-01T17:00:00Z');
  expect(read(true)).toBe('2026-07-01T10:00:00Z');
});

it('gives no reading of dates and times that do not exist', () => {
  expect(localMicros(2026, 2, 29, 0, 0)).toBeNaN();
  expect(localMicros(2028, 2, 29, 0, 0)).toBe(parseInstant('2028-02-29T00:00:00Z'));
  expect(localMicros(2026, 1, 1, 24, 0)).toBeNaN();
  expect(localMicros(0, 0, 0, 0, 0)).toBeNaN();
});
