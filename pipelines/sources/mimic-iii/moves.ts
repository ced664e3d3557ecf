import type { WireEvent } from '../../../schemas/ward-event.ts';
import type { Admission } from './admissions.ts';
import { envelope } from './event.ts';
import type { Tally } from './report.ts';
import { instantAt, instantOf, readRows, type Source, type Stamp } from './rows.ts';
import { wardIdOf } from './wards.ts';

interface Stay {
  id: string;
  wardId: string;
  from: number;
  to: number;
}

interface Course {
  admission: Admission;
  stays: Stay[];
  left: { id: string; at: number } | null;
  /** Discharge rows after the first: one discharge ends a stay. */
  furtherDischarges: number;
}

/**
 * Ward moves from `transfers`. The encounter is admitted to its first ward, not before its hospital
 * admission (elective patients are registered on a ward hours before they come), and leaves with the
 * discharge row or, before it, with its death. A death recorded before the admission ends nothing:
 * it is an error of entry, or belongs to an organ donor. Each row is counted as mapped only if it
 * gives a move.
 */
export async function readMoves(source: Source): Promise<WireEvent[]> {
  const { tally } = source;
  const courses = new Map<string, Course>();
  const columns = ['eventtype', 'curr_careunit', 'curr_wardid', 'intime', 'outtime'] as const;
  for await (const { row, admission } of readRows(source, 'transfers', columns)) {
    const course = courses.get(row.hadm_id) ?? newCourse(admission);
    courses.set(row.hadm_id, course);
    const from = instantOf(admission, row.intime);
    const to = row.outtime === '' ? Number.NaN : instantOf(admission, row.outtime);
    if (row.eventtype === 'discharge') {
      if (course.left !== null) course.furtherDischarges++;
      course.left = { id: row.row_id, at: from };
    } else if (row.curr_wardid === '') {
      tally.notMapped('transfers', 'no ward');
    } else if (to <= from) {
      tally.notMapped('transfers', 'a stay of no length');
    } else {
      const wardId = wardIdOf(row.curr_careunit, row.curr_wardid);
      course.stays.push({ id: row.row_id, wardId, from, to });
    }
  }
  return [...courses.values()].flatMap((course) => movesOf(course, tally));
}

function newCourse(admission: Admission): Course {
  return { admission, stays: [], left: null, furtherDischarges: 0 };
}

function movesOf({ admission, stays, left, furtherDischarges }: Course, tally: Tally): WireEvent[] {
  stays.sort((a, b) => a.from - b.from);
  const admittedAt = instantAt(admission, admission.admittedAt);
  const end = endOf(admission, admittedAt, stays, left);
  const moves: WireEvent[] = [];
  for (const { id, wardId, from, to } of stays) {
    const at = moves.length === 0 ? Math.max(from, admittedAt) : from;
    if (to <= admittedAt) tally.notMapped('transfers', 'a stay that ends before the admission');
    else if (end !== null && at >= end.occurredAt) {
      tally.notMapped('transfers', 'a stay that begins after the end of the admission');
    } else {
      tally.mapped('transfers', 'ward stay');
      const stamp = moveStamp(admission, id, at);
      if (moves.length > 0) moves.push({ ...envelope(stamp), type: 'transfer', wardId });
      else moves.push({ ...envelope(stamp), type: 'admission', wardId, ...ageOf(admission) });
    }
  }
  for (let n = 0; n < furtherDischarges; n++) tally.notMapped('transfers', 'a further discharge');
  if (left !== null) {
    if (moves.length > 0) tally.mapped('transfers', 'discharge');
    else tally.notMapped('transfers', 'a discharge without a ward stay before it');
  }
  if (end === null || moves.length === 0) return moves;
  return [...moves, { ...envelope(end), type: 'discharge' }];
}

/** When the encounter leaves its last ward; `null` if the tables give no end: the stay is open. */
function endOf(
  admission: Admission,
  admittedAt: number,
  stays: readonly Stay[],
  left: Course['left'],
): Stamp | null {
  const last = stays.at(-1);
  if (last === undefined) return null;
  const outOfLastWard = Number.isNaN(last.to)
    ? instantAt(admission, admission.dischargedAt)
    : last.to;
  const diedAt = instantAt(admission, admission.diedAt);
  const ends = [left?.at ?? outOfLastWard, diedAt > admittedAt ? diedAt : Number.NaN];
  const known = ends.filter((end) => !Number.isNaN(end));
  if (known.length === 0) return null;
  return moveStamp(admission, left?.id ?? `${last.id}:end`, Math.min(...known));
}

function ageOf({ age }: Admission): { age?: number } {
  return Number.isNaN(age) ? {} : { age };
}

function moveStamp(admission: Admission, id: string, at: number): Stamp {
  const { encounterId } = admission;
  return { source: 'mimic-iii/transfers', id, encounterId, occurredAt: at, recordedAt: at };
}
