import type { Micros } from '../../schemas/instant.ts';
import type { WireEvent } from '../../schemas/ward-event.ts';

/** A value as JSON keeps it. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

/** What an adapter may publish. One channel provides each kind for a ward, or the same value is counted twice. */
export const PROVIDES = [
  'movements',
  'observations',
  'medications',
  'needs',
  'tasks',
  'staffing',
] as const;
export type Provides = (typeof PROVIDES)[number];

/** Two names of one visit or patient, both pseudonyms: what is known of `from` belongs to `to`. */
export interface Link {
  readonly kind: 'visit' | 'patient';
  readonly from: string;
  readonly to: string;
}

/**
 * What is kept of a record: an allow-list of its fields, identifiers replaced by pseudonyms. All that is known of a
 * group (a visit, or the roster of a ward on one day) is interpreted together, as a set: extracts that say the same are one.
 */
export interface Extract {
  /** Format and kind of the record, such as `hl7-adt`: selects what reads `body`. */
  readonly kind: string;
  /** Pseudonym of the visit, `null` if the record has none. */
  readonly visit: string | null;
  /** Pseudonym of the patient, `null` if the record has none. */
  readonly patient: string | null;
  /** The group of a record without visit and patient, such as the roster of a ward and day. */
  readonly group?: string;
  /** Visits and patients that the record merges. */
  readonly links?: readonly Link[];
  readonly body: { readonly [name: string]: Json };
}

/** An extract as the journal has it. */
export interface StoredExtract extends Extract {
  /** Ascending in the order of the journal. Decides nothing: records arrive in any order. */
  readonly sequence: number;
  /** Name of the channel in the mapping file. */
  readonly channel: string;
  /** When the record came first. */
  readonly receivedAt: Micros;
}

/** Why a record could not be read at all. Its bytes are kept apart, protected, for a short time. */
export const REFUSALS = [
  'not-hl7',
  'unfinished',
  'too-large',
  'wrong-processing',
  'wrong-sender',
  'bad-charset',
  'bad-file',
] as const;
export type RefusalReason = (typeof REFUSALS)[number];

export interface Refusal {
  readonly reason: RefusalReason;
  /** What is wrong, without a byte of the record. */
  readonly detail: string;
}

/** Why a record that was read gave no event, or another than it could have. */
export const NOTES = {
  'unmapped-location': 'mapping',
  'unmapped-class': 'mapping',
  'unmapped-code': 'mapping',
  'unmapped-value': 'mapping',
  'unmapped-unit': 'mapping',
  'unmapped-route': 'mapping',
  'unmapped-drug': 'mapping',
  'unknown-volume': 'mapping',
  'unmapped-role': 'mapping',
  'unmapped-activity': 'mapping',
  'status-unknown': 'mapping',
  'no-counted-visit': 'record',
  'cancel-without-movement': 'record',
  'in-future': 'record',
  'no-visit-number': 'unusable',
  'no-time': 'unusable',
  'no-time-of-day': 'unusable',
  'no-value': 'unusable',
  'not-a-number': 'unusable',
  comparator: 'unusable',
  sentinel: 'unusable',
  'no-length': 'unusable',
  conflict: 'remark',
  'clock-ahead': 'remark',
  'visit-is-patient': 'remark',
  closed: 'remark',
  'rejected-by-ingest': 'remark',
  'no-message-id': 'remark',
  'no-recorded-column': 'remark',
  'two-wards-at-once': 'remark',
  unconfirmed: 'remark',
  thinned: 'remark',
  'long-period': 'remark',
  'trigger-without-meaning': 'remark',
} as const satisfies Record<string, 'mapping' | 'record' | 'unusable' | 'remark'>;
export type NoteReason = keyof typeof NOTES;

/** Something that could not be used, as a list shows it: codes, places and counts, nothing of a patient. */
export interface Note {
  readonly reason: NoteReason;
  readonly channel: string;
  /** What to look for in the mapping: a code with its system, a place, a class, a role; empty if it is nothing of the kind. */
  readonly key: string;
  /** What the source calls it. */
  readonly display?: string;
  /** Unit of the value, if it has one. */
  readonly unit?: string;
  /** Short text of the source that the mapping has to explain: shown only to those who may read dead letters. */
  readonly value?: string;
  readonly count: number;
}

/** An event that holds, given everything known of its group. `difference` decides its status. */
export type DerivedEvent = WithoutStatus<WireEvent>;
type WithoutStatus<E> = E extends unknown ? Omit<E, 'status'> : never;

/** The result of interpreting a group. */
export interface Interpretation {
  readonly events: readonly DerivedEvent[];
  readonly notes: readonly Note[];
  /** When to interpret the group again although nothing arrives: the earliest time in the future among its facts. */
  readonly due: Micros | null;
}
