import { HOUR, type Hour, type Seconds } from './clock.ts';
import type { EventSink } from './event-sink.ts';
import { charted } from './lateness.ts';
import type { CareNeed, NeedPeriod } from './need-period.ts';
import { nextId } from './patient.ts';
import type { Random } from './random.ts';
import type { Specialty } from './specialty.ts';
import type { Patient } from './ward.ts';

/** Share of patients where the specialty says nothing else, median hours, and what begins it. */
const NEEDS: Record<CareNeed, { share: number; hours: number; begins?: string }> = {
  isolation: { share: 0.06, hours: 70 },
  'one-to-one': { share: 0.012, hours: 9 },
  'central-line': { share: 0.06, hours: 120, begins: 'catheter-insertion' },
  drain: { share: 0.03, hours: 50 },
  'urinary-catheter': { share: 0.18, hours: 60, begins: 'catheter-insertion' },
  'feeding-tube': { share: 0.03, hours: 90, begins: 'tube-insertion' },
  tracheostomy: { share: 0.004, hours: 300 },
  palliative: { share: 0.025, hours: 400 },
};
const CODES = Object.keys(NEEDS) as CareNeed[];

/** The needs of a stay: half are there on arrival, the rest begin during it. */
export function plannedNeeds(
  specialty: Specialty,
  admittedAt: Seconds,
  leavesAt: Seconds,
  random: Random,
): NeedPeriod[] {
  const periods: NeedPeriod[] = [];
  for (const code of CODES) {
    const { share, hours } = NEEDS[code];
    if (!random.chance(specialty.needs?.[code] ?? share)) continue;
    const onArrival = random.chance(0.5);
    const delay = onArrival ? random.whole(60, 3 * HOUR) : random.unit() * (leavesAt - admittedAt);
    const from = admittedAt + Math.floor(delay);
    if (from >= leavesAt) continue;
    const to = from + Math.round(random.logNormal(hours * HOUR, 0.8));
    periods.push({ code, from, to });
  }
  return periods;
}

/** Whether a need is active at an instant. */
export function hasNeed(patient: Patient, code: CareNeed, at: Seconds): boolean {
  return patient.needs.some((need) => need.code === code && need.from <= at && need.to > at);
}

/** Writes the needs that start or stop in the hour. */
export function chartNeeds(patient: Patient, hour: Hour, sink: EventSink): void {
  const end = Math.min(hour.start + HOUR, patient.leavesAt);
  for (const need of patient.needs) {
    if (need.from >= hour.start && need.from < end) startNeed(patient, need, sink);
    if (need.to >= hour.start && need.to < end) {
      const moment = charted(need.to, patient.random);
      sink.write(
        {
          id: nextId(patient),
          source: 'ehr',
          type: 'care-need.stop',
          encounterId: patient.encounterId,
          code: need.code,
          occurredAt: moment.occurredAt,
          recordedAt: moment.recordedAt,
        },
        moment,
      );
    }
  }
}

/** Writes that a need has begun, and the insertion it began with. */
function startNeed(patient: Patient, need: NeedPeriod, sink: EventSink): void {
  const moment = charted(need.from, patient.random);
  sink.write(
    {
      id: nextId(patient),
      source: 'ehr',
      type: 'care-need.start',
      encounterId: patient.encounterId,
      code: need.code,
      occurredAt: moment.occurredAt,
      recordedAt: moment.recordedAt,
    },
    moment,
  );
  const { begins } = NEEDS[need.code];
  if (begins === undefined || need.from < patient.admittedAt + HOUR) return;
  sink.write(
    {
      id: nextId(patient),
      source: 'ehr',
      type: 'task',
      encounterId: patient.encounterId,
      code: begins,
      minutes: patient.random.whole(10, 35),
      occurredAt: moment.occurredAt,
      recordedAt: moment.recordedAt,
    },
    moment,
  );
}
