import { type HL7Node, Message } from 'node-hl7-client';
import { expect, it } from 'vitest';
import { parseMessage } from '../../../../services/adapters/hl7v2/er7.ts';
import { fixture } from './messages.ts';

/** Fields that the adapter reads, by segment. */
const FIELDS: Readonly<Record<string, readonly number[]>> = {
  PID: [3, 7, 18, 29],
  PV1: [2, 3, 6, 19, 44, 45, 50],
  OBR: [3, 4, 7, 22, 25],
  OBX: [2, 3, 4, 6, 11, 14],
  EVN: [2, 3, 6],
};

it.each([
  ['simhospital/pathways.hl7', 1_500],
  ['simhospital/hospital-day-1.hl7', 40_000],
  ['fhir-converter/ADT-A01-01.hl7', 50],
  ['fhir-converter/ORU-R01-01.hl7', 100],
])('reads %s as node-hl7-client does', (path, least) => {
  let compared = 0;
  for (const bytes of fixture(path)) {
    const text = bytes
      .toString()
      .replace(/[\r\n]+/g, '\r')
      .trim();
    const ours = parseMessage(text)!;
    const theirs = new Message({ text });
    const seen = new Map<string, number>();
    for (const segment of ours.segments) {
      const at = seen.get(segment.name) ?? 0;
      seen.set(segment.name, at + 1);
      const other = theirs.get(segment.name).toArray()[at] as HL7Node;
      for (const field of FIELDS[segment.name] ?? []) {
        for (const component of [1, 2, 3, 4]) {
          const value = other.get(`${field}.${component}`);
          const text = value.isEmpty() ? '' : value.toString().trim();
          expect(segment.value(field, component), `${segment.name}-${field}.${component}`).toBe(
            text,
          );
          compared++;
        }
      }
    }
  }
  expect(compared).toBeGreaterThan(least);
});
