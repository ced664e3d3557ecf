import { DAY, HOUR, type Hour, MINUTE, utc } from './clock.ts';
import { type EventSink, observe } from './event-sink.ts';
import { charted, reported } from './lateness.ts';
import { newPatient } from './newcomer.ts';
import { nextId } from './patient.ts';
import { admissionRate, STAY_SIGMA } from './rhythm.ts';
import type { Patient, Ward } from './ward.ts';

/** The hour's new patients: to their ward, else into the largest gap elsewhere, else not at all. */
export function admitArrivals(
  ward: Ward,
  wards: readonly Ward[],
  hour: Hour,
  seed: number,
  sink: EventSink,
): void {
  const { random, specialty, plan } = ward;
  const rate = admissionRate(specialty, plan.beds, ward.taken / plan.beds, hour);
  for (let due = random.poisson(rate); due > 0; due--) {
    const at = hour.start + random.whole(0, HOUR - 1);
    const there = wardWithRoom(ward, wards);
    if (there === null) continue;
    const stay = random.logNormal(specialty.stayDays, STAY_SIGMA) * DAY;
    const patient = newPatient(ward, at, stay, seed);
    there.place(patient, there.freeSlot(true));
    writeAdmission(patient, sink);
  }
}

/** Writes the arrival, and for chronic lung disease the decision on the saturation scale. */
export function writeAdmission(patient: Patient, sink: EventSink): void {
  const { random, age, pregnant, ward } = patient;
  const moment = reported(patient.admittedAt, random);
  sink.write(
    {
      id: nextId(patient),
      source: 'adt',
      type: 'admission',
      encounterId: patient.encounterId,
      wardId: ward.plan.wardId,
      bed: ward.bed(patient.slot),
      ...(random.chance(0.97) && { age }),
      ...(pregnant && { pregnant }),
      ...(random.chance(0.6) && {
        plannedDischargeAt: utc(patient.plannedDischargeAt),
      }),
      occurredAt: moment.occurredAt,
      recordedAt: moment.recordedAt,
    },
    moment,
  );
  if (!patient.lungDisease && !random.chance(0.02)) return;
  const decided = charted(patient.admittedAt + random.whole(5, 90) * MINUTE, random);
  observe(sink, patient, decided, 'spo2-scale', patient.lungDisease ? 2 : 1, null);
}

function wardWithRoom(home: Ward, wards: readonly Ward[]): Ward | null {
  if (home.freeSlot(false) >= 0) return home;
  if (home.random.chance(0.2) && home.freeSlot(true) >= 0) return home;
  if (home.specialty.closed) return null;
  let best: Ward | null = null;
  for (const ward of wards) {
    if (ward.specialty.closed || ward.freeSlot(false) < 0) continue;
    if (best === null || ward.taken < best.taken) best = ward;
  }
  return best;
}
