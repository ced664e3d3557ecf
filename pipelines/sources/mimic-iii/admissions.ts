import { type LocalTime, parseLocalTime } from '../local-time.ts';
import { checkWindow, shiftInto, type Window } from './calendar.ts';
import type { Tally } from './report.ts';
import { readTable } from './tables.ts';

/** One hospital admission. Times are MIMIC's own; `shift` is added to each on the way out. */
export interface Admission {
  hadmId: number;
  encounterId: string;
  /** Whole years on admission; 91 for those MIMIC shows as about 300 (over 89). */
  age: number;
  admittedAt: LocalTime;
  dischargedAt: LocalTime;
  /** NaN unless the patient died in hospital. */
  diedAt: LocalTime;
  shift: number;
}

/** Which admissions to import; all by default. */
export interface Selection {
  window?: Window | undefined;
  subjects?: readonly number[] | undefined;
  admissions?: readonly number[] | undefined;
}

/** MIMIC hides ages over 89; the median of the hidden ones is 91.4 (Johnson et al. 2016). */
const HIDDEN_AGE = 91;

/**
 * Reads `patients` and `admissions`, by admission number. Whether a selected admission gives an encounter
 * is counted once its moves are known.
 */
export async function readAdmissions(
  directory: string,
  selection: Selection,
  tally: Tally,
): Promise<Map<string, Admission>> {
  if (selection.window !== undefined) checkWindow(selection.window);
  const born = new Map<string, LocalTime>();
  for await (const row of readTable(directory, 'patients', ['subject_id', 'dob'])) {
    born.set(row.subject_id, parseLocalTime(row.dob));
    tally.mapped('patients', 'age');
  }
  const admissions = new Map<string, Admission>();
  const columns = ['subject_id', 'hadm_id', 'admittime', 'dischtime', 'deathtime'] as const;
  for await (const row of readTable(directory, 'admissions', columns)) {
    const hadmId = Number(row.hadm_id);
    if (!isWanted(selection, Number(row.subject_id), hadmId)) {
      tally.notSelected('admissions');
      continue;
    }
    const stay = {
      hadmId,
      admittedAt: parseLocalTime(row.admittime),
      dischargedAt: parseLocalTime(row.dischtime),
    };
    admissions.set(row.hadm_id, {
      ...stay,
      encounterId: `H${row.hadm_id}`,
      age: ageAt(stay.admittedAt, born.get(row.subject_id) ?? Number.NaN),
      diedAt: parseLocalTime(row.deathtime),
      shift: selection.window === undefined ? 0 : shiftInto(selection.window, stay),
    });
  }
  return admissions;
}

function isWanted(selection: Selection, subject: number, admission: number): boolean {
  const { subjects, admissions } = selection;
  if (subjects === undefined && admissions === undefined) return true;
  return subjects?.includes(subject) === true || admissions?.includes(admission) === true;
}

function ageAt(admittedAt: LocalTime, bornAt: LocalTime): number {
  const [now, born] = [new Date(admittedAt), new Date(bornAt)];
  const birthday = Date.UTC(now.getUTCFullYear(), born.getUTCMonth(), born.getUTCDate());
  const years = now.getUTCFullYear() - born.getUTCFullYear() - (admittedAt < birthday ? 1 : 0);
  return years > 89 ? HIDDEN_AGE : years;
}
