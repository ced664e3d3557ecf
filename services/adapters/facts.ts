import type { Micros } from '../../schemas/instant.ts';

/**
 * What records say, in one form for every format. A format reads its extracts into facts; `visit/` derives events
 * from all facts of a visit and knows no format. Times are read, codes and places are still those of the source.
 */
export type Fact =
  | MovementFact
  | StayFact
  | PlannedDischargeFact
  | WhereaboutsFact
  | VisitDeletedFact
  | ObservationFact
  | MedicationFact;

/** What every fact has. */
interface Stated {
  /** Name of the channel that brought it. */
  readonly channel: string;
  /** When its record came first. */
  readonly receivedAt: Micros;
  /** When the source stored it. */
  readonly recordedAt: Micros;
}

/** A place as the source names it, from large to small. Parts not said are empty. */
export interface Place {
  readonly facility: string;
  /** The ward, point of care or unit. */
  readonly unit: string;
  readonly room: string;
  readonly bed: string;
}

/** A code of a source. A record may give several for one thing: the first is the identifier. */
export interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

export type Act = 'arrive' | 'move' | 'leave' | 'away' | 'back';

/** A movement, or the cancellation of one. */
export interface MovementFact extends Stated {
  readonly kind: 'movement';
  readonly act: Act;
  readonly cancels: boolean;
  /** The message that states it, such as `A01`: a time given again counts among arrivals of one trigger. */
  readonly trigger: string;
  /** When it takes effect; `null` for a cancellation that names no time. */
  readonly at: Micros | null;
  /** Where the patient is after it; `null` if the record says no place. */
  readonly place: Place | null;
  /** Where the patient was before it. */
  readonly priorPlace: Place | null;
  /** The patient class, such as `I`; `null` if records of the format have none. */
  readonly patientClass: string | null;
  /** Age in whole years at the time of the record. */
  readonly age: number | null;
}

/** A row that says: on this place from then to then. A row with the same key is a version of it. */
export interface StayFact extends Stated {
  readonly kind: 'stay';
  readonly key: string;
  readonly place: Place;
  readonly from: Micros;
  /** `null`: still there. */
  readonly to: Micros | null;
  readonly plannedDischargeAt: Micros | null;
  readonly withdrawn: boolean;
  readonly age: number | null;
}

/** The planned time of discharge; `null`: the plan was taken back. */
export interface PlannedDischargeFact extends Stated {
  readonly kind: 'planned-discharge';
  readonly plannedDischargeAt: Micros | null;
}

/** An update that names a place: a move only if the channel says so. */
export interface WhereaboutsFact extends Stated {
  readonly kind: 'whereabouts';
  readonly at: Micros;
  readonly place: Place;
}

/** All facts of the visit are void. */
export interface VisitDeletedFact extends Stated {
  readonly kind: 'visit-deleted';
}

/** A value as the source gives it. */
export type SourceValue =
  /** `text` as sent: digits, sign, decimal mark. */
  | { readonly type: 'number'; readonly text: string }
  /** Short text, or `null` for one that was too long or could identify somebody. */
  | { readonly type: 'text'; readonly text: string | null }
  | { readonly type: 'coded'; readonly codings: readonly Coding[] }
  | { readonly type: 'boolean'; readonly value: boolean }
  /** Above or below something: no measurement. */
  | { readonly type: 'comparator' }
  /** Explicitly nothing: withdraws an earlier value. */
  | { readonly type: 'nothing' }
  | { readonly type: 'none' };

/** A value charted or measured: an observation, a care need, a task or an assessment, as the mapping says. */
export interface ObservationFact extends Stated {
  readonly kind: 'observation';
  /** What identifies it besides visit, code and time: a sub-id, an order or a row's key. */
  readonly identity: readonly string[];
  /** False: `identity` alone identifies it, and its time may change. */
  readonly identifiedByTime: boolean;
  readonly codes: readonly Coding[];
  readonly value: SourceValue;
  /** Spellings of its unit, best first. */
  readonly units: readonly string[];
  readonly at: Micros | TimeProblem;
  /**
   * When a care need ends that is stated with its own start and end: `null` if it goes on. Absent: the need is
   * charted as there or not at `at`, and ends when it is not charted again.
   */
  readonly until?: Micros | null;
  /** `holds` a value, `withdraws` it, `unvalidated` by a machine, `preliminary`, or `nothing` was observed. */
  readonly standing: 'holds' | 'withdraws' | 'unvalidated' | 'preliminary' | 'nothing' | 'unknown';
  /** The status as sent, for the list of unknown ones. */
  readonly status: string;
}

/** Something given to a patient. */
export interface MedicationFact extends Stated {
  readonly kind: 'medication';
  /** Order, administration and part: what identifies it besides its start. */
  readonly identity: readonly string[];
  /** False: `identity` alone identifies it, and its start may change. */
  readonly identifiedByTime?: boolean;
  readonly drugs: readonly Coding[];
  readonly routes: readonly Coding[];
  readonly start: Micros | TimeProblem;
  readonly end: Micros | null;
  readonly amount: string;
  readonly unit: string;
  readonly isBlood: boolean;
  readonly standing: 'given' | 'not-given' | 'withdrawn';
}

/** Why a time cannot be used. */
export type TimeProblem = 'no-time' | 'no-time-of-day';
