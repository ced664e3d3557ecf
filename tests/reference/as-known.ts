import type { Micros } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { type Ledger, latestRecorded, ledgerOf } from './ledger.ts';

/** Events that are read, computed and published in one go. */
export type Delivery = readonly WardEvent[];

/**
 * What was known at stream time `asKnownAt`: all deliveries up to the last one whose stream time (the
 * latest `recordedAt` it and those before it hold) is not after it. Each delivery is published as it
 * comes. Without `asKnownAt`, what is known now.
 */
export function ledgerAsKnown(
  deliveries: readonly Delivery[],
  site: Site,
  asKnownAt = Number.POSITIVE_INFINITY,
): Ledger {
  const published = deliveries.filter((_, i) => streamTimeAfter(deliveries, i) <= asKnownAt);
  const log = published.flat().map((event) => ({ event, partition: 0 }));
  const isAsKnown = asKnownAt < Number.POSITIVE_INFINITY;
  return { ...ledgerOf(log, site), isAsKnown };
}

/** Stream time once the delivery at a place is published; it never falls. */
function streamTimeAfter(deliveries: readonly Delivery[], place: number): Micros {
  return latestRecorded(deliveries.slice(0, place + 1).flat()) ?? Number.NEGATIVE_INFINITY;
}
