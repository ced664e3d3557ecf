import type { WireEvent } from '../../../schemas/ward-event.ts';
import type { Admission } from './admissions.ts';
import { envelope } from './event.ts';
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
}

/**
 * Ward moves from `transfers`. The encounter is admitted to its first ward, not before its hospital
 * admission (elective patients are registered on a ward hours before they come), and leaves with the
 * discharge row or, before it, with its death.
 */
export async function readMoves(source: Source): Promise<WireEvent[]> {
  const courses = new Map<string, Course>();
  const columns = ['eventtype', 'curr_careunit', 'curr_wardid', 'intime', 'outtime'] as const;
  for await (const { row, admission } of readRows(source, 'transfers', columns)) {
    const course = courses.get(row.hadm_id) ?? { admission, stays: [], left: null };
    courses.set(row.hadm_id, course);
    const from = instantOf(admission, row.intime);
    const to = row.outtime === '' ? Number.NaN : instantOf(admission, row.outtime);
    if (row.eventtype === 'discharge') {
      course.left = { id: row.row_id, at: from };
      source.tally.mapped('transfers', 'discharge');
    } else if (row.curr_wardid === '') {
      source.tally.notMapped('transfers', 'no ward');
    } else if (to <= from) {
      source.tally.notMapped('transfers', 'a stay of no length');
    } else {
      const wardId = wardIdOf(row.curr_careunit, row.curr_wardid);
      course.stays.push({ id: row.row_id, wardId, from, to });
      source.tally.mapped('transfers', 'ward stay');
    }
  }
  return [...courses.values()].flatMap(movesOf);
}

function movesOf({ admission, stays, left }: Course): WireEvent[] {
  stays.sort((a, b) => a.from - b.from);
  const admittedAt = instantAt(admission, admission.admittedAt);
  const first = stays.findIndex(({ to }) => !(to <= admittedAt));
  if (first === -1) return [];
  const end = endOf(admission, stays, left);
  const moves: WireEvent[] = [];
  for (const { id, wardId, from } of stays.slice(first)) {
    const at = moves.length === 0 ? Math.max(from, admittedAt) : from;
    if (at >= end.occurredAt) break;
    const stamp = moveStamp(admission, id, at);
    if (moves.length > 0) moves.push({ ...envelope(stamp), type: 'transfer', wardId });
    else moves.push({ ...envelope(stamp), type: 'admission', wardId, ...ageOf(admission) });
  }
  return moves.length === 0 ? [] : [...moves, { ...envelope(end), type: 'discharge' }];
}

function endOf(admission: Admission, stays: readonly Stay[], left: Course['left']): Stamp {
  const last = stays.at(-1)!;
  const outOfLastWard = Number.isNaN(last.to)
    ? instantAt(admission, admission.dischargedAt)
    : last.to;
  const ends = [left?.at ?? outOfLastWard, instantAt(admission, admission.diedAt)];
  const at = Math.min(...ends.filter((end) => !Number.isNaN(end)));
  return moveStamp(admission, left?.id ?? `${last.id}:end`, at);
}

function ageOf({ age }: Admission): { age?: number } {
  return Number.isNaN(age) ? {} : { age };
}

function moveStamp(admission: Admission, id: string, at: number): Stamp {
  const { encounterId } = admission;
  return { source: 'mimic-iii/transfers', id, encounterId, occurredAt: at, recordedAt: at };
}
