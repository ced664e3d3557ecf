import { expect, test } from 'vitest';
import { shiftRows } from '../../../dashboards/src/ward/shift-rows.ts';
import { ahead, hoursFrom, point } from './point.ts';

const QUERIED = { from: '2026-01-05T00:00:00Z', to: '2026-01-06T00:00:00Z' };
const SPAN = {
  from: '2026-01-05T06:00:00Z',
  to: '2026-01-05T09:00:00Z',
  localFrom: '2026-01-05T07:00:00+01:00',
  shiftId: 'day',
};
const HOURS = hoursFrom('2026-01-05T06:00:00Z', [
  '2026-01-05T07+01',
  '2026-01-05T08+01',
  '2026-01-05T09+01',
]);

test('a shift is in nurses on average', () => {
  const hours = HOURS.map((span, i) =>
    point({ ...span, required: 4 + i, gap: -i, supply: { rn: 3, na: 1 + i } }),
  );
  const flags = {
    rnRequired: 9,
    rnShortfall: 0,
    shortfall: true,
    rnBelowMinimum: false,
  };
  const shift = point({
    ...{ ...SPAN, hours: 3, knownHours: 3, balancedHours: 3 },
    ...{ required: 15, supply: { rn: 9, na: 6 }, gap: 0, gapPerHour: 0, flags },
  });
  expect(shiftRows([shift], hours, QUERIED)).toEqual([
    {
      from: Date.UTC(2026, 0, 5, 6),
      to: Date.UTC(2026, 0, 5, 9),
      ...{ shiftId: 'day', time: 'past', hours: 3, knownHours: 3, required: 5 },
      rn: { required: 3, present: 3 },
      na: { required: 2, present: 2 },
      ...{ gap: 0, shortfall: true, fewerThanTwoRn: false, reason: null },
    },
  ]);
});

test('of a shift that runs need is of the hours so far, and staffing of all', () => {
  const hours = HOURS.map((span, i) =>
    i === 0 ? point({ ...span, provisional: true }) : ahead({ ...span, supply: { rn: 2, na: 2 } }),
  );
  const shift = point({
    ...{ ...SPAN, hours: 3, knownHours: 1, balancedHours: 1, provisional: true },
    ...{ required: 5, supply: { rn: 7, na: 5 } },
  });
  const [row] = shiftRows([shift], hours, QUERIED);
  expect(row).toMatchObject({ time: 'running', hours: 3, knownHours: 1, required: 5, gap: -1 });
  expect(row!.rn.present).toBeCloseTo(7 / 3, 12);
  expect(row!.rn.required).toBe(3);
});

test('of a shift that is to come only the plan is known', () => {
  const shift = ahead({ ...SPAN, hours: 3, supply: { rn: 9, na: null } });
  const hours = HOURS.map((span) => ahead({ ...span, supply: { rn: 3, na: null } }));
  expect(shiftRows([shift], hours, QUERIED)[0]).toMatchObject({
    ...{ time: 'ahead', required: null, gap: null, reason: 'not-yet' },
    rn: { required: null, present: 3 },
    na: { required: null, present: null },
  });
});

test('what is not known of some hours is left out of the mean, and not 0', () => {
  const hours = HOURS.map((span, i) =>
    point({ ...span, supply: i === 0 ? null : { rn: 2, na: 1 } }),
  );
  const shift = point({ ...SPAN, hours: 3, knownHours: 3, balancedHours: 2, required: 15 });
  expect(shiftRows([shift], hours, QUERIED)[0]!.rn.present).toBe(2);
});

test('a shift that the range cuts is left out', () => {
  const shifts = [
    point({ ...SPAN, from: QUERIED.from }),
    point({ ...SPAN, to: QUERIED.to }),
    point(SPAN),
  ];
  expect(shiftRows(shifts, [], QUERIED)).toHaveLength(1);
});
