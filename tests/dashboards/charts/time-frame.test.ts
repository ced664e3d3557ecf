import { expect, test } from 'vitest';
import {
  clockChanges,
  dayStarts,
  hoursBetween,
  timeFrame,
} from '../../../dashboards/src/charts/time-frame.ts';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { hoursFrom } from '../ward/point.ts';

const two = (hour: number) => `${hour}`.padStart(2, '0');
const frameHours = (first: string, clocks: readonly string[]) =>
  hoursFrom(first, clocks).map(({ from, to, localFrom }) => ({
    from: Date.parse(from),
    to: Date.parse(to),
    localFrom,
  }));

/** 2026-10-25, 25 hours, with the hours beside it. */
const AUTUMN = frameHours('2026-10-24T21:00:00Z', [
  '2026-10-24T23+02',
  ...[0, 1, 2].map((hour) => `2026-10-25T${two(hour)}+02`),
  ...Array.from({ length: 22 }, (_, i) => `2026-10-25T${two(i + 2)}+01`),
  '2026-10-26T00+01',
]);
/** 2026-03-29, 23 hours, with the hours beside it. */
const SPRING = frameHours('2026-03-28T22:00:00Z', [
  '2026-03-28T23+01',
  ...[0, 1].map((hour) => `2026-03-29T${two(hour)}+01`),
  ...Array.from({ length: 21 }, (_, i) => `2026-03-29T${two(i + 3)}+02`),
  '2026-03-30T00+02',
]);

const options = {
  size: { width: 640, height: 200 },
  values: [8],
  unit: 'ssk',
  label: String,
  messages: swedish.ward,
  format: formatOf('sv', 'Europe/Stockholm'),
};

test('a day of 25 hours is 25 wide, and one of 23 hours 23', () => {
  expect(dayStarts(AUTUMN)).toEqual([1, 26]);
  expect(dayStarts(SPRING)).toEqual([1, 24]);
  const width = (hours: typeof AUTUMN) => {
    const { x } = timeFrame(hours, { ...options, now: null });
    const [first, second] = dayStarts(hours).map((i) => x(hours[i]!.from));
    return ((second! - first!) / 600) * hours.length;
  };
  expect(width(AUTUMN)).toBeCloseTo(25, 9);
  expect(width(SPRING)).toBeCloseTo(23, 9);
});

test('the hour after the clock was changed is marked', () => {
  expect(clockChanges(AUTUMN)).toEqual([4]);
  expect(clockChanges(SPRING)).toEqual([3]);
  expect(clockChanges(AUTUMN.slice(5))).toEqual([]);
});

test.each([
  [40, 1],
  [15, 2],
  [10, 3],
  [5, 6],
  [2.5, 12],
  [2, null],
])('hours of %d pixels are labelled every %j', (width, every) => {
  expect(hoursBetween(width)).toBe(every);
});

test('time and values go to the edges of the plot', () => {
  const { x, y } = timeFrame(AUTUMN, { ...options, now: null });
  expect([x(AUTUMN[0]!.from), x(AUTUMN.at(-1)!.to)]).toEqual([34, 634]);
  expect([y(0), y(8)]).toEqual([166, 20]);
});
