import { writeAdmission } from './admitting.ts';
import { DAY, HOUR, type Hour, hourOf, type Seconds } from './clock.ts';
import type { EventSink } from './event-sink.ts';
import { attend, live } from './living.ts';
import { earlierPatient } from './newcomer.ts';
import { OpeningSink } from './opening-sink.ts';
import { targetOccupancy } from './rhythm.ts';
import { staffAtStart } from './staffing.ts';
import type { Ward } from './ward.ts';

/** A week of the hospital goes before the log, so that it opens as it goes on. */
const BEFORE = 7 * DAY;

/** Brings the wards to the start of the log, and writes what is then known and still counts. */
export function open(wards: readonly Ward[], start: Seconds, seed: number, sink: EventSink): void {
  const opening = new OpeningSink(start);
  for (const ward of wards) populate(ward, hourOf(start - BEFORE), seed, opening);
  for (let at = start - BEFORE; at < start; at += HOUR) live(wards, hourOf(at), seed, opening);
  opening.handOver(sink);
}

/** Fills a ward with patients who came earlier, each with the stay so far. */
function populate(ward: Ward, start: Hour, seed: number, sink: EventSink): void {
  const { random, plan } = ward;
  staffAtStart(ward, start, sink);
  const share = targetOccupancy(start.weekday) + random.normal(0, 0.03);
  for (let left = Math.round(Math.min(1, share) * plan.beds); left > 0; left--) {
    const patient = earlierPatient(ward, start.start, seed);
    ward.place(patient, ward.freeSlot(true));
    writeAdmission(patient, sink);
    for (let at = hourOf(patient.admittedAt).start; at < start.start; at += HOUR) {
      attend(patient, hourOf(at), sink);
    }
  }
}
