import type { MEDICATION_FORMS } from '../../schemas/vocabulary.ts';

/** A medication form the models know. */
export type Form = (typeof MEDICATION_FORMS)[number];

/** Hours after which what still runs is reported again. */
export const PART_HOURS = 8;
const CONTINUOUS: ReadonlySet<Form> = new Set(['infusion', 'vasoactive', 'iv-insulin']);

/** One report of an administration: how long after its start, and its share of the volume. */
export interface Dose {
  readonly after: number;
  readonly share: number;
}

/** True for a form that runs on, and is reported again while it does. */
export function isContinuous(form: Form): boolean {
  return CONTINUOUS.has(form);
}

/**
 * One dose at the start. What runs on for more than eight hours gives another every eight hours, each with its share of
 * the volume: the models look back 16 and 24 hours.
 * @param duration of the administration, in a unit with `hour` to the hour
 */
export function repeatedDoses(form: Form, duration: number, hour: number): Dose[] {
  const part = PART_HOURS * hour;
  const parts = isContinuous(form) ? Math.max(Math.ceil(duration / part), 1) : 1;
  return Array.from({ length: parts }, (_, index) => ({
    after: index * part,
    share: parts === 1 ? 1 : Math.min(part, duration - index * part) / duration,
  }));
}
