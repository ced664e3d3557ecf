import type { MEDICATION_FORMS } from '../../../schemas/vocabulary.ts';
import type { WireEvent } from '../../../schemas/ward-event.ts';
import { envelope, round } from './event.ts';
import type { Stamp } from './rows.ts';

/** A medication form the models know. */
export type Form = (typeof MEDICATION_FORMS)[number];

/** One administration; `occurredAt` is its start. */
export interface Given extends Stamp {
  endedAt: number;
  form: Form;
  /** Fluid given over the whole administration; `null` if no volume is charted. */
  volumeMl: number | null;
}

const PART = 8 * 3_600_000;
const CONTINUOUS: ReadonlySet<Form> = new Set(['infusion', 'vasoactive', 'iv-insulin']);

/**
 * One event at the start. An administration longer than eight hours gives another event every eight hours
 * while it runs, each event with its share of the volume: the models look back 16 and 24 hours, and
 * CareVue charts running infusions hour by hour.
 */
export function medications(given: Given): WireEvent[] {
  const duration = Math.max(given.endedAt - given.occurredAt, 0);
  const parts = CONTINUOUS.has(given.form) ? Math.max(Math.ceil(duration / PART), 1) : 1;
  return Array.from({ length: parts }, (_, part): WireEvent => {
    const occurredAt = given.occurredAt + part * PART;
    const recordedAt = Math.max(given.recordedAt, occurredAt);
    const share = parts === 1 ? 1 : Math.min(PART, duration - part * PART) / duration;
    return {
      ...envelope({ ...given, occurredAt, recordedAt }, part === 0 ? '' : `${part * 8}h`),
      type: 'medication',
      form: given.form,
      ...(given.volumeMl === null ? {} : { volumeMl: round(given.volumeMl * share, 2) }),
    };
  });
}
