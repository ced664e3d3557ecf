import { describe, expect, test } from 'vitest';
import { at } from '../support/scenario.ts';
import { nurses } from './example.ts';
import { hourStaffing, type Role, type RosterEvent, standingStaffing } from './supply.ts';

const supplyAt = (hour: string, ...events: RosterEvent[]) => ofRoles(['rn'], hour, ...events);
const ofRoles = (roles: readonly Role[], hour: string, ...events: RosterEvent[]) =>
  hourStaffing(standingStaffing(events), 'A', at(hour), roles);

describe('supply', () => {
  test('an actual interval hides the planned ones only while it lasts', () => {
    const found = supplyAt(
      '8',
      nurses('rn', 'planned', 3, '6', '13'),
      nurses('rn', 'planned', 1, '8:30', '13', { id: 'extra' }),
      nurses('rn', 'actual', 2, '8:15', '8:45'),
      nurses('rn', 'actual', 2, '8:30', '8:45'),
    );
    // 3 · 15 + 2 · 15 + 4 · 15 + 4 · 15 min, of 60
    expect(found).toEqual({
      supply: { rn: 3_250_000, na: null },
      planned: { rn: 3_500_000, na: null },
      staffed: true,
      lacking: [],
      knownRn: 3_250_000,
    });
  });

  test('a role of the ward is known where it is at every instant of the hour; another as far as it is', () => {
    const first = nurses('rn', 'planned', 1, '8', '8:30');
    const half = nurses('na', 'actual', 1, '8:30', '9');
    const nobody = { rn: null, na: null };
    const unknown = { supply: nobody, planned: nobody, staffed: false, knownRn: null };
    expect(ofRoles(['rn', 'na'], '8', first, half)).toEqual({ ...unknown, lacking: ['rn', 'na'] });
    const second = nurses('rn', 'planned', 1, '8:30', '9', { id: 'second' });
    expect(ofRoles(['rn'], '8', first, second, half)).toEqual({
      supply: { rn: 1_000_000, na: 500_000 },
      planned: { rn: 1_000_000, na: null },
      ...{ staffed: true, lacking: [], knownRn: 1_000_000 },
    });
    expect(ofRoles(['rn', 'na'], '8', first, second, half)).toEqual({
      supply: { rn: 1_000_000, na: null },
      planned: { rn: 1_000_000, na: null },
      ...{ staffed: false, lacking: ['na'], knownRn: 1_000_000 },
    });
    const late = nurses('rn', 'planned', 1, '8:30:00.000001', '9', { id: 'late' });
    expect(ofRoles(['rn'], '8', first, late).staffed).toBe(false);
  });

  test('rounding is half away from zero: of the headcount, and of the mean', () => {
    const headcount = (count: number) =>
      supplyAt('8', nurses('rn', 'planned', count, '8', '9')).supply.rn;
    expect([headcount(0.0000005), headcount(0.0000004999), headcount(2.5)]).toEqual([
      1, 0, 2_500_000,
    ]);
    // two headcounts are rounded before they are added
    const tiny = (id: string) => nurses('rn', 'planned', 0.0000005, '8', '9', { id });
    expect(supplyAt('8', tiny('a'), tiny('b')).supply.rn).toBe(2);
    // 1 µ-nurse for half of the hour
    const nobody = nurses('rn', 'planned', 0, '8', '9', { id: 'nobody' });
    const half = (to: string) => nurses('rn', 'planned', 0.000001, '8', to);
    expect(supplyAt('8', nobody, half('8:30')).supply.rn).toBe(1);
    expect(supplyAt('8', nobody, half('8:29:59')).supply.rn).toBe(0);
  });

  test('another ward, another hour, the end of an interval', () => {
    const other = nurses('rn', 'planned', 1, '8', '9', { wardId: 'B' });
    const nobody = { rn: null, na: null };
    const unknown = {
      ...{ supply: nobody, planned: nobody, staffed: false },
      ...{ lacking: [], knownRn: null },
    };
    expect(supplyAt('8', other)).toEqual(unknown);
    expect(supplyAt('9', nurses('rn', 'actual', 1, '8', '9'))).toEqual(unknown);
    expect(supplyAt('7', nurses('rn', 'actual', 1, '8', '9'))).toEqual(unknown);
  });
});

describe('versions', () => {
  const first = nurses('rn', 'actual', 4, '8', '9', { id: 'one' });
  const later = { recordedAt: at('1') };
  const rn = (...versions: RosterEvent[]) => [
    supplyAt('8', ...versions).supply.rn,
    supplyAt('8', ...versions.toReversed()).supply.rn,
  ];

  test('the last recorded counts, whatever its status', () => {
    expect(rn(first, { ...first, ...later, headcount: 2 })).toEqual([2_000_000, 2_000_000]);
    expect(rn(first, { ...first, ...later, status: 'entered-in-error' })).toEqual([null, null]);
    expect(rn(first, { ...first, ...later, wardId: 'B' })).toEqual([null, null]);
    expect(rn(first, { ...first, source: 'other', headcount: 1 })).toEqual([5_000_000, 5_000_000]);
  });

  test('a judgement of the same identity is a version too', () => {
    const { role: _, basis: __, from: ___, to: ____, headcount: _____, ...envelope } = first;
    const judgement = { ...envelope, ...later, type: 'judgement', value: 1 } as const;
    expect(rn(first, judgement)).toEqual([null, null]);
  });
});
