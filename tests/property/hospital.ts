import fc from 'fast-check';
import { MICROS_PER_HOUR, type Micros } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import type { Logged } from '../reference/score.ts';
import { anyBody, type Body } from './bodies.ts';
import { type Correction, corrected, correction } from './corrections.ts';
import { type HouseEvent, houseEvent } from './house.ts';
import { delay, SKEW } from './moments.ts';
import { scene } from './sites.ts';
import { encounterStory, type Happening } from './story.ts';
import { type Hospital, thinning } from './thinning.ts';

export type { Hospital } from './thinning.ts';
export { toWire } from './wire.ts';

/** How stream time ends on every partition, and what is recorded at its last instant. */
interface Ending {
  readonly on: 'last event' | 'the hour' | 'later';
  readonly later: Micros;
  readonly tick: boolean;
  readonly tail: readonly { encounter: number; lead: Micros; body: Body }[];
}

interface Plan {
  readonly site: Site;
  readonly start: Micros;
  readonly partitions: number;
  readonly encounters: readonly (readonly Happening[])[];
  readonly house: readonly HouseEvent[];
  /** Taken in turn by the events, over and over. */
  readonly writing: readonly { delay: Micros; source: string; prefix: string }[];
  readonly corrections: readonly Correction[];
  readonly ending: Ending;
}

const SOURCES = ['ehr', 'Monitor', 'a', '~x'];

/**
 * A random hospital: two to four wards, one to eight encounters, one to four days, every event type,
 * corrections, ties, gaps and nonsense. Every event is valid and for a known ward. The versions of an
 * event stay on one partition, all events of an encounter too. A failure shrinks by leaving events out.
 */
export function hospital(): fc.Arbitrary<Hospital> {
  const drawn = fc
    .tuple(scene, fc.integer({ min: 24, max: 96 }))
    .chain(([{ site, start }, hours]) => plan(site, start, hours))
    .map((whole) => ({ site: whole.site, log: logOf(whole) }));
  return thinning(drawn);
}

function plan(site: Site, start: Micros, hours: number): fc.Arbitrary<Plan> {
  const wardIds = site.wards.map(({ wardId }) => wardId);
  return fc.record({
    site: fc.constant(site),
    start: fc.constant(start),
    partitions: fc.constantFrom(1, 1, 2, 3),
    encounters: fc.array(encounterStory(hours, wardIds), { minLength: 1, maxLength: 8 }),
    house: fc.array(houseEvent(start, hours, wardIds), { maxLength: 8 }),
    writing: fc.array(
      fc.record({
        delay,
        source: fc.constantFrom(...SOURCES),
        prefix: fc.constantFrom('', 'a', 'B', '_'),
      }),
      { minLength: 1, maxLength: 23, size: 'medium' },
    ),
    corrections: fc.array(correction(hours, wardIds), { maxLength: 12, size: 'medium' }),
    ending: fc.record({
      on: fc.constantFrom('last event' as const, 'the hour' as const, 'later' as const),
      later: fc.nat(9 * MICROS_PER_HOUR),
      tick: fc.boolean(),
      tail: fc.array(
        fc.record({
          encounter: fc.nat(7),
          lead: fc.oneof(fc.constantFrom(0, 1, -1, SKEW), fc.integer({ min: -SKEW, max: SKEW })),
          body: anyBody(wardIds),
        }),
        { maxLength: 4 },
      ),
    }),
  });
}

function logOf({ start, encounters, house, writing, corrections, ending, ...plan }: Plan) {
  const partitions = Math.min(plan.partitions, encounters.length);
  const log: Logged[] = [];
  const write = (body: object, occurredAt: Micros, encounter: number, recordedAt?: Micros) => {
    const { delay: late, source, prefix } = writing[log.length % writing.length]!;
    const envelope = { id: `${prefix}${log.length >> 1}`, source, status: 'final' as const };
    const times = { occurredAt, recordedAt: recordedAt ?? occurredAt + late };
    const whose = isOfNobody(body) ? {} : { encounterId: `E${encounter}` };
    const event = { ...envelope, ...whose, ...times, ...body } as WardEvent;
    const id = log.some(({ event: other }) => other.id === event.id && other.source === source)
      ? `${event.id}'`
      : event.id;
    log.push({ event: { ...event, id }, partition: encounter % partitions });
  };

  encounters.forEach((happenings, encounter) => {
    for (const { at, body } of happenings) write(body, start + at, encounter);
  });
  house.forEach(({ at, body }, i) => {
    write(body, start + at, i);
  });
  const amended = corrected(log, corrections, start);
  log.splice(0, log.length, ...amended);

  for (let partition = 0; partition < partitions; partition++) {
    const end = endOf(log, partition, ending);
    for (const { encounter, lead, body } of ending.tail) {
      const whose = encounter % encounters.length;
      if (whose % partitions === partition) write(body, end + lead, whose, end);
    }
    if (ending.tick) write({ type: 'tick' }, end, partition, end);
  }
  return log.sort((a, b) => a.event.recordedAt - b.event.recordedAt);
}

/** The last instant of a partition: that of its last event, the next full hour, or later. */
function endOf(log: readonly Logged[], partition: number, { on, later }: Ending): Micros {
  const last = log
    .filter((entry) => entry.partition === partition)
    .reduce((latest, { event }) => Math.max(latest, event.recordedAt), 0);
  if (on === 'last event') return last;
  if (on === 'later') return last + later;
  return Math.ceil(last / MICROS_PER_HOUR) * MICROS_PER_HOUR;
}

function isOfNobody(body: object): boolean {
  return 'type' in body && ['tick', 'staffing', 'judgement'].includes(String(body.type));
}
