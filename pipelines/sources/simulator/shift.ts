import type { Seconds } from './clock.ts';

/** One shift of a ward, and the work that has come up in it so far. */
export interface Shift {
  readonly id: string;
  readonly from: Seconds;
  readonly to: Seconds;
  readonly planned: Headcount;
  readonly actual: Headcount;
  minutes: number;
  hours: number;
}

/** Registered nurses and nursing assistants. */
export interface Headcount {
  readonly rn: number;
  readonly na: number;
}
