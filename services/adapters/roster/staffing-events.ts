import { formatInstant, MICROS_PER_HOUR } from '../../../schemas/instant.ts';
import type { DerivedEvent } from '../adapter.ts';
import { Border, KEY_BYTES } from '../border.ts';
import type { RosterChannel } from '../mapping/schema.ts';
import type { Headcount } from './headcounts.ts';

export type StaffingDerived = Extract<DerivedEvent, { type: 'staffing' }>;

/** Ids of staffing name a ward and an hour and no person: the page and the command line make them without a site's key. */
export const NO_SECRET = new Border(new Uint8Array(KEY_BYTES));

/**
 * The event of an hour of a roster. A roster is about the future, and an event may not happen after it was recorded: it
 * happens at the earlier of both.
 */
export function staffingEvent(
  { ward, role, hour, headcount, since }: Headcount,
  source: string,
  basis: RosterChannel['basis'],
  border: Border,
): StaffingDerived {
  return {
    type: 'staffing',
    id: border.eventId('s', ward, role, basis, formatInstant(hour)),
    source,
    occurredAt: formatInstant(Math.min(hour, since)),
    recordedAt: formatInstant(since),
    ...{ wardId: ward, role, basis, headcount },
    from: formatInstant(hour),
    to: formatInstant(hour + MICROS_PER_HOUR),
  };
}
