import { type LocalTime, parseLocalTime, zonedClock } from '../local-time.ts';
import type { Admission } from './admissions.ts';
import { TIME_ZONE } from './calendar.ts';
import type { Tally } from './report.ts';
import { readTable, type Table } from './tables.ts';

/** What the readers of the clinical tables share. */
export interface Source {
  directory: string;
  /** The selected admissions, by number. */
  admissions: ReadonlyMap<string, Admission>;
  /** Those of them that gave no ward stay: their rows have no place. None before the moves are read. */
  withoutStay: ReadonlySet<Admission>;
  tally: Tally;
}

/** The identity and times of a row, ready for an event. Instants are milliseconds UTC. */
export interface Stamp {
  source: string;
  id: string;
  encounterId: string;
  occurredAt: number;
  recordedAt: number;
}

/** One charted row of a selected admission. */
export interface Row extends Stamp {
  itemid: number;
  /** The value as charted, trimmed. */
  text: string;
  /** The value as a number; `null` if there is none. */
  number: number | null;
  /** The item was taken off the chart here (CareVue `D/C'd`). */
  discontinued: boolean;
}

/** What became of a row: used for something, or left out for a reason. */
export type MappingResult = { used: string } | { unused: string };

const clock = zonedClock(TIME_ZONE);

/** Why rows of an admission without a ward stay are left out. */
export const NO_STAY = 'the admission has no stay on a ward';

/** A wall-clock time of an admission as an instant; NaN if the text is no time. */
export function instantOf(admission: Admission, text: string): number {
  return instantAt(admission, parseLocalTime(text));
}

/** A wall-clock reading of an admission as an instant; NaN stays NaN. */
export function instantAt(admission: Admission, local: LocalTime): number {
  return Number.isNaN(local) ? local : clock(local + admission.shift);
}

/**
 * Stamps a row. It was recorded when it was stored, or at `time` if MIMIC gives no store time.
 * Rows stored before the time they are charted for were charted ahead of time: what they say is
 * known to hold only at that time, so they count as recorded then.
 */
export function stamp(
  source: Source,
  admission: Admission,
  table: Table,
  row: { id: string; time: string; stored: string },
): Stamp {
  const occurredAt = instantOf(admission, row.time);
  const storedAt = row.stored === '' ? occurredAt : instantOf(admission, row.stored);
  if (storedAt < occurredAt) source.tally.chartedAhead(occurredAt - storedAt);
  return {
    source: `mimic-iii/${table}`,
    id: row.id,
    encounterId: admission.encounterId,
    occurredAt,
    recordedAt: Math.max(storedAt, occurredAt),
  };
}

/** Streams the rows of the selected admissions of one table; counts the others. */
export async function* readRows<Column extends string>(
  { directory, admissions, withoutStay, tally }: Source,
  table: Table,
  columns: readonly Column[],
): AsyncGenerator<{ row: Record<Column | 'row_id' | 'hadm_id', string>; admission: Admission }> {
  for await (const row of readTable(directory, table, ['row_id', 'hadm_id', ...columns])) {
    const admission = admissions.get(row.hadm_id);
    if (admission !== undefined && withoutStay.has(admission)) tally.notMapped(table, NO_STAY);
    else if (admission !== undefined) yield { row, admission };
    else if (row.hadm_id === '') tally.notMapped(table, 'no hospital admission (hadm_id is empty)');
    else tally.notSelected(table);
  }
}

/** Reads a number at the start of a text: `99.6`, `.5`, `4-Mild to Mod`. `null` if there is none. */
export function leadingNumber(text: string): number | null {
  const found = /^[-+]?(?:\d+\.?\d*|\.\d+)/.exec(text);
  return found === null ? null : Number(found[0]);
}
