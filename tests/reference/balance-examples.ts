import { clockChangeExamples } from './clock-change-examples.ts';
import type { BalanceExample } from './example.ts';
import { flagExamples } from './flag-examples.ts';
import { patientExamples } from './patient-examples.ts';
import { rosterExamples } from './roster-examples.ts';
import { shiftExamples } from './shift-examples.ts';
import { unflaggedExamples } from './unflagged-examples.ts';

/** Every example that is computed by hand: for the reference, and for the store that it checks. */
export const balanceExamples: readonly BalanceExample[] = [
  ...shiftExamples,
  ...clockChangeExamples,
  ...flagExamples,
  ...unflaggedExamples,
  ...rosterExamples,
  ...patientExamples,
];
