import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SERVING_LAYOUT } from '../../pipelines/serving/layout.ts';
import {
  isStaffing,
  keepLoggedStaffing,
  type StaffingEvent,
} from '../../pipelines/serving/staffing.ts';
import { migrate } from '../../pipelines/warehouse/migrate.ts';
import { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import { erasuresAfter } from '../journal/erase.ts';
import { Journal } from '../journal/journal.ts';
import { JournalReader } from '../journal/reader.ts';
import { type Repaired, repairJournal } from '../journal/repair.ts';
import { type FileProgress, type JournalReport, verifyJournal } from '../journal/verify.ts';
import { syncFolder } from '../platform/durable-files.ts';
import { InputError } from '../platform/input-error.ts';
import { moveStored } from './aside.ts';
import { findBackup } from './backup.ts';
import { withCommandLock } from './command-lock.ts';
import { derivedTo } from './derived-to.ts';
import { withExclusiveAccess } from './exclusive-access.ts';
import { journalFolder, stateFile } from './files.ts';
import { NOTHING_DERIVED, readHead, writeHead } from './head.ts';
import { REPAIRING } from './restoring.ts';
import { readStored } from './stored-file.ts';

const EVENTS_PER_CHUNK = 10_000;

export interface RepairStateOptions {
  readonly data: string;
  /** A backup, or the folder of several: the newest; or another folder with the journal. */
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
 * events that the journal lacks, so it is moved aside and rebuilt from the journal, and their staffing leaves the serving
 * file. After an interruption, no server
 * starts on the folder until the repair is repeated.
 * @throws JournalFault, InputError if the repair is not possible; then nothing changes
 */
export function repairState(options: RepairStateOptions): Promise<RepairedState> {
  return withCommandLock(options.data, () => repairAlone(options));
}

async function repairAlone(options: RepairStateOptions): Promise<RepairedState> {
  const { data, acceptLoss, onProgress } = options;
  const from = options.from === undefined ? undefined : await otherFolder(options.from);
  const folder = journalFolder(data);
  const head = await readHead(data);
  const before = await verifyJournal(folder, head?.journal ?? null, onProgress);
  const id = before.id ?? head?.journal.id;
  if (id === undefined) throw new InputError(`No file of ${folder} can be read: restore a backup`);
  const note = join(data, REPAIRING);
  const wasCutShort = existsSync(note);
  const repair = async (scorer: Warehouse | null) => {
    const { next } = await derivedTo(data, scorer);
    const acknowledged = Math.max(head?.journal.end ?? 0, next);
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
    await forgetLostStaffing(data);
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

/**
 * Deletes staffing and judgements that were given up from the serving file: it is not made again, since it alone knows what
 * was published when.
 */
async function forgetLostStaffing(data: string): Promise<void> {
  const path = stateFile(data, 'serving');
  // one that is damaged is rebuilt from the scorer's, which has the staffing of the journal
  if ((await readStored(path, {})).is !== 'whole') return;
  const journal = await Journal.open(journalFolder(data));
  if (journal === null) return;
  try {
    const warehouse = await Warehouse.open(path, { memoryLimit: '600MB' });
    try {
      const connection = await warehouse.connect();
      await connection.transaction(() => migrate(connection, SERVING_LAYOUT));
      await keepLoggedStaffing(connection, staffingOf(journal));
    } finally {
      await warehouse.close();
    }
  } finally {
    await journal.close();
  }
}

async function* staffingOf(journal: Journal): AsyncGenerator<readonly StaffingEvent[]> {
  const reader = new JournalReader(journal);
  try {
    for (let at = 0; ; ) {
      const chunk = await reader.read(at, EVENTS_PER_CHUNK);
      if (chunk === null) return;
      yield chunk.events.filter(isStaffing);
      at = chunk.next;
    }
  } finally {
    await reader.close();
  }
}

/** Returns the folder whose journal is meant: of a folder of backups, the newest. */
async function otherFolder(from: string): Promise<string> {
  return existsSync(journalFolder(from)) ? from : await findBackup(from);
}

/** Returns the journal of a backup's folder, if it has the same identity. */
async function otherJournal(from: string, id: string): Promise<string> {
  const folder = journalFolder(from);
  const { id: other } = await verifyJournal(folder, null);
  if (other === id) return folder;
  const what = other === null ? 'has no journal' : 'is of another journal';
  throw new InputError(`--from ${from} ${what}. Nothing was changed`);
}
