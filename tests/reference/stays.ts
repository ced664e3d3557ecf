import { MICROS_PER_DAY, type Micros } from '../../schemas/instant.ts';
import type { Interval } from './interval.ts';
import type { ClinicalEvent } from './log.ts';

/** One unbroken time on one ward. `end` is Infinity while the stay is open. */
export interface Stay {
  readonly wardId: string;
  readonly start: Micros;
  readonly end: Micros;
  readonly arrivedBy: 'admission' | 'transfer';
  /** No stay was open before: the encounter begins here, or begins again. */
  readonly opening: boolean;
  readonly leftBy: 'discharge' | 'transfer' | null;
  /** The stay without the leaves. */
  readonly presence: readonly Interval[];
  /** What each admission or transfer to the ward says of the bed, in order; null where it says nothing. */
  readonly beds: readonly { readonly since: Micros; readonly bed: string | null }[];
}

/** A discharge that ended a stay. */
export interface Departure {
  readonly at: Micros;
  /** Another stay begins at the same instant: what happens then belongs to that. */
  readonly arrivalFollows: boolean;
}

/** The way of an encounter through the wards, and the discharges that ended a stay. */
export interface Course {
  readonly stays: readonly Stay[];
  readonly departures: readonly Departure[];
  /** Moves that changed nothing. */
  readonly idle: readonly ClinicalEvent[];
  /** When the encounter was heard of again after a silence: it counts again from there. */
  readonly heardAgain: readonly Micros[];
}

/** Longest time that may lie between two events of an encounter; what is longer is a mistake in a year. */
export const LONGEST_SILENCE: Micros = 400 * MICROS_PER_DAY;

type Draft = { -readonly [K in keyof Stay]: Stay[K] } & {
  presence: Interval[];
  beds: Stay['beds'][number][];
};
type Arrival = Extract<ClinicalEvent, { type: 'admission' | 'transfer' }>;

/**
 * Walks the moves instant by instant. MODEL.md §2: every move known so far counts, whenever it was recorded;
 * the moves of one instant are decided by what they are. An open stay's presence ends `silence` after
 * the last event of the encounter. It ends so before a silence that is longer than `longest` too, and comes back with
 * the event after it.
 */
export function courseOf(
  events: readonly ClinicalEvent[],
  silence: Micros,
  longest = LONGEST_SILENCE,
): Course {
  const stays: Draft[] = [];
  const departures: Departure[] = [];
  const idle: ClinicalEvent[] = [];
  let stay: Draft | null = null;
  let presentSince: Micros | null = null;

  const pause = (at: Micros): void => {
    if (stay !== null && presentSince !== null) stay.presence.push({ from: presentSince, to: at });
    presentSince = null;
  };
  const close = (at: Micros, leftBy: 'discharge' | 'transfer'): void => {
    pause(at);
    if (stay !== null) Object.assign(stay, { end: at, leftBy });
    stay = null;
  };
  const arrive = ({ occurredAt: at, type, wardId, bed }: Arrival): void => {
    const before: Draft | null = stay;
    if (before?.wardId === wardId) {
      presentSince ??= at;
    } else {
      close(at, 'transfer');
      stay = {
        wardId,
        start: at,
        end: Number.POSITIVE_INFINITY,
        arrivedBy: before === null ? type : 'transfer',
        opening: before === null,
        leftBy: null,
        presence: [],
        beds: [],
      };
      stays.push(stay);
      presentSince = at;
    }
    stay?.beds.push({ since: at, bed: bed ?? null });
  };
  const isOpen = (): boolean => stay !== null;
  const openWard = (): string | null => (stay as Draft | null)?.wardId ?? null;

  for (const at of new Set(events.map(({ occurredAt }) => occurredAt))) {
    const now = events.filter(({ occurredAt }) => occurredAt === at);
    const has = (type: ClinicalEvent['type']) => now.some((event) => event.type === type);
    const arrival = holding(now);
    const note = (isIdle: (event: ClinicalEvent) => boolean) => idle.push(...now.filter(isIdle));
    const isPresent = (): boolean => presentSince !== null;

    note((event) => event.type === 'leave.end' && (!isOpen() || isPresent()));

    if (has('leave.end') && isOpen()) presentSince ??= at;
    const arrivalFollows = isOpen() && arrival !== null && arrival.wardId !== openWard();
    if (has('discharge') && arrivalFollows) {
      departures.push({ at, arrivalFollows });
      close(at, 'discharge');
    }
    if (arrival !== null) arrive(arrival);
    note((event) => isArrival(event) && !saysTheSame(event, arrival!));
    note((event) => event.type === 'discharge' && !arrivalFollows && !isOpen());
    if (has('discharge') && !arrivalFollows && isOpen()) {
      departures.push({ at, arrivalFollows });
      close(at, 'discharge');
    }
    note((event) => event.type === 'leave.start' && !isPresent());
    if (has('leave.start')) pause(at);
  }
  const lastSign = events.reduce((last, { occurredAt }) => Math.max(last, occurredAt), -Infinity);
  pause(lastSign + silence);
  const silences = silencesOf(events, silence, longest);
  for (const one of stays) one.presence = without(one.presence, silences);
  return { stays, departures, idle, heardAgain: silences.map(({ to }) => to) };
}

/** From `silence` after an event to the next, where that comes more than `longest` later. */
function silencesOf(
  events: readonly ClinicalEvent[],
  silence: Micros,
  longest: Micros,
): Interval[] {
  const times = events.map(({ occurredAt }) => occurredAt).sort((a, b) => a - b);
  return times
    .map((from, i) => ({ from, to: times[i + 1] ?? from }))
    .filter(({ from, to }) => to - from > longest && to - from > silence)
    .map(({ from, to }) => ({ from: from + silence, to }));
}

function without(intervals: readonly Interval[], silences: readonly Interval[]): Interval[] {
  return silences.reduce<Interval[]>(
    (left, { from, to }) =>
      left.flatMap((one) =>
        [
          { from: one.from, to: Math.min(one.to, from) },
          { from: Math.max(one.from, to), to: one.to },
        ].filter((piece) => piece.from < piece.to),
      ),
    [...intervals],
  );
}

function isArrival(event: ClinicalEvent): event is Arrival {
  return event.type === 'admission' || event.type === 'transfer';
}

/** Two arrivals of one instant that were recorded at once, to the same bed. */
function saysTheSame(a: Arrival, b: Arrival): boolean {
  return (
    a.recordedAt === b.recordedAt && a.type === b.type && a.wardId === b.wardId && a.bed === b.bed
  );
}

/** Of several arrivals of one instant the one recorded last; of those a transfer, then by ward and bed. */
function holding(now: readonly ClinicalEvent[]): Arrival | null {
  const arrivals = now.filter(isArrival);
  const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  arrivals.sort(
    (a, b) =>
      a.recordedAt - b.recordedAt ||
      bytes(a.type, b.type) ||
      bytes(a.wardId, b.wardId) ||
      bytes(a.bed ?? '', b.bed ?? ''),
  );
  return arrivals.at(-1) ?? null;
}
