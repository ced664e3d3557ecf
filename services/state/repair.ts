import type { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import { type Repaired, repairJournal } from '../journal/repair.ts';
import { type FileProgress, type JournalVerdict, verifyJournal } from '../journal/verify.ts';
import { InputError } from '../platform/input-error.ts';
import { moveStored } from './aside.ts';
import { journalFolder, stateFile } from './files.ts';
import { readHead, writeHead } from './head.ts';
import { holding } from './hold.ts';

export interface RepairStateOptions {
  readonly data: string;
  /** Folder of a backup. */
  readonly from?: string | undefined;
  readonly acceptLoss: boolean;
  readonly onProgress?: ((progress: FileProgress) => void) | undefined;
}

export interface RepairedState {
  readonly before: JournalVerdict;
  /** `null` where nothing was damaged. */
  readonly repaired: Repaired | null;
  readonly after: JournalVerdict;
}

const NOTHING_DERIVED = {
  scorer: { next: 0, revision: 0 },
  serving: { revision: 0 },
  deadLetters: { last: 0 },
} as const;

/**
 * Repairs the journal of a state that no server has open. Where records are given up, the scorer's file may have
 * events that the journal has not: it is moved aside, and made again from the journal.
 * @throws JournalFault, InputError where it cannot be: nothing is changed then
 */
export function repairState(options: RepairStateOptions): Promise<RepairedState> {
  const { data, from, acceptLoss, onProgress } = options;
  const folder = journalFolder(data);
  return holding(data, async (scorer) => {
    const head = await readHead(data);
    const before = await verifyJournal(folder, head?.journal ?? null, onProgress);
    const id = before.id ?? head?.journal.id;
    if (id === undefined)
      throw new InputError(`No file of ${folder} can be read: restore a backup`);
    const acknowledged = Math.max(head?.journal.end ?? 0, await storedTo(scorer));
    if (before.damage.length === 0 && before.end >= acknowledged) {
      return { before, repaired: null, after: before };
    }
    const repaired = await repairJournal(folder, {
      ...{ id, acknowledged, acceptLoss },
      from: from === undefined ? undefined : await otherJournal(from, id),
    });
    const { end, hash, lost } = repaired;
    const { scorer: scored, serving, deadLetters } = head ?? NOTHING_DERIVED;
    const isLost = lost.length > 0;
    await writeHead(data, {
      ...{ journal: { id, end, hash }, serving, deadLetters },
      scorer: isLost ? NOTHING_DERIVED.scorer : scored,
    });
    const after = await verifyJournal(folder, { id, end, hash }, onProgress);
    return { before, repaired, after };
  }).then(async (result) => {
    // the hold ends before: what DuckDB writes at close goes by name
    if ((result.repaired?.lost.length ?? 0) > 0) {
      const path = stateFile(data, 'scorer');
      await moveStored(path, `${path}.before`);
    }
    return result;
  });
}

/** The journal of a backup's folder, where it is of the same. */
async function otherJournal(from: string, id: string): Promise<string> {
  const folder = journalFolder(from);
  const { id: other } = await verifyJournal(folder, null);
  if (other === id) return folder;
  const what = other === null ? 'has no journal' : 'is of another journal';
  throw new InputError(`--from ${from} ${what}. Nothing was changed`);
}

/** How far the scorer's file has the journal, 0 where that cannot be read. */
async function storedTo(scorer: Warehouse | null): Promise<number> {
  if (scorer === null) return 0;
  const connection = await scorer.connect();
  const [row] = await connection
    .rows<{ next: number }>("select next_offset as next from position where topic = 'ward-events'")
    .catch(() => []);
  return row?.next ?? 0;
}
