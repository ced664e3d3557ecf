import { DAY, HOUR, type Hour, MINUTE, type Seconds } from './clock.ts';
import { type EventSink, observe } from './event-sink.ts';
import { charted, type Moment } from './lateness.ts';
import { nextId } from './patient.ts';
import type { Random } from './random.ts';
import type { Patient } from './ward.ts';

/** Function areas, and how much harder than the average each is. */
const AREAS = [
  ['function.hygiene', 0.25],
  ['function.nutrition', -0.45],
  ['function.elimination', 0],
  ['function.mobility', 0.2],
] as const;

const OPCQ_ITEMS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** The assessment on arrival, then the ward nurse's daily one, which now and then is not done. */
export function assess(
  patient: Patient,
  hour: Hour,
  from: Seconds,
  to: Seconds,
  sink: EventSink,
): void {
  const { random, admittedAt } = patient;
  const arrival = admittedAt + 2 * HOUR;
  if (arrival >= from && arrival < to) writeAssessment(patient, arrival, true, sink);
  if (hour.local !== patient.assessedAt || !random.chance(0.92)) return;
  const at = hour.start + random.whole(0, 59) * MINUTE;
  const day = Math.floor((at - admittedAt) / DAY);
  if (at < Math.max(from, arrival) || at >= to) return;
  writeAssessment(patient, at, day > 0 && day % 7 === 0, sink);
}

/** Writes the four function levels, the ward's own instruments, and weekly what is scored seldom. */
function writeAssessment(patient: Patient, at: Seconds, weekly: boolean, sink: EventSink): void {
  const { random } = patient;
  const moment = charted(at, random);
  const dependency = Math.min(1, patient.dependency + 0.25 * patient.severity);
  for (const [code, harder] of AREAS) {
    const level = Math.round(2.9 * dependency - 0.5 + harder + random.normal(0, 0.25));
    observe(sink, patient, moment, code, 1 + Math.min(3, Math.max(0, level)), null);
  }
  if (weekly) writeWeekly(patient, dependency, moment, sink);
  const { type } = patient.ward.specialty;
  if (type === 'medicine' || type === 'surgery') {
    const items = Object.fromEntries(
      OPCQ_ITEMS.map((item) => [item, spread(dependency, 1, 4, random)]),
    );
    const total = Object.values(items).reduce((sum, value) => sum + value, 0);
    writeInstrument('opcq', total, patient, moment, sink, items);
  }
  if (type === 'acute' && patient.severity > 0.3) {
    writeInstrument('nas', spread(patient.severity, 25, 110, random), patient, moment, sink);
  }
}

function writeWeekly(patient: Patient, dependency: number, moment: Moment, sink: EventSink): void {
  const { random, age } = patient;
  const independence = 1 - dependency;
  const within = (value: number, high: number) => Math.min(high, Math.max(0, value));
  if (age >= 18) {
    const barthel = 5 * Math.round(within(100 * independence + random.normal(0, 8), 100) / 5);
    observe(sink, patient, moment, 'barthel', barthel, null);
    const braden = Math.round(6 + within(17 * independence + random.normal(3, 1.5), 17));
    writeInstrument('braden', braden, patient, moment, sink);
  }
  if (patient.ward.specialty.type === 'neurology') {
    const extended = 5 * Math.round(within(90 * independence + random.normal(0, 8), 90) / 5);
    observe(sink, patient, moment, 'barthel-extended', extended, null);
  }
  if (age > 70 && random.chance(0.3)) {
    const mmse = Math.round(within(32 - 16 * dependency + random.normal(0, 4), 30));
    observe(sink, patient, moment, 'mmse', mmse, null);
  }
  if (age > 65) {
    writeInstrument(
      'downton',
      Math.round(within(7 * dependency + random.normal(0, 1.2), 11)),
      patient,
      moment,
      sink,
    );
  }
}

function writeInstrument(
  instrument: string,
  total: number,
  patient: Patient,
  moment: Moment,
  sink: EventSink,
  items?: Record<string, number>,
): void {
  const { occurredAt, recordedAt } = moment;
  sink.write(
    {
      id: nextId(patient),
      source: 'ehr',
      type: 'assessment',
      encounterId: patient.encounterId,
      instrument,
      total,
      ...(items && { items }),
      occurredAt,
      recordedAt,
    },
    moment,
  );
}

/** Somewhere near `share` of the way from `low` to `high`, as a whole number. */
function spread(share: number, low: number, high: number, random: Random): number {
  const value = low + (high - low) * (share + random.normal(0, 0.08));
  return Math.round(Math.min(high, Math.max(low, value)));
}
