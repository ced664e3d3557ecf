import { expect, test } from 'vitest';
import { admit, functions, siteWith, vitals } from '../support/scenario.ts';
import { ledgerAsKnown } from './as-known.ts';
import { referenceBuckets } from './balance.ts';
import { ask, nurses, tick } from './example.ts';
import type { Staffing } from './supply.ts';

/** Flags of the day shift, 06–13 UTC, of a patient who needs 5.75 min an hour. */
function flagsWith(...roster: Staffing[]) {
  const patient = [admit('4'), ...vitals('5:30'), ...functions('5:30', [1, 1, 1, 1])];
  const ledger = ledgerAsKnown([[...patient, ...roster, tick('14')]], siteWith());
  return referenceBuckets(ledger, ask('shift', '6', '13'))[0]!.flags;
}

test('where no RN are planned, the share is that of the supply', () => {
  const assistants = nurses('na', 'planned', 1, '6', '13');
  // 21 of 28; the same with nobody planned at all
  expect(flagsWith(assistants, nurses('rn', 'actual', 3, '6', '13'))).toMatchObject({
    rnShare: 0.75,
    fewerThanTwoRn: false,
  });
  const nobody = nurses('rn', 'planned', 0, '6', '13');
  const actual = [nurses('rn', 'actual', 3, '6', '13'), nurses('na', 'actual', 1, '6', '13')];
  expect(flagsWith(nobody, ...actual)).toMatchObject({ rnShare: 0.75 });
});

test('no flags where RN are not known, where nobody is there, and where no hour is staffed', () => {
  expect(flagsWith(nurses('na', 'actual', 1, '6', '13'))).toBeNull();
  expect(flagsWith(nurses('rn', 'actual', 0, '6', '13'))).toBeNull();
  expect(flagsWith(nurses('rn', 'actual', 2, '6', '6:59'))).toBeNull();
});

test('an RN share of nothing is a share', () => {
  const mixed = [nurses('rn', 'actual', 0, '6', '13'), nurses('na', 'actual', 1, '6', '13')];
  expect(flagsWith(...mixed)).toEqual({
    rnShare: 0,
    rnRequired: 0,
    rnShortfall: 0,
    shortfall: false,
    fewerThanTwoRn: true,
  });
});

test('fewer than two in one hour is enough', () => {
  const assistants = nurses('na', 'actual', 1, '6', '13');
  const two = nurses('rn', 'actual', 2, '6', '13');
  expect(flagsWith(assistants, two)).toMatchObject({ fewerThanTwoRn: false });
  expect(flagsWith(assistants, { ...two, to: two.to - 1_000_000 })).toMatchObject({
    fewerThanTwoRn: true,
  });
});

test('no flags where RN are unknown in one of the balanced hours', () => {
  const assistants = nurses('na', 'actual', 1, '6', '13');
  const registered = nurses('rn', 'actual', 3, '6', '12');
  expect(flagsWith(assistants, registered)).toBeNull();
  // without assistants that hour is not balanced, and does not count
  expect(flagsWith(registered)).toMatchObject({ rnShare: 1, fewerThanTwoRn: false });
});
