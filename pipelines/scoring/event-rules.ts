import { MICROS_PER_DAY, type Micros } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';

/** What of the site file decides whether an event is accepted, beside the event schema. */
export interface EventRules {
  readonly wards: ReadonlySet<string>;
  /** Longest time from `occurredAt` to `recordedAt` of a move or staffing. */
  readonly maxAge: Micros;
}

/** The rules of a site. */
export function eventRules({ wards, switches }: Site): EventRules {
  return {
    wards: new Set(wards.map(({ wardId }) => wardId)),
    maxAge: switches.maxAgeDays * MICROS_PER_DAY,
  };
}
