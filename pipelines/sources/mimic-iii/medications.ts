import type { WireEvent } from '../../../schemas/ward-event.ts';
import { type Form, PART_HOURS, repeatedDoses } from '../repeated-doses.ts';
import { envelope, round } from './event.ts';
import type { Stamp } from './rows.ts';

export type { Form };

/** One administration; `occurredAt` is its start. */
export interface Given extends Stamp {
  endedAt: number;
  form: Form;
  /** Fluid given over the whole administration; `null` if no volume is charted. */
  volumeMl: number | null;
}

const HOUR = 3_600_000;

/** The doses of an administration. CareVue charts running infusions hour by hour. */
export function medications(given: Given): WireEvent[] {
  const duration = Math.max(given.endedAt - given.occurredAt, 0);
  return repeatedDoses(given.form, duration, HOUR).map(({ after, share }, part): WireEvent => {
    const occurredAt = given.occurredAt + after;
    const recordedAt = Math.max(given.recordedAt, occurredAt);
    const suffix = part === 0 ? '' : `${part * PART_HOURS}h`;
    return {
      ...envelope({ ...given, occurredAt, recordedAt }, suffix),
      type: 'medication',
      form: given.form,
      ...(given.volumeMl === null ? {} : { volumeMl: round(given.volumeMl * share, 2) }),
    };
  });
}
