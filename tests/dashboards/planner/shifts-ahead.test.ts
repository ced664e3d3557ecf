import { expect, test } from 'vitest';
import { rangeAhead } from '../../../dashboards/src/planner/shifts-ahead.ts';

const SITE = {
  timeZone: 'Europe/Stockholm',
  shifts: [
    { id: 'day', start: '07:00' },
    { id: 'evening', start: '14:00' },
    { id: 'night', start: '21:00' },
  ],
};

test('from the next shift, through the nights of fourteen days', () => {
  // 15:20 in Stockholm: the night from 21:00, to the morning after the night of 9 December
  expect(rangeAhead(Date.parse('2026-11-26T14:20:00Z'), SITE)).toEqual({
    ...{ from: '2026-11-26T20:00:00.000Z', to: '2026-12-10T06:00:00.000Z' },
  });
  // 07:00: the day shift has begun
  expect(rangeAhead(Date.parse('2026-11-26T06:00:00Z'), SITE).from).toBe(
    '2026-11-26T13:00:00.000Z',
  );
});

test('at night the next shift is of the morning after', () => {
  // 23:10: all shifts of 27 November to 10 December, as after midnight
  expect(rangeAhead(Date.parse('2026-11-26T22:10:00Z'), SITE)).toEqual({
    ...{ from: '2026-11-27T06:00:00.000Z', to: '2026-12-11T06:00:00.000Z' },
  });
  // 03:10
  expect(rangeAhead(Date.parse('2026-11-27T02:10:00Z'), SITE)).toEqual({
    ...{ from: '2026-11-27T06:00:00.000Z', to: '2026-12-11T06:00:00.000Z' },
  });
});

test('an hour that begins before a shift is of the shift before', () => {
  const shifts = [
    { id: 'night', start: '21:15' },
    { id: 'day', start: '06:45' },
  ];
  expect(rangeAhead(Date.parse('2026-11-26T08:00:00Z'), { ...SITE, shifts })).toEqual({
    // 21:15 and 06:45 by the clock are 20:15 and 05:45 UTC: hours from 21:00, and to 06:00
    ...{ from: '2026-11-26T21:00:00.000Z', to: '2026-12-10T06:00:00.000Z' },
  });
});

test('the clock may be set back in between', () => {
  expect(rangeAhead(Date.parse('2026-10-20T06:00:00Z'), SITE)).toEqual({
    ...{ from: '2026-10-20T12:00:00.000Z', to: '2026-11-03T06:00:00.000Z' },
  });
});
