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

test('from the shift that is on, through the nights of fourteen days', () => {
  // 15:20 in Stockholm: the evening from 14:00, to the morning after the night of 9 December
  expect(rangeAhead(Date.parse('2026-11-26T14:20:00Z'), SITE)).toEqual({
    ...{ from: '2026-11-26T13:00:00.000Z', to: '2026-12-10T06:00:00.000Z' },
  });
  expect(rangeAhead(Date.parse('2026-11-26T06:00:00Z'), SITE).from).toBe(
    '2026-11-26T06:00:00.000Z',
  );
});

test('before the first shift of the day the night of the day before is on', () => {
  // 03:10
  expect(rangeAhead(Date.parse('2026-11-27T02:10:00Z'), SITE)).toEqual({
    ...{ from: '2026-11-26T20:00:00.000Z', to: '2026-12-10T06:00:00.000Z' },
  });
});

test('an hour that begins before a shift is of the shift before', () => {
  const shifts = [
    { id: 'night', start: '21:15' },
    { id: 'day', start: '06:45' },
  ];
  expect(rangeAhead(Date.parse('2026-11-26T08:00:00Z'), { ...SITE, shifts })).toEqual({
    // 06:45 and 06:45 by the clock are 05:45 UTC: hours from 06:00 on
    ...{ from: '2026-11-26T06:00:00.000Z', to: '2026-12-10T06:00:00.000Z' },
  });
});

test('the clock may be set back in between', () => {
  expect(rangeAhead(Date.parse('2026-10-20T06:00:00Z'), SITE)).toEqual({
    ...{ from: '2026-10-20T05:00:00.000Z', to: '2026-11-03T06:00:00.000Z' },
  });
});
