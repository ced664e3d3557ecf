import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { journalFiles } from '../journal/files.ts';
import {
  damageLines,
  type FileProgress,
  type JournalReport,
  reportText,
  verifyJournal,
} from '../journal/verify.ts';
import { counted } from '../platform/counted.ts';
import { unreadable } from '../platform/folder.ts';
import { InputError } from '../platform/input-error.ts';
import { faultByHeads, headPaths, readHeads } from '../security/audit/audit-head.ts';
import { verify as verifyAudit } from '../security/audit/audit-verify.ts';
import { SERVED_TO, STORED_TO } from './derived-to.ts';
import { diskRoom, type Room } from './disk-room.ts';
import { ERASING } from './erasure/erasing-note.ts';
import { kindFaults } from './file-kinds.ts';
import { journalFolder, stateFile } from './files.ts';
import { DamagedHead, type Head, headFile, readHead } from './head.ts';
import { REPAIRING, RESTORING } from './restoring.ts';
import { readStored, type StoredFile } from './stored-file.ts';

/** A finding of an examination. */
export interface Finding {
  /** `damage` is what a server refuses, or a loss that only a command prevents. */
  readonly level: 'ok' | 'note' | 'damage';
  /** A file or folder of the state. */
  readonly of: string;
  readonly what: string;
  /** The command that helps, if one is needed. */
  readonly command?: string;
}

export interface ExamineOptions {
  readonly data: string;
  readonly onProgress?: (progress: FileProgress) => void;
  /** Says how much room a disk has; by default the operating system. */
  readonly roomOf?: (folder: string) => Promise<Room>;
}

/** What the parts of the examination share. */
interface Known {
  readonly data: string;
  readonly head: Head | null;
  readonly report: JournalReport | null;
}

const BACKUP = 'BACKUP_DIR';

/**
 * Examines the folder of a state: what is there, what was acknowledged, what is missing or damaged.
 * Changes nothing, and works beside a running server.
 * @throws InputError if there is no folder
 */
export async function* examine(options: ExamineOptions): AsyncGenerator<Finding> {
  yield* fileFindings(options);
  const room = await diskRoom(options.data, options.roomOf);
  if (room === null) return;
  yield { level: room.isFull ? 'damage' : 'ok', of: 'disk', what: room.what };
}

async function* fileFindings({ data, onProgress }: ExamineOptions): AsyncGenerator<Finding> {
  const names = await readdir(data).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES') throw unreadable(data);
    throw new InputError(`There is no folder ${data}`);
  });
  if (names.length === 0) {
    yield { level: 'note', of: data, what: 'is empty: a server begins a hospital in it' };
    return;
  }
  let isAsExpected = true;
  for await (const { name, what } of kindFaults(data)) {
    isAsExpected = false;
    const path = join(data, name);
    yield { level: 'damage', of: name, what, command: `mv ${path} ${path}.aside` };
  }
  if (!isAsExpected) return;
  if (names.includes(RESTORING)) {
    const command = `npm run cli -- restore --from ${BACKUP} --data ${data}`;
    yield {
      level: 'damage',
      of: RESTORING,
      what: 'a restore was cut short: start it again',
      command,
    };
  }
  if (names.includes(REPAIRING)) {
    const command = `npm run cli -- log repair --data ${data} --from ${BACKUP}`;
    const what = 'a repair of the journal was cut short: run it again, with the same options';
    yield { level: 'damage', of: REPAIRING, what, command };
  }
  if (names.includes(ERASING)) {
    const command = `npm run cli -- erase --data ${data} --encounter ENCOUNTER`;
    const what = `an erasure was cut off: run it again ("audit search --data ${data}" shows for which encounter)`;
    yield { level: 'damage', of: ERASING, what, command };
  }
  let head: Head | null = null;
  try {
    head = await readHead(data);
    yield headFinding(head);
  } catch (error) {
    if (!(error instanceof DamagedHead)) throw error;
    const command = `mv ${headFile(data)} ${headFile(data)}.damaged`;
    const what =
      'is damaged: nothing else says what was acknowledged. Once it is moved away the journal counts as it is';
    yield { level: 'damage', of: 'head.json', what, command };
  }
  const files = await journalFiles(journalFolder(data));
  const report =
    files.length === 0
      ? null
      : await verifyJournal(journalFolder(data), head?.journal ?? null, onProgress);
  const known = { data, head, report };
  const scorer = await readStored(stateFile(data, 'scorer'), SCORER);
  const serving = await readStored(stateFile(data, 'serving'), SERVING);
  yield* journalFindings(known, scorer, serving);
  yield* scorerFindings(known, scorer);
  yield* servingFindings(known, scorer, serving);
  yield* deadLetterFindings(known);
  if (names.includes('audit')) yield* auditFindings(data);
}

const SCORER = {
  log: "select value from meta where name = 'log'",
  next: STORED_TO,
  revision: 'select revision as value from outbox',
  events: 'select (select count(*) from event) + (select count(*) from superseded_event) as value',
};
const SERVING = { revision: 'select max(position) as value from applied', next: SERVED_TO };
const DEAD_LETTERS = {
  last: 'select coalesce(max(number), 0) as value from dead_letter',
  letters: 'select count(*) as value from dead_letter',
};

function headFinding(head: Head | null): Finding {
  if (head === null) {
    const what = 'is not there: nothing says what was acknowledged but the files themselves';
    return { level: 'note', of: 'head.json', what };
  }
  const { journal, at, version } = head;
  return {
    ...{ level: 'ok', of: 'head.json' },
    what: `events up to ${journal.end} were acknowledged (${at}, version ${version})`,
  };
}

function* journalFindings(
  { data, head, report }: Known,
  scorer: StoredFile,
  serving: StoredFile,
): Generator<Finding> {
  const of = 'journal';
  const values = scorer.is === 'whole' ? scorer.values : {};
  if (report === null) {
    if (head === null && (values.log ?? null) === null) {
      const what =
        scorer.is === 'missing'
          ? 'is not there, and nothing says that there was one'
          : 'is not there: the state is of an earlier version, and becomes a journal at the next start';
      yield { level: 'note', of, what };
      return;
    }
    const command = `npm run cli -- restore --from ${BACKUP} --data NEW_DIR`;
    yield {
      level: 'damage',
      of,
      what: 'is missing, and with it the log of what was acknowledged',
      command,
    };
    return;
  }
  const command = `npm run cli -- log repair --data ${data} --from ${BACKUP}`;
  yield { level: 'ok', of, what: reportText(report) };
  for (const what of damageLines(report)) yield { level: 'damage', of, what, command };
  if (report.tail !== null) {
    const what = `${report.tail.file} has bytes after ${report.tail.at} that were never acknowledged, or are being written`;
    yield { level: 'note', of, what };
  }
  const [ahead] = [
    { file: 'scorer.duckdb', next: nextOf(scorer) },
    { file: 'serving.duckdb', next: nextOf(serving) },
  ].filter(({ next }) => next > report.end);
  if (ahead !== undefined && report.damage.length === 0) {
    const what = `${ahead.file} has events up to ${ahead.next}; the journal has ${report.end}`;
    yield { level: 'damage', of, what, command };
  }
}

/** The position after the last record that a file is of, 0 if it does not say. */
function nextOf(stored: StoredFile): number {
  return stored.is === 'whole' ? Number(stored.values.next ?? 0) : 0;
}

function* scorerFindings({ data, head, report }: Known, scorer: StoredFile): Generator<Finding> {
  const of = 'scorer.duckdb';
  const command = `npm run cli -- rebuild --data ${data}`;
  if (scorer.is === 'in use') yield inUse(of);
  else if (scorer.is === 'missing') {
    yield { level: 'note', of, what: 'is not there: the next start makes it from the journal' };
  } else if (scorer.is === 'damaged') yield { level: 'damage', of, what: scorer.why, command };
  else {
    const { log = null, next, revision, events } = scorer.values;
    if (log !== null && report?.id && log !== report.id) {
      const what = 'was made from another journal than the one that is here';
      yield { level: 'damage', of, what, command };
    }
    yield {
      level: 'ok',
      of,
      what: `${counted(Number(events ?? 0), 'event')}, up to position ${next ?? 0}`,
    };
    const lacks = Number(next ?? 0) < (head?.scorer.next ?? 0);
    if (lacks || Number(revision ?? 0) < (head?.scorer.revision ?? 0)) {
      const what = `is older than what was noted (a file or a write-ahead log was lost): the next start makes it good from the journal`;
      yield { level: 'note', of, what };
    }
  }
}

function* servingFindings(
  { data, head }: Known,
  scorer: StoredFile,
  serving: StoredFile,
): Generator<Finding> {
  const of = 'serving.duckdb';
  const command = `npm run cli -- rebuild --serving --data ${data}`;
  const wasServed = (head?.serving.revision ?? 0) > 0;
  if (serving.is === 'in use') yield inUse(of);
  else if (serving.is === 'missing') {
    const what =
      'is not there: the next start publishes everything again. What was published before then (asKnownAt) is in a backup only';
    yield {
      ...{ level: wasServed ? 'damage' : 'note', of, what },
      ...(wasServed ? { command } : {}),
    };
  } else if (serving.is === 'damaged') yield { level: 'damage', of, what: serving.why, command };
  else {
    const revision = Number(serving.values.revision ?? 0);
    yield { level: 'ok', of, what: `publications up to ${revision}` };
    if (revision < (head?.serving.revision ?? 0)) {
      const what = `is older than what was noted (${head!.serving.revision}): the next start publishes the rest again`;
      yield { level: 'note', of, what };
    }
    if (scorer.is === 'whole' && revision > Number(scorer.values.revision ?? 0)) {
      const what =
        'is ahead of scorer.duckdb: the next start compares them and withdraws what is no more';
      yield { level: 'note', of, what };
    }
  }
}

async function* deadLetterFindings({ data, head }: Known): AsyncGenerator<Finding> {
  const of = 'ingest.duckdb';
  const found = await readStored(stateFile(data, 'ingest'), DEAD_LETTERS);
  const last = head?.deadLetters.last ?? 0;
  const restore = `npm run cli -- restore --only ${of} --from ${BACKUP} --data ${data}`;
  if (found.is === 'in use') yield inUse(of);
  else if (found.is === 'missing') {
    const what = `is not there, and with it the dead letters${last > 0 ? ` (there were up to ${last})` : ''}`;
    yield last > 0 ? { level: 'damage', of, what, command: restore } : { level: 'note', of, what };
  } else if (found.is === 'damaged') {
    const what = `${found.why}. Without a backup move it away: a new one is begun, and the dead letters are lost`;
    yield { level: 'damage', of, what, command: restore };
  } else {
    yield { level: 'ok', of, what: counted(Number(found.values.letters ?? 0), 'dead letter') };
    if (Number(found.values.last ?? 0) < last) {
      const what = `the newest dead letter is ${found.values.last ?? 0}, and ${last} was noted: it was taken since, or a write-ahead log was lost`;
      yield { level: 'note', of, what };
    }
  }
}

async function* auditFindings(data: string): AsyncGenerator<Finding> {
  const of = 'audit';
  const folder = join(data, 'audit');
  const { entries, last, breaks, accepted } = await verifyAudit(folder);
  const fault = await faultByHeads(folder, readHeads(headPaths(folder)));
  yield { level: 'ok', of, what: `${counted(entries, 'entry', 'entries')}, the last is ${last}` };
  for (const { file, line, what } of accepted) {
    yield { level: 'note', of, what: `${file}, line ${line}: ${what}; accepted as it is` };
  }
  const accept = `npm run cli -- audit accept --data ${data}`;
  for (const { file, line, what } of breaks) {
    const how = `${file}, line ${line}: ${what}. Put the line back from a backup, or go on without it`;
    yield { level: 'damage', of, what: how, command: accept };
  }
  if (fault !== null) {
    const what = `${fault}. Put the lines back from a backup, or go on without them`;
    yield { level: 'damage', of, what, command: accept };
  }
}

function inUse(of: string): Finding {
  return {
    level: 'note',
    of,
    what: 'is open in another process: a server runs, and says in /health/ready how it is',
  };
}

/** Whether a folder has any part of a state. */
export function holdsState(data: string): boolean {
  const parts = ['journal', 'head.json', 'scorer.duckdb', 'serving.duckdb', 'ingest.duckdb'];
  return parts.some((name) => existsSync(join(data, name)));
}
