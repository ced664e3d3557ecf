import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatInstant, parseInstant } from '../../../../schemas/instant.ts';
import type { Note, StoredExtract } from '../../../../services/adapters/adapter.ts';
import { Border } from '../../../../services/adapters/border.ts';
import type { Fact } from '../../../../services/adapters/facts.ts';
import { type ReadMessage, readMessage } from '../../../../services/adapters/hl7v2/extract.ts';
import { factsOfHl7 } from '../../../../services/adapters/hl7v2/facts.ts';
import { messagesOf } from '../../../../services/adapters/hl7v2/files.ts';
import {
  type Hl7Channel,
  type Mapping,
  mapping,
} from '../../../../services/adapters/mapping/schema.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/adapters/hl7v2');
const RECEIVED = parseInstant('2026-03-02T09:00:00Z');

/** A mapping with one channel for HL7 v2. */
export function mappingWith(channel: object = {}, rest: object = {}): Mapping {
  return mapping.parse({
    zone: 'Europe/Stockholm',
    keyFile: 'pseudonym.key',
    channels: [
      {
        name: 'hl7',
        kind: 'mllp',
        source: 'ehr',
        port: 0,
        provides: ['movements', 'observations', 'medications'],
        ...channel,
      },
    ],
    ...rest,
  });
}

export const border = new Border(Buffer.alloc(32, 1));

/** Reads a message whose lines these are, after a usual header. */
export function read(message: string | Buffer, settings: Mapping = mappingWith()): ReadMessage {
  const bytes = typeof message === 'string' ? Buffer.from(message) : message;
  return readMessage(bytes, {
    channel: settings.channels[0] as Hl7Channel,
    mapping: settings,
    border,
  });
}

/** A segment with these fields, by their numbers. */
export function segment(name: string, fields: Readonly<Record<number, string>>): string {
  const last = Math.max(...Object.keys(fields).map(Number));
  const values = Array.from({ length: last }, (_, at) => fields[at + 1] ?? '');
  return [name, ...values].join('|');
}

/** A message of a type with these segments, in Swedish local time. */
export function message(type: string, ...lines: string[]): string {
  return [`MSH|^~\\&|EHR|H|VI|H|20260302081500||${type}|7|P|2.5`, ...lines].join('\r');
}

/** Facts and notes of a message, through what is kept of it. */
export function factsOf(text: string | Buffer, settings: Mapping = mappingWith()) {
  const { extracts, notes } = read(text, settings);
  const found: { facts: Fact[]; notes: Note[] } = { facts: [], notes: [...notes] };
  for (const extract of extracts) {
    const stored: StoredExtract = {
      ...(JSON.parse(JSON.stringify(extract)) as typeof extract),
      sequence: 1,
      channel: 'hl7',
      receivedAt: RECEIVED,
    };
    const { facts, notes: more } = factsOfHl7(stored, settings);
    found.facts.push(...facts);
    found.notes.push(...more);
  }
  return found;
}

/** The messages of a file of the fixtures. */
export function fixture(path: string): Buffer[] {
  return messagesOf(readFileSync(join(FIXTURES, path)), 4_000_000).map(({ bytes }) => bytes);
}

/** An instant as text, to compare with. */
export function at(micros: unknown): unknown {
  return typeof micros === 'number' ? formatInstant(micros) : micros;
}
