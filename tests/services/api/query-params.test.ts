import { expect, test } from 'vitest';
import { range } from '../../../services/api/query-params.ts';

const HOUR = 3_600_000_000;
const DAY = 24 * HOUR;
const FROM = Date.parse('2025-10-19T22:00:00Z') * 1000;

test('a range of whole days by the clock of a site may be an hour longer', () => {
  const { check } = range(400);
  // 2025-10-20 to 2026-11-23 in Stockholm: 400 days, and the clock was set back twice and on once
  expect(check({ from: FROM, to: Date.parse('2026-11-23T23:00:00Z') * 1000 })).toBeNull();
  expect(check({ from: FROM, to: FROM + 400 * DAY + HOUR })).toBeNull();
  expect(check({ from: FROM, to: FROM + 400 * DAY + HOUR + 1 })).toBe(
    'Expected at most 400 days at a time',
  );
  expect(check({ from: FROM, to: FROM })).toBe('Expected `to` after `from`');
});
