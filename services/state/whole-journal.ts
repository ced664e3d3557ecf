import type { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import {
  damageLines,
  type FileProgress,
  type JournalReport,
  verifyJournal,
} from '../journal/verify.ts';
import { InputError } from '../platform/input-error.ts';
import { derivedTo } from './derived-to.ts';
import { journalFolder } from './files.ts';
import { readHead } from './head.ts';

/** The files of a state that are open in this process. */
interface HeldFiles {
  /** `null` if it cannot be read. */
  readonly scorer: Warehouse | null;
  readonly serving?: Warehouse;
}

/**
 * Checks that a journal has all acknowledged records, before new records or derived data are written:
 * missing records could not be inserted later.
 * @returns `null` if the folder has no journal and never had one
 * @throws InputError if it is damaged, or lacks records
 */
export async function assertWholeJournal(
  data: string,
  { scorer, serving }: HeldFiles,
  onProgress?: (progress: FileProgress) => void,
): Promise<JournalReport | null> {
  const folder = journalFolder(data);
  const head = await readHead(data);
  const report = await verifyJournal(folder, head?.journal ?? null, onProgress);
  if (report.files === 0 && head === null) return null;
  const [damage] = damageLines(report);
  const { next, file } = await derivedTo(data, scorer, serving);
  const lacks = next > report.end ? `it ends at ${report.end}, ${file} at ${next}` : null;
  const what = report.files === 0 ? 'is missing' : (damage ?? lacks);
  if (what === null) return report;
  const state = report.files === 0 ? what : `is damaged: ${what}`;
  throw new InputError(
    `The journal ${folder} ${state}. "doctor --data ${data}" says what to do. Nothing was changed`,
  );
}
