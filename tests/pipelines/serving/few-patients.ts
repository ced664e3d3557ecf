import fc from 'fast-check';
import { MICROS_PER_HOUR, MICROS_PER_MINUTE, type Micros } from '../../../schemas/instant.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { anyBody, type Body } from '../../property/bodies.ts';
import { child, leaves } from '../../reference/example.ts';
import { at } from '../../support/scenario.ts';

/** Hours of few patients, before the ward fills up. */
export const FEW_HOURS = 10;
export const START: Micros = at('4');
export const FILLED: Micros = START + FEW_HOURS * MICROS_PER_HOUR;

/** One of the first patients: from when to when, and what is noted of the patient. */
interface Patient {
  readonly from: number;
  readonly to: number;
  readonly notes: readonly { readonly at: number; readonly late: number; readonly body: Body }[];
}

const MINUTES = FEW_HOURS * 60;
const MOVES = ['admission', 'transfer', 'discharge', 'leave.start', 'leave.end'];

const note = fc.record({
  at: fc.nat(MINUTES - 2),
  // recorded with it, or much later: the ward may be full then
  late: fc.constantFrom(0, 0, 400),
  body: anyBody(['A', 'B']).filter(({ type }) => !MOVES.includes(type)),
});

const patient: fc.Arbitrary<Patient> = fc
  .record({
    stay: fc.tuple(fc.nat(MINUTES - 2), fc.nat(MINUTES - 2)),
    notes: fc.array(note, { maxLength: 12 }),
  })
  .map(({ stay, notes }) => ({ from: Math.min(...stay), to: Math.max(...stay) + 1, notes }));

/** Somebody who comes in the first hours, and up to two others; nobody is there when the ward fills up. */
export const fewPatients: fc.Arbitrary<readonly Patient[]> = fc
  .tuple(patient, fc.nat(MINUTES / 2), fc.array(patient, { maxLength: 2 }))
  .map(([one, from, others]) => [{ ...one, from, to: Math.max(one.to, from + 1) }, ...others]);

export function eventsOf(patients: readonly Patient[]): WardEvent[] {
  return patients.flatMap(({ from, to, notes }, n) => {
    const encounterId = `few-${n}`;
    const noted = notes.map((each, i): WardEvent => {
      const occurredAt = START + each.at * MICROS_PER_MINUTE;
      const recordedAt = occurredAt + each.late * MICROS_PER_MINUTE;
      const envelope = { id: `${encounterId}-${i}`, source: 'ehr', status: 'final' as const };
      return { ...envelope, encounterId, occurredAt, recordedAt, ...each.body };
    });
    return [moved(child('4', encounterId), from), moved(leaves('4', encounterId), to), ...noted];
  });
}

function moved(event: WardEvent, minutes: number): WardEvent {
  const instant = START + minutes * MICROS_PER_MINUTE;
  return { ...event, occurredAt: instant, recordedAt: instant };
}
