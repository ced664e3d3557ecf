import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import { erasuresAfter } from '../journal/erase.ts';
import { type Repaired, repairJournal } from '../journal/repair.ts';
import { type FileProgress, type JournalReport, verifyJournal } from '../journal/verify.ts';
import { syncFolder } from '../platform/durable-files.ts';
import { InputError } from '../platform/input-error.ts';
import { moveStored } from './aside.ts';
import { withCommandLock } from './command-lock.ts';
import { withExclusiveAccess } from './exclusive-access.ts';
import { journalFolder, stateFile } from './files.ts';
import { NOTHING_DERIVED, readHead, writeHead } from './head.ts';
import { REPAIRING } from './restoring.ts';
import { storedTo } from './whole-journal.ts';

export interface RepairStateOptions {
  readonly data: string;
  /** Folder of a backup. */
  readonly from?: string | undefined;
  readonly acceptLoss: boolean;
  readonly onProgress?: ((progress: FileProgress) => void) | undefined;
}

export interface RepairedState {
  readonly before: JournalReport;
  /** `null` if nothing was damaged. */
  readonly repaired: Repaired | null;
  readonly after: JournalReport;
  /** Number of erasures that the other journal lacks: erased data may be back. */
  readonly erasures: number;
}

/**
 * Repairs the journal of a state that no server has open. If records are given up, the scorer's file may have
 * events that the journal lacks, so it is moved aside and rebuilt from the journal. After an interruption, no server
 * starts on the folder until the repair is repeated.
 * @throws JournalFault, InputError if the repair is not possible; then nothing changes
 */
export function repairState(options: RepairStateOptions): Promise<RepairedState> {
  return withCommandLock(options.data, () => repairAlone(options));
}

async function repairAlone(options: RepairStateOptions): Promise<RepairedState> {
  const { data, from, acceptLoss, onProgress } = options;
  const folder = journalFolder(data);
  const head = await readHead(data);
  const before = await verifyJournal(folder, head?.journal ?? null, onProgress);
  const id = before.id ?? head?.journal.id;
  if (id === undefined) throw new InputError(`No file of ${folder} can be read: restore a backup`);
  const note = join(data, REPAIRING);
  const wasCutShort = existsSync(note);
  const repair = async (scorer: Warehouse | null) => {
    const acknowledged = Math.max(head?.journal.end ?? 0, await storedTo(scorer));
    const isWhole = before.damage.length === 0 && before.end >= acknowledged;
    if (isWhole && !wasCutShort) return null;
    return repairJournal(folder, {
      ...{ id, acknowledged, acceptLoss },
      onReplace: async () => {
        await writeFile(note, '', { mode: 0o600, flush: true });
        await syncFolder(data);
      },
      from: from === undefined ? undefined : await otherJournal(from, id),
    });
  };
  // the note of an erasure has positions, so the erasure must search the journal again
  const repaired = await withExclusiveAccess(data, repair, { isRepair: true });
  if (repaired === null) return { before, repaired, after: before, erasures: 0 };
  const { end, hash } = repaired;
  const after = await verifyJournal(folder, { id, end, hash }, onProgress);
  const isLost = after.givenUp > 0;
  // not while the file is open: DuckDB writes to its name at close
  if (isLost) {
    const path = stateFile(data, 'scorer');
    await moveStored(path, `${path}.before`);
  }
  const { scorer, serving, deadLetters } = head ?? NOTHING_DERIVED;
  await writeHead(data, {
    ...{ journal: { id, end, hash }, serving, deadLetters },
    scorer: isLost ? NOTHING_DERIVED.scorer : scorer,
  });
  await rm(note, { force: true });
  await syncFolder(data);
  const isFromOther = from !== undefined && (repaired.taken > 0 || wasCutShort);
  const erasures = isFromOther ? await erasuresAfter(journalFolder(from), folder) : 0;
  return { before, repaired, after, erasures };
}

/** Returns the journal of a backup's folder, if it has the same identity. */
async function otherJournal(from: string, id: string): Promise<string> {
  const folder = journalFolder(from);
  const { id: other } = await verifyJournal(folder, null);
  if (other === id) return folder;
  const what = other === null ? 'has no journal' : 'is of another journal';
  throw new InputError(`--from ${from} ${what}. Nothing was changed`);
}
