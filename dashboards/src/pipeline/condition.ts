import type { Health } from './health.ts';

/** Condition of the pipeline: one word for the engineer on call. */
export const CONDITIONS = ['flowing', 'starting', 'late', 'failing', 'lost'] as const;
export type Condition = (typeof CONDITIONS)[number];

/** Seconds that stream time may be behind the clock. Sources tick every minute; two were missed. */
export const LATE_AFTER_S = 120;
/** Records that may wait: as many as one commit takes. */
export const MANY_WAITING = 5_000;

/** Returns the condition by the health and whether the last request succeeded. Without any data it is late. */
export function conditionOf(
  { status, lagSeconds, flow }: Pick<Health, 'status' | 'lagSeconds' | 'flow'>,
  isReached: boolean,
): Condition {
  if (!isReached) return 'lost';
  if (status === 'failing') return 'failing';
  if (status === 'starting') return 'starting';
  const isLate = lagSeconds === null || lagSeconds > LATE_AFTER_S;
  return isLate || flow.waiting > MANY_WAITING ? 'late' : 'flowing';
}
