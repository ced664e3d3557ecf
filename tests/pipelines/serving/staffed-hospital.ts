import fc from 'fast-check';
import type { Micros } from '../../../schemas/instant.ts';
import type { Site } from '../../../schemas/site.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { type Hospital, hospital } from '../../property/hospital.ts';
import { thinning } from '../../property/thinning.ts';
import type { Delivery } from '../../reference/as-known.ts';
import { rosterPlan, staffingOf } from './roster.ts';

const SHIFTS: Site['shifts'][] = [
  [
    { id: 'day', start: '07:00' },
    { id: 'evening', start: '14:00' },
    { id: 'night', start: '21:00' },
  ],
  [
    { id: 'night', start: '23:30' },
    { id: 'day', start: '07:30' },
    { id: 'evening', start: '15:30' },
  ],
  [{ id: 'all', start: '02:00' }],
];

/**
 * A random hospital with random rosters, all of it on one partition. Half of them bring everyone to one
 * ward, so that it has more than a few patients at a time.
 */
export function staffedHospital(): fc.Arbitrary<Hospital> {
  const drawn = fc
    .record({
      quiet: hospital(),
      isCrowded: fc.boolean(),
      plans: fc.array(rosterPlan, { maxLength: 14, size: 'medium' }),
      shifts: fc.constantFrom(...SHIFTS),
    })
    .map(({ quiet, isCrowded, plans, shifts }) => {
      const site = { ...quiet.site, shifts };
      const quietly = quiet.log.map(({ event }) => event);
      const events = isCrowded ? crowded(quietly, site.wards[0]!.wardId) : quietly;
      const { start, end } = extentOf(events);
      const all = [...events, ...staffingOf(plans, site, start, end)];
      const log = all
        .toSorted((a, b) => a.recordedAt - b.recordedAt)
        .map((event) => ({ event, partition: 0 }));
      return { site, log };
    });
  return thinning(drawn);
}

/** Everyone on one ward, and each with so many twins that they are eight or nearly. */
function crowded(events: Delivery, wardId: string): Delivery {
  const encounters = new Set(
    events.flatMap((one) => ('encounterId' in one ? one.encounterId : [])),
  );
  const twins = Array.from({ length: Math.floor(8 / encounters.size) || 1 }, (_, n) => n);
  return events.flatMap<WardEvent>((event) => {
    if (!('encounterId' in event)) return [event];
    const moved = 'wardId' in event ? { ...event, wardId } : event;
    return twins.map((twin) => ({
      ...moved,
      id: `${moved.id}.${twin}`,
      encounterId: `${moved.encounterId}.${twin}`,
    }));
  });
}

/** From the first move to the last thing recorded. */
export function extentOf(events: Delivery): { start: Micros; end: Micros } {
  const moves = events.filter(({ type }) => type === 'admission' || type === 'transfer');
  const end = events.reduce((last, { recordedAt }) => Math.max(last, recordedAt), 0);
  return { start: moves.reduce((first, each) => Math.min(first, each.occurredAt), end), end };
}
