import type { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import {
  damageLines,
  type FileProgress,
  type JournalVerdict,
  verifyJournal,
} from '../journal/verify.ts';
import { InputError } from '../platform/input-error.ts';
import { journalFolder } from './files.ts';
import { readHead } from './head.ts';

/**
 * Checks that a journal has all that was acknowledged, before something is written that follows from it or after it:
 * what it lacks could not be put back between.
 * @param scorer the scorer's file, `null` where it cannot be read
 * @returns `null` where the folder has no journal and never had one
 * @throws InputError where it is damaged, or lacks some
 */
export async function assertWholeJournal(
  data: string,
  scorer: Warehouse | null,
  onProgress?: (progress: FileProgress) => void,
): Promise<JournalVerdict | null> {
  const folder = journalFolder(data);
  const head = await readHead(data);
  const verdict = await verifyJournal(folder, head?.journal ?? null, onProgress);
  if (verdict.files === 0 && head === null) return null;
  const [damage] = damageLines(verdict);
  const stored = await storedTo(scorer);
  const lacks =
    stored > verdict.end ? `it ends at ${verdict.end}, scorer.duckdb at ${stored}` : null;
  const what = verdict.files === 0 ? 'is missing' : (damage ?? lacks);
  if (what === null) return verdict;
  const state = verdict.files === 0 ? what : `is damaged: ${what}`;
  throw new InputError(
    `The journal ${folder} ${state}. "doctor --data ${data}" says what to do. Nothing was changed`,
  );
}

/** How far the scorer's file has the journal, 0 where that cannot be read. */
export async function storedTo(scorer: Warehouse | null): Promise<number> {
  if (scorer === null) return 0;
  const connection = await scorer.connect();
  const [row] = await connection
    .rows<{ next: number }>("select next_offset as next from position where topic = 'ward-events'")
    .catch(() => []);
  return row?.next ?? 0;
}
