import type { Micros } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import type { Logged } from './log.ts';
import { type ReferenceWardHour, referenceEncounterHours, referenceWardHours } from './score.ts';
import { type RosterEvent, type Staffing, standingStaffing } from './supply.ts';

/** What balances are computed from, as it is known at one time. */
export interface Ledger {
  readonly site: Site;
  readonly wardHours: readonly ReferenceWardHour[];
  /** The versions that count. */
  readonly staffing: readonly Staffing[];
  /** Whether it is what was known then, and not what is known now. */
  readonly isAsKnown: boolean;
  /** The latest `recordedAt` of any event; null before the first. */
  readonly streamTime: Micros | null;
}

/** The ledger of a log of accepted events, in any order. */
export function ledgerOf(log: readonly Logged[], site: Site): Ledger {
  const events = log.map(({ event }) => event);
  return {
    site,
    isAsKnown: false,
    wardHours: referenceWardHours(referenceEncounterHours(log, site)),
    staffing: standingStaffing(events.filter(isRoster)),
    streamTime: latestRecorded(events),
  };
}

export function latestRecorded(events: readonly WardEvent[]): Micros | null {
  return events.reduce<Micros | null>(
    (latest, { recordedAt }) => Math.max(latest ?? recordedAt, recordedAt),
    null,
  );
}

function isRoster(event: WardEvent): event is RosterEvent {
  return event.type === 'staffing' || event.type === 'judgement';
}
