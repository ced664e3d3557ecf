import { HOUR, type Hour, MINUTE, type Seconds, utc } from './clock.ts';
import type { EventSink } from './event-sink.ts';
import { type Moment, reported } from './lateness.ts';
import { hasNeed } from './needs.ts';
import { isPresent, nextId } from './patient.ts';
import type { Patient, Ward } from './ward.ts';

const TRANSFERS_PER_HOUR = 0.0012;
const TRANSFERS_FROM_ACUTE_PER_HOUR = 0.035;
const RETURNS_OF_OUTLIERS_PER_HOUR = 0.12;
const BED_MOVES_PER_HOUR = 0.0015;
const LEAVES_PER_HOUR = 0.0035;

/** Where the patient goes in the hour: home, to another ward or bed, on leave or back from it. */
export function move(patient: Patient, wards: readonly Ward[], hour: Hour, sink: EventSink): void {
  const end = hour.start + HOUR;
  if (patient.leavesAt < end) {
    patient.left = true;
    write(patient, 'discharge', reported(patient.leavesAt, patient.random), sink);
    return;
  }
  if (patient.awayUntil >= hour.start) {
    if (patient.awayUntil < end) {
      write(patient, 'leave.end', reported(patient.awayUntil, patient.random), sink);
    }
    return;
  }
  if (patient.admittedAt >= hour.start || !isPresent(patient, hour.start, end)) return;
  const daytime = hour.local >= 8 && hour.local < 21;
  const at = hour.start + patient.random.whole(0, HOUR - 1);
  const target = transferTarget(patient, wards, daytime);
  if (target !== null) transfer(patient, target, at, sink);
  else if (daytime && goesOnLeave(patient, hour)) {
    const away = Math.round(patient.random.logNormal(5 * HOUR, 0.8));
    patient.awayUntil = end + Math.min(away, 40 * HOUR);
    const leaves = reported(end - patient.random.whole(1, 5) * MINUTE, patient.random);
    write(patient, 'leave.start', leaves, sink);
  }
}

function transferTarget(patient: Patient, wards: readonly Ward[], daytime: boolean): Ward | null {
  const { random, ward, home } = patient;
  const pace = daytime ? 1 : 0.2;
  if (ward !== home && home.specialty.type !== 'acute') {
    return random.chance(RETURNS_OF_OUTLIERS_PER_HOUR * pace) ? home : null;
  }
  if (random.chance(BED_MOVES_PER_HOUR * pace)) return ward;
  const acute = ward.specialty.type === 'acute';
  if (!random.chance((acute ? TRANSFERS_FROM_ACUTE_PER_HOUR : TRANSFERS_PER_HOUR) * pace))
    return null;
  const target = random.pick(wards);
  const mixes = !ward.specialty.closed && !target.specialty.closed;
  return mixes && target !== ward && target.specialty.type !== 'acute' ? target : null;
}

function transfer(patient: Patient, target: Ward, at: Seconds, sink: EventSink): void {
  const slot = target.freeSlot(false);
  if (slot < 0) return;
  patient.home = target;
  target.place(patient, slot);
  const moment = reported(at, patient.random);
  sink.write(
    {
      id: nextId(patient),
      source: 'adt',
      type: 'transfer',
      encounterId: patient.encounterId,
      wardId: target.plan.wardId,
      bed: target.bed(slot),
      ...(patient.random.chance(0.3) && { plannedDischargeAt: utc(patient.plannedDischargeAt) }),
      occurredAt: moment.occurredAt,
      recordedAt: moment.recordedAt,
    },
    moment,
  );
}

function goesOnLeave(patient: Patient, hour: Hour): boolean {
  const well = patient.severity < 0.15 && !hasNeed(patient, 'isolation', hour.start);
  return well && patient.random.chance(hour.weekend ? 2 * LEAVES_PER_HOUR : LEAVES_PER_HOUR);
}

function write(
  patient: Patient,
  type: 'discharge' | 'leave.start' | 'leave.end',
  moment: Moment,
  sink: EventSink,
): void {
  const id = nextId(patient);
  const { encounterId } = patient;
  const { occurredAt, recordedAt } = moment;
  sink.write({ id, source: 'adt', type, encounterId, occurredAt, recordedAt }, moment);
}
