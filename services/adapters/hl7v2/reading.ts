import type { Micros } from '../../../schemas/instant.ts';
import type { NoteReason, StoredExtract } from '../adapter.ts';
import type { TimeProblem } from '../facts.ts';
import type { TimeRules } from '../local-times.ts';
import type { Hl7Channel, Mapping } from '../mapping/schema.ts';
import { Notes } from '../notes.ts';
import { readTime } from './times.ts';

/** Settings of a channel that the mapping file no longer has: what it brought is read as before, with the usual ones. */
const USUAL: Hl7Rules = {
  ignoreOffsets: false,
  cancelTime: 'movement',
  observationIdentity: 'time',
  visitNumberMissing: 'hold',
  provides: ['movements', 'observations', 'medications', 'needs', 'tasks'],
};

/** Settings of a channel that facts depend on. */
export type Hl7Rules = Pick<
  Hl7Channel,
  'ignoreOffsets' | 'cancelTime' | 'observationIdentity' | 'visitNumberMissing' | 'provides'
>;

/** An extract that is being read into facts. */
export interface Reading extends TimeRules {
  readonly body: StoredExtract['body'];
  readonly trigger: string;
  readonly channel: Hl7Rules;
  readonly mapping: Mapping;
  /** What each of its facts has. */
  readonly stated: {
    readonly channel: string;
    readonly receivedAt: Micros;
    readonly recordedAt: Micros;
  };
  readonly notes: Notes;
  readonly note: (reason: NoteReason, key: string) => void;
}

/** @param recorded fields that say when the source stored the record, in order of preference */
export function readingOf(
  extract: StoredExtract,
  mapping: Mapping,
  recorded: readonly string[],
): Reading {
  const { body, channel: name, receivedAt } = extract;
  const named = mapping.channels.find((channel) => channel.name === name);
  const isHl7 = named?.kind === 'mllp' || named?.kind === 'hl7-files';
  const notes = new Notes();
  const rules: TimeRules = {
    zone: named?.zone ?? mapping.zone,
    ignoreOffsets: named?.ignoreOffsets ?? false,
    receivedAt: named?.kind === 'hl7-files' ? null : receivedAt,
  };
  const times = [...recorded, 'sent'].map((field) => timeOf(body, field, rules));
  const recordedAt = times.find((time) => typeof time === 'number') ?? receivedAt;
  return {
    ...rules,
    body,
    trigger: textOf(body, 'trigger'),
    channel: isHl7 ? named : USUAL,
    mapping,
    stated: { channel: name, receivedAt, recordedAt },
    notes,
    note: (reason, key) => notes.add(reason, name, { key }),
  };
}

/** A field of an extract as text; empty if it is not there. */
export function textOf(body: StoredExtract['body'], field: string): string {
  const value = body[field];
  return typeof value === 'string' ? value : '';
}

/** A time of an extract; `null` if it is not there. */
export function timeOf(
  body: StoredExtract['body'],
  field: string,
  rules: TimeRules,
): Micros | TimeProblem | null {
  return readTime(textOf(body, field), rules);
}
