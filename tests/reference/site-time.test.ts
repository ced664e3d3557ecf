import { expect, test } from 'vitest';
import { parseInstant } from '../../schemas/instant.ts';
import { siteWith } from '../support/scenario.ts';
import { bucketName, dayStart, type Grain } from './site-time.ts';

const name = (hour: string, grain: Grain, timeZone?: string) =>
  bucketName(parseInstant(hour), grain, siteWith({}, timeZone));

test.each([
  // Thursday 1 January 2026 is of the ISO week of Monday 29 December
  ['2026-01-01T11:00:00Z', 'week', '2025-12-29'],
  ['2026-01-04T22:00:00Z', 'week', '2025-12-29'],
  ['2026-01-04T23:00:00Z', 'week', '2026-01-05'],
  ['2026-01-31T22:00:00Z', 'month', '2026-01'],
  ['2026-01-31T23:00:00Z', 'month', '2026-02'],
  ['2025-12-31T23:00:00Z', 'day', '2026-01-01'],
  // before the first shift of the day: the night that began the day before
  ['2026-01-01T05:00:00Z', 'shift', '2025-12-31 21:00'],
  ['2026-01-01T06:00:00Z', 'shift', '2026-01-01 07:00'],
  ['2026-03-29T04:00:00Z', 'shift', '2026-03-28 21:00'],
  ['2026-03-29T05:00:00Z', 'shift', '2026-03-29 07:00'],
  ['2026-10-25T05:00:00Z', 'shift', '2026-10-24 21:00'],
  ['2026-10-25T06:00:00Z', 'shift', '2026-10-25 07:00'],
] as const)('%s is in the %s %s', (hour, grain, bucket) => {
  expect(name(hour, grain)).toBe(bucket);
});

test.each([
  ['Europe/Stockholm', '2026-03-29', '2026-03-28T23:00:00Z'],
  ['Europe/Stockholm', '2026-03-30', '2026-03-29T22:00:00Z'],
  ['Asia/Kathmandu', '2026-01-05', '2026-01-04T18:15:00Z'],
  ['Pacific/Kiritimati', '2026-01-05', '2026-01-04T10:00:00Z'],
  ['Pacific/Pago_Pago', '2026-01-05', '2026-01-05T11:00:00Z'],
  // clocks go from 24:00 to 01:00: the day has no midnight
  ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z'],
])('in %s the day %s begins at %s', (timeZone, day, instant) => {
  expect(dayStart(day, timeZone)).toBe(parseInstant(instant));
});
