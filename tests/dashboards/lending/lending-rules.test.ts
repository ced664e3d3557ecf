import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Lending, lendingOf } from '../../../dashboards/src/lending/lending.ts';
import { spareOf } from '../../../dashboards/src/lending/spare.ts';
import type { Role, StaffedWard } from '../../../dashboards/src/lending/staffed-ward.ts';
import { staffed } from './staffed.ts';

const tenths = (from: number, to: number) =>
  fc.integer({ min: from * 10, max: to * 10 }).map((value) => value / 10);
const orUnknown = { freq: 5, nil: null };

const ward = fc
  .record({
    heads: fc.record({
      type: fc.constantFrom('surgery', 'medicine'),
      ...{ rn: tenths(0, 6), na: tenths(0, 6), required: tenths(0, 9) },
      ...{ rnShare: fc.constantFrom(0.3, 0.5, 0.8), minimumRn: fc.constantFrom(0, 1, 2) },
      high: fc.option(tenths(0, 12), orUnknown),
    }),
    known: fc.record({ rn: fc.integer({ min: 0, max: 5 }), na: fc.integer({ min: 0, max: 5 }) }),
    mustHaveRn: fc.boolean(),
    trust: fc.constantFrom(...(['sound', 'sound', 'sound', 'stale', 'thin'] as const)),
  })
  .map(({ heads, known, mustHaveRn, trust }) => (wardId: string): StaffedWard => {
    const each = staffed({ wardId, ...heads }, { mustHaveRn, trust });
    return {
      ...each,
      rnOver: known.rn === 0 ? null : each.rnOver,
      rnOverMinimum: known.rn === 1 ? null : each.rnOverMinimum,
      na: known.na === 0 ? null : each.na,
    };
  });
const wards = fc
  .array(ward, { minLength: 2, maxLength: 8 })
  .map((made) => made.map((each, i) => each(`${i + 10}A`)));

const lent = ({ loans }: Lending, wardId: string, role: Role) =>
  loans.filter(({ from, role: of }) => from === wardId && of === role).length;
const borrowed = ({ loans }: Lending, wardId: string, role: Role) =>
  loans.filter(({ to, role: of }) => to === wardId && of === role).length;
/** Sums of tenths, compared as tenths. */
const round = (value: number) => Math.round(value * 10);

test('a ward that lends keeps its own need, its minimum and two persons, and lends no more than it can spare', () => {
  fc.assert(
    fc.property(wards, (all) => {
      const lending = lendingOf(all);
      for (const each of all) {
        const [rn, na] = [lent(lending, each.wardId, 'rn'), lent(lending, each.wardId, 'na')];
        if (rn + na === 0) continue;
        expect(each.trust).toBe('sound');
        const spare = spareOf(each);
        expect(rn + na).toBeLessThanOrEqual(spare.persons);
        expect(round(each.over) - 10 * (rn + na)).toBeGreaterThanOrEqual(0);
        expect(round(each.present) - 10 * (rn + na)).toBeGreaterThanOrEqual(20);
        if (each.high !== null)
          expect(each.high).toBeLessThanOrEqual(1.15 * (each.present - rn - na) + 0.06);
        if (na > 0) expect(round(each.na!) - 10 * na).toBeGreaterThanOrEqual(0);
        if (rn === 0) continue;
        // a required share has more decimals than are shown
        expect(each.rnOver! - rn).toBeGreaterThanOrEqual(-0.05 - 1e-9);
        expect(round(each.rnOverMinimum!) - 10 * rn).toBeGreaterThanOrEqual(0);
        // nobody lends and borrows
        const own = lending.loans.filter(({ to }) => to === each.wardId);
        expect(own).toEqual([]);
      }
    }),
  );
});

test('what one lends another borrows, and the differences follow', () => {
  fc.assert(
    fc.property(wards, (all) => {
      const lending = lendingOf(all);
      for (const { wardId, over, present } of all) {
        const net = (role: Role) => borrowed(lending, wardId, role) - lent(lending, wardId, role);
        const after = lending.after.get(wardId)!;
        expect(after.present).toBeCloseTo(present + net('rn') + net('na'), 9);
        expect(after.over).toBeCloseTo(over + net('rn') + net('na'), 9);
      }
    }),
  );
});

test('the order of the wards does not matter', () => {
  const shuffled = wards.chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([all, other]) => {
      expect(lendingOf(other)).toEqual(lendingOf(all));
    }),
  );
});

test('only a ward that lacks somebody borrows, and nobody is left unused that it could use', () => {
  fc.assert(
    fc.property(wards, (all) => {
      const lending = lendingOf(all);
      const left = [...lending.after.values()].map(spareOf);
      const [isRnLeft, isAnyLeft] = [
        left.some(({ rn }) => rn > 0),
        left.some(({ persons }) => persons > 0),
      ];
      for (const each of all) {
        const total = borrowed(lending, each.wardId, 'rn') + borrowed(lending, each.wardId, 'na');
        const after = lending.after.get(each.wardId)!;
        if (each.standing !== 'lacking' || each.trust !== 'sound') expect(total).toBe(0);
        else if (after.rnOver !== null && after.rnOver > -0.45 + 1e-9 && isAnyLeft) {
          expect(round(after.over)).toBeGreaterThan(-5);
        }
        if (each.standing !== 'lacking' || each.trust !== 'sound') continue;
        if (isRnLeft && after.rnOverMinimum !== null)
          expect(round(after.rnOverMinimum)).toBeGreaterThanOrEqual(0);
        // the last person was still wanted, but for registered nurses
        if (total > 0 && each.rnOverMinimum !== null && each.rnOverMinimum >= 0 && !each.mustHaveRn)
          expect(round(after.over)).toBeLessThanOrEqual(5);
      }
    }),
  );
});
