import { expect, test } from 'vitest';
import { admit, functions, siteWith, vitals, withRnShare } from '../support/scenario.ts';
import { ledgerAsKnown } from './as-known.ts';
import { referenceBuckets } from './balance.ts';
import { ask, nurses, tick } from './example.ts';
import type { Staffing } from './supply.ts';

/** Flags of the day shift, 06–13 UTC, of a patient who needs 5.75 min an hour, on a ward with a level of 1. */
function flagsWith(share: number, ...roster: Staffing[]) {
  const patient = [admit('4'), ...vitals('5:30'), ...functions('5:30', [1, 1, 1, 1])];
  const site = withRnShare(siteWith(), share);
  const ledger = ledgerAsKnown([[...patient, ...roster, tick('14')]], site);
  return referenceBuckets(ledger, ask('shift', '6', '13'))[0]!.flags;
}

test('the share is that of the level, independent of the plan and of who is there', () => {
  const assistants = nurses('na', 'planned', 1, '6', '13');
  // 40.25 min: 0.75 · 40.25 / 60
  const expected = { rnRequired: 0.503125, rnShortfall: 0.503125 - 21 };
  expect(flagsWith(0.75, assistants, nurses('rn', 'actual', 3, '6', '13'))).toMatchObject(expected);
  const five = nurses('rn', 'planned', 5, '6', '13');
  expect(flagsWith(0.75, five, nurses('rn', 'actual', 3, '6', '13'))).toMatchObject(expected);
});

test('no flags where RN are not known, and where no hour is staffed', () => {
  expect(flagsWith(1, nurses('na', 'actual', 1, '6', '13'))).toBeNull();
  expect(flagsWith(1, nurses('rn', 'actual', 2, '6', '6:59'))).toBeNull();
});

test('nobody there is known, and is a shortfall', () => {
  expect(flagsWith(1, nurses('rn', 'actual', 0, '6', '13'))).toEqual({
    rnRequired: 40.25 / 60,
    rnShortfall: 40.25 / 60,
    shortfall: true,
    rnBelowMinimum: true,
  });
});

test('an RN share of nothing is a share', () => {
  const mixed = [nurses('rn', 'actual', 0, '6', '13'), nurses('na', 'actual', 1, '6', '13')];
  expect(flagsWith(0, ...mixed)).toEqual({
    rnRequired: 0,
    rnShortfall: 0,
    shortfall: false,
    rnBelowMinimum: true,
  });
});

test('fewer than two in one hour is enough, by the tenths that are shown', () => {
  const two = nurses('rn', 'actual', 2, '6', '13');
  const endingEarlier = (seconds: number) => {
    const to = two.to - seconds * 1_000_000;
    const gone = { ...two, id: 'gone', from: to, to: two.to, headcount: 0 };
    return flagsWith(1, { ...two, to }, ...(seconds === 0 ? [] : [gone]));
  };
  expect(endingEarlier(0)).toMatchObject({ rnBelowMinimum: false });
  // 2 · 3 511 / 3 600 = 1.9506, shown as 2.0
  expect(endingEarlier(89)).toMatchObject({ rnBelowMinimum: false });
  // 2 · 3 510 / 3 600 = 1.95: 0.05 short, shown as 0.1
  expect(endingEarlier(90)).toMatchObject({ rnBelowMinimum: true });
});

test('flags are of the hours in which RN are known, whatever is known of NA', () => {
  const assistants = nurses('na', 'actual', 1, '6', '13');
  const registered = nurses('rn', 'actual', 3, '6', '12');
  // six hours of 0.5 · 5.75 min
  const expected = { rnRequired: 0.2875, rnShortfall: 0.2875 - 18, rnBelowMinimum: false };
  expect(flagsWith(0.5, assistants, registered)).toMatchObject(expected);
  expect(flagsWith(0.5, registered)).toMatchObject(expected);
});
