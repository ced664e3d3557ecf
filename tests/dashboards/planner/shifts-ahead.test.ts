import { expect, test } from 'vitest';
import { shiftAt, shiftsAhead } from '../../../dashboards/src/planner/shifts-ahead.ts';
import type { HeatmapCell } from '../../../schemas/read-api.ts';
import { point } from './points.ts';

const shifts = [
  { id: 'day', start: '06:45' },
  { id: 'evening', start: '14:00' },
  { id: 'night', start: '21:00' },
];
const ward = (wardId: string) => ({ wardId, name: wardId, type: 'surgery', beds: 20 });
const hour = (wardId: string, localHour: number, nurses: number | null) => {
  // Monday 23 November, in winter
  const from = Date.UTC(2026, 10, 23, localHour - 1);
  return point({
    wardId,
    from: new Date(from).toISOString(),
    to: new Date(from + 3_600_000).toISOString(),
    localFrom: `2026-11-23T${`${localHour}`.padStart(2, '0')}:00:00+01:00`,
    supply: nurses === null ? null : { rn: nurses, na: null },
  });
};
const cell = (
  hour: number,
  n: number,
  p10: number,
  p50: number,
  p90: number,
  coverage: number | null = 1,
): HeatmapCell => {
  const required = { n, mean: p50, p10, p50, p90 };
  const counts = { hours: 8, knownHours: n, balancedHours: n, hiddenHours: 0 };
  const rest = { coverage, model: null, computedAt: null };
  const spreads = { normNeed: required, required, nurses: required, gap: required };
  return { weekday: 1, hour, ...counts, ...spreads, ...rest };
};

test.each([
  ['00:00', 'night'],
  ['06:00', 'night'],
  // an hour is of the shift that holds its start
  ['07:00', 'day'],
  ['14:00', 'evening'],
  ['23:00', 'night'],
])('at %s it is %s', (clock, shift) => {
  expect(shiftAt(clock, shifts)).toBe(shift);
});

test('hours are put together by shift, with what is usual at their weekday and hour', () => {
  const hours = [hour('31A', 12, 6), hour('31A', 13, 4), hour('31A', 14, 3)];
  const cells = [cell(12, 8, 3, 4, 6), cell(13, 7, 4, 5, 7, 0.6), cell(14, 1, 2, 2, 2)];
  const ahead = shiftsAhead(hours, new Map([['31A', cells]]), { shifts, wards: [ward('31A')] });
  expect(ahead).toEqual([
    {
      from: Date.UTC(2026, 10, 23, 11),
      to: Date.UTC(2026, 10, 23, 13),
      shiftId: 'day',
      wards: [
        {
          ...{ wardId: '31A', type: 'surgery', planned: 5 },
          usual: { p10: 3.5, p50: 4.5, p90: 6.5, n: 7, coverage: 0.6 },
        },
      ],
    },
    {
      from: Date.UTC(2026, 10, 23, 13),
      to: Date.UTC(2026, 10, 23, 14),
      shiftId: 'evening',
      // one week is too little for a usual value
      wards: [{ wardId: '31A', type: 'surgery', planned: 3, usual: null }],
    },
  ]);
});

test('what is not known of an hour is not known of its shift', () => {
  const hours = [hour('31A', 12, 6), hour('31A', 13, null)];
  const cells = [cell(12, 8, 3, 4, 6)];
  const [shift] = shiftsAhead(hours, new Map([['31A', cells]]), { shifts, wards: [ward('31A')] });
  expect(shift!.wards[0]).toMatchObject({ planned: null, usual: null });
});

test('wards stand in the order of the site; the next night is another row than this one', () => {
  const hours = [5, 12, 22].flatMap((at) => [hour('36A', at, 1), hour('31A', at, 1)]);
  const site = { shifts, wards: [ward('31A'), ward('36A')] };
  const ahead = shiftsAhead(hours, new Map(), site);
  expect(ahead.map(({ shiftId }) => shiftId)).toEqual(['night', 'day', 'night']);
  expect(ahead[0]!.wards.map(({ wardId }) => wardId)).toEqual(['31A', '36A']);
});

test('the hour that comes twice counts as two hours of the night', () => {
  const night = ['2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z'].map((from, i) =>
    point({
      from,
      to: new Date(Date.parse(from) + 3_600_000).toISOString(),
      localFrom: `2026-10-25T02:00:00+0${2 - i}:00`,
      supply: { rn: 2 + 2 * i, na: 0 },
    }),
  );
  const ahead = shiftsAhead(night, new Map(), { shifts, wards: [ward('31A')] });
  expect(ahead).toHaveLength(1);
  expect(ahead[0]!.to - ahead[0]!.from).toBe(2 * 3_600_000);
  expect(ahead[0]!.wards[0]!.planned).toBe(3);
});

test('both hours of a night that has two of a name are of one week', () => {
  const cells = [{ ...cell(14, 9, 2, 3, 4), hours: 9 }];
  const site = { shifts, wards: [ward('31A')] };
  const usual = (own: HeatmapCell[]) =>
    shiftsAhead([hour('31A', 14, 3)], new Map([['31A', own]]), site)[0]!.wards[0]!.usual;
  expect(usual(cells)?.n).toBe(8);
  expect(usual([{ ...cell(14, 2, 2, 3, 4), hours: 9 }])).toBeNull();
});
