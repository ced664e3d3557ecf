import { existsSync } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ErasureSubject, subjectId } from '../../../pipelines/events/erasure-subject.ts';
import { eraseFromScorer } from '../../../pipelines/scoring/erase.ts';
import { SCORER_LAYOUT } from '../../../pipelines/scoring/layout.ts';
import { eraseFromServing } from '../../../pipelines/serving/erase.ts';
import { SERVING_LAYOUT } from '../../../pipelines/serving/layout.ts';
import {
  assertOpens,
  inspect,
  type Layout,
  migrate,
} from '../../../pipelines/warehouse/migrate.ts';
import { copyWhole } from '../../../pipelines/warehouse/rewrite.ts';
import {
  type Connection,
  Warehouse,
  WarehouseError,
} from '../../../pipelines/warehouse/warehouse.ts';
import { eraseFromAdapters } from '../../adapters/journal/erase.ts';
import { ADAPTERS_LAYOUT } from '../../adapters/journal/layout.ts';
import { eraseLetters } from '../../ingest/erase.ts';
import { DEAD_LETTERS_LAYOUT } from '../../ingest/layout.ts';
import { eraseRecords, findErasure, isErasureNoted } from '../../journal/erase.ts';
import { journalFiles } from '../../journal/files.ts';
import { Journal } from '../../journal/journal.ts';
import { syncFolder } from '../../platform/durable-files.ts';
import { InputError } from '../../platform/input-error.ts';
import type { ErasureNote } from '../../security/audit/audit-entry.ts';
import { headPaths } from '../../security/audit/audit-head.ts';
import { AuditLog } from '../../security/audit/audit-log.ts';
import { userName } from '../../security/audit/audited-change.ts';
import { withCommandLock } from '../command-lock.ts';
import { journalFolder, stateFile } from '../files.ts';
import { readHead, writeHead } from '../head.ts';
import { assertRepaired, assertRestored } from '../restoring.ts';
import { assertWholeJournal } from '../whole-journal.ts';
import {
  type ErasingNote,
  isFor,
  noteFor,
  readErasing,
  removeErasing,
  writeErasing,
} from './erasing-note.ts';
import { type Leftover, leftovers } from './leftovers.ts';

export type EraseOptions = ErasureSubject & EraseWork;

interface EraseWork {
  /** Folder of a stopped server's state. */
  readonly data: string;
  /** Reference of the decision, for the audit. */
  readonly reason?: string | undefined;
  /** Whether to erase earlier values of the affected ward-hours, too. */
  readonly forgetPublished?: boolean | undefined;
  /** A further copy of the head of the audit. */
  readonly auditHead?: string | undefined;
  /** Further erasure before it counts as done; if this fails, the erasure is not finished. */
  readonly beside?: () => Promise<void>;
  /** Called after each step; an exception interrupts the erasure. */
  readonly onStep?: (step: string) => unknown;
}

/** What was erased. */
export interface Erased {
  /** Number of records of the journal; `null` if the folder has none. */
  readonly records: number | null;
  /** Number of ward-hours that were summed again. */
  readonly wardHours: number;
  readonly deadLetters: number;
  /** Files that were not changed and may name what was erased. */
  readonly leftovers: readonly Leftover[];
}

/** A kind of file, and how to erase from it. */
interface Kind {
  readonly name: RegExp;
  readonly layout: Layout;
  readonly erase: (connection: Connection, found: Found) => Promise<void>;
}

interface Found {
  readonly subject: ErasureSubject;
  readonly forgetPublished: boolean;
  readonly events: Parameters<typeof eraseFromScorer>[2];
  readonly note: ErasingNote;
}

const KINDS: readonly Kind[] = [
  {
    name: /^scorer(-\d+)?\.duckdb$/,
    layout: SCORER_LAYOUT,
    erase: (connection, { subject, events }) => eraseFromScorer(connection, subject, events),
  },
  {
    name: /^serving\.duckdb$/,
    layout: SERVING_LAYOUT,
    erase: async (connection, { subject, forgetPublished, note }) => {
      note.wardHours += await eraseFromServing(connection, subject, forgetPublished);
    },
  },
  {
    name: /^ingest\.duckdb$/,
    layout: DEAD_LETTERS_LAYOUT,
    erase: async (connection, { subject, note }) => {
      note.deadLetters += await eraseLetters(connection, subject);
    },
  },
  {
    name: /^adapters\.duckdb$/,
    layout: ADAPTERS_LAYOUT,
    erase: (connection, { subject }) => eraseFromAdapters(connection, subject),
  },
];

/**
 * Erases an encounter or a judgement from the folder of a stopped server: journal, DuckDB files, dead letters, answers and
 * snapshots. After an interruption, no server starts on the folder until the same call finishes the erasure.
 * The audit stays, with a line before and one after.
 * @throws InputError if another erasure must be finished first, or the audit cannot be written
 * @throws WarehouseError if a server has the folder
 * @throws InputError, IncompatibleStateError, JournalFault if the journal lacks acknowledged records, or a file is damaged
 *   or from a newer program; then nothing is erased
 */
export async function erase(options: EraseOptions): Promise<Erased> {
  const { data } = options;
  const files = await stateFiles(data);
  if (files.length === 0 && !existsSync(journalFolder(data))) {
    throw new InputError(
      `${data} is no folder of a server: it has neither a journal nor a *.duckdb`,
    );
  }
  return withCommandLock(data, () => eraseHeld(options, files));
}

async function eraseHeld(options: EraseOptions, files: readonly StateFile[]): Promise<Erased> {
  const { data, reason, onStep = () => {} } = options;
  const notes = notesOf(options);
  assertRestored(data);
  assertRepaired(data);
  const holding = await hold(data, files);
  const serving = holding.get('serving.duckdb');
  await assertWholeJournal(data, {
    scorer: holding.get('scorer.duckdb') ?? null,
    ...(serving === undefined ? {} : { serving }),
  }).catch(async (error) => {
    await letGo(holding);
    throw error;
  });
  const audit = await openAudit(options);
  const write = (
    note: Note,
    more: Pick<ErasureNote, 'records' | 'wardHours' | 'deadLetters'> = {},
  ) =>
    audit.append({
      ...{ ...note, by: userName(), ...more },
      ...(reason === undefined ? {} : { reason }),
    });
  try {
    await write(notes.before).catch((error: Error) => {
      throw new InputError(
        `Nothing is erased, since the audit cannot be written: ${error.message}`,
      );
    });
    await onStep('audited');
    const erased = await eraseAll(options, files, holding).catch(async (error: unknown) => {
      await write(notes.failed).catch(() => undefined);
      throw error;
    });
    const { records, wardHours, deadLetters } = erased;
    await write(notes.after, { records: records ?? 0, wardHours, deadLetters });
    await removeErasing(data);
    return erased;
  } finally {
    await letGo(holding);
    await audit.close();
  }
}

type Note = DistributivePick<ErasureNote, 'note' | 'encounterId' | 'judgement'>;
type DistributivePick<T, K extends PropertyKey> = T extends unknown ? Pick<T, K & keyof T> : never;

/** The audit's lines of an erasure. */
function notesOf(subject: ErasureSubject): Record<'before' | 'after' | 'failed', Note> {
  if ('judgement' in subject) {
    const { judgement } = subject;
    return {
      before: { note: 'a judgement is to be erased', judgement },
      after: { note: 'a judgement is erased', judgement },
      failed: { note: 'a judgement could not be erased', judgement },
    };
  }
  const { encounterId } = subject;
  return {
    before: { note: 'an encounter is to be erased', encounterId },
    after: { note: 'an encounter is erased', encounterId },
    failed: { note: 'an encounter could not be erased', encounterId },
  };
}

type StateFile = { readonly name: string; readonly kind: Kind };

/** Returns the DuckDB files of a folder with events or hours, scorers first. */
async function stateFiles(data: string): Promise<StateFile[]> {
  const names = await readdir(data).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  return KINDS.flatMap((kind) =>
    names
      .filter((name) => kind.name.test(name))
      .toSorted()
      .map((name) => ({ name, kind })),
  );
}

/** Opens every file as a server does, so that no server can start meanwhile. */
async function hold(data: string, files: readonly StateFile[]): Promise<Map<string, Warehouse>> {
  const holding = new Map<string, Warehouse>();
  try {
    for (const { name, kind } of files) await assertOpens(join(data, name), kind.layout);
    for (const { name } of files) {
      holding.set(name, await Warehouse.open(join(data, name), { memoryLimit: '600MB' }));
    }
  } catch (error) {
    await letGo(holding);
    if (!(error instanceof WarehouseError) || error.category !== 'in use') throw error;
    throw new InputError(`${error.message}: stop the server first, then erase`, { cause: error });
  }
  return holding;
}

async function letGo(holding: ReadonlyMap<string, Warehouse>): Promise<void> {
  for (const warehouse of holding.values()) await warehouse.close();
}

async function openAudit({ data, auditHead }: EraseOptions): Promise<AuditLog> {
  const folder = join(data, 'audit');
  const audit = new AuditLog(folder, Date.now, null, headPaths(folder, auditHead));
  await audit.open();
  return audit;
}

async function eraseAll(
  options: EraseOptions,
  files: readonly StateFile[],
  holding: Map<string, Warehouse>,
): Promise<Erased> {
  const { data, forgetPublished = false, onStep = () => {} } = options;
  const folder = journalFolder(data);
  const hasJournal = existsSync(folder);
  const before = await readErasing(data);
  if (before !== null && !isFor(before, options)) {
    throw new InputError(
      `Another erasure, which began at ${before.at}, is not finished in ${data}. Finish that one first; "audit search" shows of what`,
    );
  }
  const note = before ?? noteFor(options);
  // records are erased last, because they identify the events
  const isFound = note.positions !== null && files.every(({ name }) => note.done.includes(name));
  const erasure = hasJournal && !isFound ? await found(folder, options) : null;
  if (erasure !== null) note.positions = [...erasure.positions];
  await writeErasing(data, note);
  await onStep('noted');

  for (const { name, kind } of files) {
    const warehouse = holding.get(name)!;
    if (note.done.includes(name)) {
      await warehouse.close();
      continue;
    }
    const connection = await warehouse.connect();
    await connection.transaction(() => migrate(connection, kind.layout));
    const counts = { ...note };
    await connection.transaction(async () => {
      const events = erasure?.events ?? null;
      await kind.erase(connection, { subject: options, forgetPublished, events, note: counts });
    });
    Object.assign(note, counts);
    await onStep(`${name}: rows are deleted`);
    await replaceByCopy(join(data, name), warehouse, () => onStep(`${name}: copied`));
    note.done.push(name);
    await writeErasing(data, note);
    await onStep(`${name}: replaced`);
  }
  if (hasJournal) await eraseJournal(data, note, onStep);
  await noteHead(data);
  await onStep('the head says so');
  await removeDerived(data);
  await onStep('derived');
  await options.beside?.();
  const journal = (await journalFiles(folder)).map(({ name }) => join('journal', name));
  const done = new Set([...files.map(({ name }) => name), ...journal]);
  const { positions, wardHours, deadLetters } = note;
  return {
    ...{ records: positions?.length ?? null, wardHours, deadLetters },
    leftovers: await leftovers(data, subjectId(options), (file) => done.has(file)),
  };
}

/** Returns what to erase from a journal; every line of it must be readable. */
async function found(folder: string, subject: ErasureSubject) {
  // the next line drops unacknowledged records
  const journal = await Journal.open(folder);
  await journal?.note({ kind: 'probe' });
  await journal?.close();
  return findErasure(folder, subject);
}

/** Replaces a file by a copy, and removes its write-ahead log. */
async function replaceByCopy(path: string, warehouse: Warehouse, onCopied: () => unknown) {
  const copy = `${path}.erasing`;
  await copyWhole(warehouse, copy);
  await onCopied();
  await warehouse.close();
  await rm(`${path}.wal`, { force: true });
  const file = await open(copy, 'r');
  await file.sync().finally(() => file.close());
  await rename(copy, path);
  await syncFolder(join(path, '..'));
}

async function eraseJournal(data: string, note: ErasingNote, onStep: (step: string) => unknown) {
  const folder = journalFolder(data);
  await eraseRecords(folder, note.positions!, onStep);
  if (!(await isErasureNoted(folder, note.at))) {
    const journal = await Journal.open(folder);
    await journal?.note({ kind: 'erased', count: note.positions!.length });
    await journal?.close();
  }
  await onStep('the journal says so');
}

/** Records the current end as the acknowledged one. */
async function noteHead(data: string): Promise<void> {
  const head = await readHead(data);
  const opened = await Journal.open(journalFolder(data));
  await opened?.close();
  if (head === null || opened === null) return;
  const last = await inspect(stateFile(data, 'ingest'), DEAD_LETTERS_LAYOUT, async (connection) => {
    const [row] = await connection.rows<{ last: number }>(
      'select coalesce(max(number), 0) as last from dead_letter',
    );
    return row!.last;
  });
  const deadLetters = { last: last ?? head.deadLetters.last };
  const { id, end, endHash: hash } = opened;
  const journal = { id, end, hash };
  await writeHead(data, { ...head, journal, deadLetters });
}

/** In the folder of a state: derived files, leftovers of a stop or a backup, and files that a rebuild or repair kept. */
const DERIVED =
  /^(answers|snapshots|snapshot-for-backup|journal\.new|simulation-state)$|\.tmp$|\.duckdb\.(tmp|erasing|new|before|damaged)(\.wal)?$/;
/** In the folder of the journal. */
const KEPT = /\.damaged$/;

async function removeDerived(data: string): Promise<void> {
  for (const [folder, isDerived] of [
    [data, DERIVED],
    [journalFolder(data), KEPT],
  ] as const) {
    if (!existsSync(folder)) continue;
    for (const name of (await readdir(folder)).filter((name) => isDerived.test(name))) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
    await syncFolder(folder);
  }
}
