import fc from 'fast-check';
import type { Micros } from '../../../schemas/instant.ts';
import type { Site } from '../../../schemas/site.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { type Hospital, hospital } from '../../property/hospital.ts';
import { thinning } from '../../property/thinning.ts';
import type { Delivery } from '../../reference/as-known.ts';
import { withRnShare } from '../../support/scenario.ts';
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
      levels: fc.array(levelOf, { maxLength: 8 }),
      skillMix: fc.option(fc.constantFrom(0, 0.4, 0.62, 1), { nil: undefined }),
    })
    .map(({ quiet, isCrowded, plans, shifts, levels, skillMix }) => {
      const site = withLevels({ ...quiet.site, shifts }, levels, skillMix);
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

interface Level {
  readonly ward: number;
  readonly shift: number;
  readonly line: Omit<NonNullable<Site['wards'][number]['agreed']>[number], 'shift' | 'validFrom'>;
  readonly validFrom: string | null;
}

const levelOf: fc.Arbitrary<Level> = fc.record({
  ward: fc.nat(3),
  shift: fc.nat(2),
  line: fc.record({
    rn: fc.constantFrom(0.5, 1, 2, 3.25),
    na: fc.constantFrom(0, 1, 2.5),
    at: fc.oneof(
      fc.record({ patients: fc.constantFrom(0.7, 8, 21) }),
      fc.record({
        patients: fc.constantFrom(0.7, 8, 21),
        minutesPerPatientHour: fc.constantFrom(3.2, 9.75, 60),
      }),
    ),
  }),
  validFrom: fc.option(fc.constantFrom('2025-03-30', '2025-10-26', '2026-01-06', '2026-03-29'), {
    nil: null,
  }),
});

/** Lines of each ward and shift, one of a day; the skill mix of every ward type, if there is one. */
function withLevels(site: Site, levels: readonly Level[], share: number | undefined): Site {
  const wards = site.wards.map((ward, place) => {
    const agreed = new Map(
      levels
        .filter((level) => level.ward % site.wards.length === place)
        .map(({ shift, line, validFrom }) => {
          const { id } = site.shifts[shift % site.shifts.length]!;
          const from = validFrom === null ? {} : { validFrom };
          return [`${id} ${validFrom}`, { ...line, shift: id, ...from }];
        }),
    );
    return { ...ward, agreed: [...agreed.values()] };
  });
  const levelled = { ...site, wards };
  return share === undefined ? levelled : withRnShare(levelled, share);
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
