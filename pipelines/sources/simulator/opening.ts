import { writeAdmission } from './admitting.ts';
import { writeAssessment } from './assessing.ts';
import { takeVitals } from './charting.ts';
import { DAY, HOUR, type Hour, type Seconds } from './clock.ts';
import type { Journal } from './journal.ts';
import { startNeed } from './needs.ts';
import { earlierPatient } from './newcomer.ts';
import { targetOccupancy } from './rhythm.ts';
import { staffAtStart } from './staffing.ts';
import type { Ward } from './ward.ts';

/** Fills a ward as it stands at the start, and writes what is then known of its patients. */
export function populate(ward: Ward, start: Hour, seed: number, journal: Journal): void {
  const { random, plan } = ward;
  staffAtStart(ward, start, journal);
  const share = targetOccupancy(start.weekday) + random.normal(0, 0.03);
  for (let left = Math.round(Math.min(1, share) * plan.beds); left > 0; left--) {
    const patient = earlierPatient(ward, start.start, seed);
    ward.place(patient, ward.freeSlot(true));
    writeAdmission(patient, journal);
    for (const need of patient.needs) {
      if (need.from < start.start && need.to > start.start) startNeed(patient, need, journal);
    }
    const since = (longest: number): Seconds =>
      random.whole(Math.max(patient.admittedAt, start.start - longest), start.start - 1);
    writeAssessment(patient, since(DAY), true, journal);
    takeVitals(patient, since(6 * HOUR), journal);
    patient.nextVitals = start.start + random.whole(0, 5 * HOUR);
  }
}
