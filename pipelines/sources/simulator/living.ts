import { admitArrivals } from './admitting.ts';
import { assess } from './assessing.ts';
import { carryOut } from './care.ts';
import { chartVitals } from './charting.ts';
import { HOUR, type Hour } from './clock.ts';
import type { EventSink } from './event-sink.ts';
import { judge } from './judgement.ts';
import { move } from './moves.ts';
import { chartNeeds } from './needs.ts';
import { isPresent } from './patient.ts';
import { staff } from './staffing.ts';
import { drift } from './trajectory.ts';
import type { Patient, Ward } from './ward.ts';

/** One hour of the hospital. */
export function live(wards: readonly Ward[], hour: Hour, seed: number, sink: EventSink): void {
  for (const ward of wards) staff(ward, hour, sink);
  for (const ward of wards) admitArrivals(ward, wards, hour, seed, sink);
  for (const ward of wards) {
    for (const patient of ward.residents()) attend(patient, hour, sink);
    judge(ward, hour, sink);
  }
  const everyone = wards.flatMap((ward) => ward.residents());
  for (const patient of everyone) move(patient, wards, hour, sink);
  for (const ward of wards) ward.clean();
}

/** One hour of care for one patient, wherever it is given. */
export function attend(patient: Patient, hour: Hour, sink: EventSink): void {
  drift(patient, hour);
  chartNeeds(patient, hour, sink);
  const from = Math.max(hour.start, patient.admittedAt, patient.awayUntil);
  const to = Math.min(hour.start + HOUR, patient.leavesAt);
  if (!isPresent(patient, hour.start, to)) return;
  chartVitals(patient, from, hour, to, sink);
  assess(patient, hour, from, to, sink);
  carryOut(patient, hour, from, to, sink);
}
