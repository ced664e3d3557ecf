import type { Health } from './health.ts';

/** Condition of the pipeline: one word for the engineer on call. */
export const CONDITIONS = ['flowing', 'silence', 'starting', 'late', 'failing', 'lost'] as const;
export type Condition = (typeof CONDITIONS)[number];

/** Seconds that stream time may be behind the clock. Sources tick every minute; two were missed. */
export const LATE_AFTER_S = 120;
/** Records that may wait: as many as one commit takes. */
export const MANY_WAITING = 5_000;

/**
 * Returns the condition by the health and whether the last request succeeded. Without any data it is late; while a source
 * is silent in the whole hospital it is not in order, however fast the rest comes.
 */
export function conditionOf(
  {
    status,
    lagSeconds,
    flow,
    silentSources,
  }: Pick<Health, 'status' | 'lagSeconds' | 'flow' | 'silentSources'>,
  isReached: boolean,
): Condition {
  if (!isReached) return 'lost';
  if (status === 'failing') return 'failing';
  if (status === 'starting') return 'starting';
  const isLate = lagSeconds === null || lagSeconds > LATE_AFTER_S;
  if (isLate || flow.waiting > MANY_WAITING) return 'late';
  return silentSources.length > 0 ? 'silence' : 'flowing';
}
