import { expect, test } from 'vitest';
import { shiftRows } from '../../../dashboards/src/ward/shift-rows.ts';
import { ahead, hoursFrom, point, usual } from './point.ts';

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
  expect(shiftRows([shift], hours, QUERIED, 0.75)).toEqual([
    {
      from: Date.UTC(2026, 0, 5, 6),
      to: Date.UTC(2026, 0, 5, 9),
      ...{ shiftId: 'day', time: 'past', hours: 3, knownHours: 3 },
      ...{ required: 5, usual: null, norm: null, present: 5, gap: 0 },
      ...{ staffedHours: 3, lookedAt: 3, missing: null },
      // 0.6 · 4, 5, 6 of three, and 0.4 of 1, 2, 3: on average 3 of 3 and 2 of 2
      rn: { required: 3, present: 3, difference: expect.closeTo(0, 12) },
      na: { required: 2, present: 2, difference: expect.closeTo(0, 12) },
      ...{ isJudged: true, shortfall: true, fewRn: null, reason: null },
    },
  ]);
});

test('of a shift that runs every figure is of the hours so far, so that they agree', () => {
  const hours = HOURS.map((span, i) =>
    i === 0 ? point({ ...span, provisional: true }) : ahead({ ...span, supply: { rn: 2, na: 2 } }),
  );
  const shift = point({
    ...{ ...SPAN, hours: 3, knownHours: 1, balancedHours: 1, provisional: true },
    ...{ required: 5, supply: { rn: 7, na: 5 } },
  });
  const [row] = shiftRows([shift], hours, QUERIED, 0.75);
  expect(row).toMatchObject({ time: 'running', hours: 3, knownHours: 1, required: 5, gap: -1 });
  expect(row!.present).toBe(4);
  expect(row!.rn).toEqual({ required: 3, present: 3, difference: 0 });
  expect(row!.na).toEqual({ required: 2, present: 1, difference: -1 });
});

test('of a shift that is to come there are the plan and what is usual, by role too', () => {
  const { level } = point();
  const hours = HOURS.map((span, i) =>
    ahead({ ...span, level, supply: { rn: 3, na: 1 }, usualNeed: usual(1, [3, 4 + i, 7]) }),
  );
  // twelve persons over three hours, 4 + 5 + 6 = 15 usually required
  const shift = ahead({
    ...{ ...SPAN, hours: 3, level, supply: { rn: 9, na: 3 } },
    usualNeed: usual(3, [9, 15, 21], { gap: -3 }),
  });
  expect(shiftRows([shift], hours, QUERIED, 0.75)[0]).toMatchObject({
    ...{ time: 'ahead', required: 5, usual: [3, 7], present: 4, gap: -1, reason: 'not-yet' },
    rn: { required: 3, present: 3, difference: expect.closeTo(0, 12) },
    na: { required: 2, present: 1, difference: expect.closeTo(-1, 12) },
  });
});

test('of a shift to come only the plan is known where history is short; without a level there is usual need by the norm', () => {
  const unlevelled = { required: null, requiredP10: null, requiredP90: null, levelledHours: 0 };
  // 15 hours of care in three hours, persons give three quarters of theirs: 15 / 0.75 / 3
  const norm = usual(3, [9, 15, 21], { ...unlevelled, staffedHours: 0 });
  for (const [usualNeed, known] of [
    [null, { usual: null, norm: null }],
    [norm, { norm: expect.closeTo(6.667, 3), usual: [4, expect.closeTo(9.333, 3)] }],
  ] as const) {
    const shift = ahead({ ...SPAN, hours: 3, supply: { rn: 9, na: null }, usualNeed });
    const hours = HOURS.map((span) => ahead({ ...span, supply: { rn: 3, na: null } }));
    expect(shiftRows([shift], hours, QUERIED, 0.75)[0]).toMatchObject({
      ...{ time: 'ahead', required: null, gap: null, present: 3, ...known },
      rn: { required: null, present: 3, difference: null },
      na: { required: null, present: null, difference: null },
    });
  }
});

test('half a roster is no plan: the role that is missing is named, the other one stands beside', () => {
  const { level } = point();
  const without = (na: number) => ({ present: null, staffedHours: 0, hoursWithout: { rn: 0, na } });
  const half = { supply: { rn: 1, na: null }, ...without(1) };
  const hours = HOURS.map((span, i) =>
    ahead({
      ...span,
      level,
      usualNeed: usual(1, [3, 5, 7]),
      ...(i === 2 ? half : { supply: { rn: 1, na: 1 } }),
    }),
  );
  const shift = ahead({
    ...{ ...SPAN, hours: 3, level, supply: { rn: 3, na: 2 } },
    ...{ present: 4, staffedHours: 2, hoursWithout: { rn: 0, na: 1 } },
    // 4 persons of 10 in the two hours that are known
    usualNeed: usual(3, [9, 15, 21], { staffedHours: 2, gap: -6 }),
    rnMinimum: { minimum: 2, fewest: 1, missing: 1, hours: 3 },
  });
  expect(shiftRows([shift], hours, QUERIED, 0.75)[0]).toMatchObject({
    ...{ time: 'ahead', required: 5, present: null, gap: null },
    ...{ missing: 'na', staffedHours: 2, lookedAt: 3, fewRn: { fewest: 1, minimum: 2 } },
    rn: { required: 3, present: 1, difference: -2 },
  });
  // of hours that have been, the mean is of those that are known
  const past = HOURS.map((span, i) =>
    point({ ...span, ...(i === 2 ? half : { supply: { rn: 1, na: 1 } }) }),
  );
  const over = point({ ...SPAN, hours: 3, knownHours: 3, balancedHours: 2, required: 15 });
  expect(shiftRows([over], past, QUERIED, 0.75)[0]).toMatchObject({ present: 2, missing: 'na' });
});

test('without a level a shift has its need by the norm, and no difference', () => {
  const none = { level: null, required: null, gap: null, gapPerHour: null, flags: null };
  const hours = HOURS.map((span) => point({ ...span, ...none }));
  const shift = point({ ...SPAN, ...none, hours: 3, knownHours: 3, normNeed: 12 });
  expect(shiftRows([shift], hours, QUERIED, 0.75)[0]).toMatchObject({
    ...{ required: null, norm: 4, present: 4, gap: null, isJudged: false },
    rn: { required: null, present: 3, difference: null },
  });
});

test('what is not known of some hours is left out of the mean, and not 0', () => {
  const hours = HOURS.map((span, i) =>
    point({ ...span, supply: i === 0 ? null : { rn: 2, na: 1 } }),
  );
  const shift = point({ ...SPAN, hours: 3, knownHours: 3, balancedHours: 2, required: 15 });
  expect(shiftRows([shift], hours, QUERIED, 0.75)[0]!.rn.present).toBe(2);
});

test('a shift that the range cuts is left out', () => {
  const shifts = [
    point({ ...SPAN, from: QUERIED.from }),
    point({ ...SPAN, to: QUERIED.to }),
    point(SPAN),
  ];
  expect(shiftRows(shifts, [], QUERIED, 0.75)).toHaveLength(1);
});
