import { levelExamples } from './level-examples.ts';
import { minuteExamples } from './minute-examples.ts';
import type { ScoreExample } from './score-example.ts';
import { timeExamples } from './time-examples.ts';

/** Every score of `vi-1` that is computed by hand: for the reference, and for the scoring that it checks. */
export const scoreExamples: readonly ScoreExample[] = [
  ...minuteExamples,
  ...levelExamples,
  ...timeExamples,
];
