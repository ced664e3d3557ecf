import type { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import {
  damageLines,
  type FileProgress,
  type JournalReport,
  verifyJournal,
} from '../journal/verify.ts';
import { InputError } from '../platform/input-error.ts';
import { journalFolder } from './files.ts';
import { readHead } from './head.ts';

/**
 * Checks that a journal has all acknowledged records, before new records or derived data are written:
 * missing records could not be inserted later.
 * @param scorer the scorer's file, `null` if it cannot be read
 * @returns `null` if the folder has no journal and never had one
 * @throws InputError if it is damaged, or lacks records
 */
export async function assertWholeJournal(
  data: string,
  scorer: Warehouse | null,
  onProgress?: (progress: FileProgress) => void,
): Promise<JournalReport | null> {
  const folder = journalFolder(data);
  const head = await readHead(data);
  const report = await verifyJournal(folder, head?.journal ?? null, onProgress);
  if (report.files === 0 && head === null) return null;
  const [damage] = damageLines(report);
  const stored = await storedTo(scorer);
  const lacks = stored > report.end ? `it ends at ${report.end}, scorer.duckdb at ${stored}` : null;
  const what = report.files === 0 ? 'is missing' : (damage ?? lacks);
  if (what === null) return report;
  const state = report.files === 0 ? what : `is damaged: ${what}`;
  throw new InputError(
    `The journal ${folder} ${state}. "doctor --data ${data}" says what to do. Nothing was changed`,
  );
}

/** Returns how far the scorer's file has the journal, 0 if that cannot be read. */
export async function storedTo(scorer: Warehouse | null): Promise<number> {
  if (scorer === null) return 0;
  const connection = await scorer.connect();
  const [row] = await connection
    .rows<{ next: number }>("select next_offset as next from position where topic = 'ward-events'")
    .catch(() => []);
  return row?.next ?? 0;
}
