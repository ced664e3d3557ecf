import type { Micros } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { at, event } from '../support/scenario.ts';
import type { Delivery } from './as-known.ts';
import type { Question } from './balance.ts';
import type { Bucket } from './bucket.ts';
import type { Role, Staffing } from './supply.ts';

/**
 * Events in, buckets out, computed by hand. Each delivery is read, scored and published before the next.
 * All is about ward A unless a question says otherwise.
 */
export interface BalanceExample {
  readonly name: string;
  readonly site: Site;
  readonly deliveries: readonly Delivery[];
  readonly answers: readonly Answer[];
}

export interface Answer {
  readonly question: Question;
  /** Stream time; what is known now where it is left out. */
  readonly asKnownAt?: Micros;
  /** Every bucket of the answer; the fields that the example computes. */
  readonly expected: readonly Partial<Bucket>[];
}

/** A question about ward A, times as in `at`. */
export function ask(
  grain: Question['grain'],
  from: string,
  to: string,
  reader: Question['reader'] = 'treating',
): Question {
  return { wardId: 'A', grain, from: at(from), to: at(to), reader };
}

/**
 * A child of ten without observations on ward A (R = 10). Under 16 there is no NEWS2 and no surveillance.
 * Minutes of a whole hour:
 *
 *     day    (33 + 55 + 59)/16 = 9.1875   A2 is the default, S1
 *     low    (33 +  0 + 59)/16 = 5.75     A1
 *     high   (33 + 276 + 59)/16 = 23      A4: Barthel is not known
 *     night  60/10 = 6, low and high too
 *
 * and 22.5 in the hour of the admission and in the next, 30 in that of the discharge.
 */
export const child = (time: string, encounterId = 'E1'): WardEvent =>
  event(time, {
    type: 'admission',
    wardId: 'A',
    age: 10,
    encounterId,
    id: `admission-${encounterId}`,
  });

export const leaves = (time: string, encounterId = 'E1', recorded = time): WardEvent =>
  event(time, {
    type: 'discharge',
    encounterId,
    id: `discharge-${encounterId}`,
    recordedAt: at(recorded),
  });

/** Moves stream time. */
export const tick = (time: string): WardEvent =>
  event(time, { type: 'tick', id: `tick-${at(time)}` });

/** Nurses on ward A, recorded on 2026-01-05 at 00:00 unless `more` says otherwise. */
export function nurses(
  role: Role,
  basis: Staffing['basis'],
  headcount: number,
  from: string,
  to: string,
  more: Partial<Staffing> = {},
): Staffing {
  return {
    type: 'staffing',
    id: `${role}-${basis}-${headcount}-${at(from)}`,
    source: 'roster',
    status: 'final',
    occurredAt: at('0'),
    recordedAt: at('0'),
    wardId: 'A',
    role,
    basis,
    headcount,
    from: at(from),
    to: at(to),
    ...more,
  };
}

/** What a bucket shows where no hour has a need that is known and seen. */
export const NO_NEED = {
  knownHours: 0,
  balancedHours: 0,
  provisional: null,
  patientHours: null,
  census: null,
  arrivals: null,
  departures: null,
  minutes: null,
  minutesLow: null,
  minutesHigh: null,
  components: null,
  minutesPerHour: null,
  coverage: null,
  required: null,
  requiredLow: null,
  requiredHigh: null,
  load: null,
  gap: null,
  gapPerHour: null,
  chppd: null,
  flags: null,
  imputedPatientHours: null,
} satisfies Partial<Bucket>;
