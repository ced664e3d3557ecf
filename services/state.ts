import { join } from 'node:path';
import { decode } from '../pipelines/scoring/decode.ts';
import { SCORER_LAYOUT } from '../pipelines/scoring/layout.ts';
import { SERVING_LAYOUT } from '../pipelines/serving/layout.ts';
import { ServingStore } from '../pipelines/serving/store.ts';
import { assertOpens } from '../pipelines/warehouse/migrate.ts';
import { WarehouseError } from '../pipelines/warehouse/warehouse-error.ts';
import type { Site } from '../schemas/site.ts';
import { makeFolder } from './folder.ts';
import { type Head, readHead } from './head.ts';
import { DeadLetters } from './ingest/dead-letters.ts';
import { DEAD_LETTERS_LAYOUT } from './ingest/layout.ts';
import { InputError } from './input-error.ts';
import { adoptStored } from './journal/adopt.ts';
import { Journal, JournalFault } from './journal/journal.ts';
import { ACCEPTED } from './journal/reader.ts';
import { LocalRelay } from './scorer/local-relay.ts';
import { LIVE_CHECKPOINT, Scorer } from './scorer/scorer.ts';
import { assertRestored } from './upkeep/restoring.ts';

/** Everything that a server without a broker keeps. The journal is the log; the scorer and serving side follow it. */
export interface State {
  readonly journal: Journal;
  readonly scorer: Scorer;
  readonly serving: ServingStore;
  readonly deadLetters: DeadLetters;
}

export interface StateOptions {
  /** Folder of the state. */
  readonly data: string;
  readonly site: Site;
  readonly now?: (() => number) | undefined;
  /** Called while the log of an earlier release becomes a journal. */
  readonly onAdopted?: (done: number, of: number) => void;
}

/** The folder of the journal in a state's folder. */
export function journalFolder(data: string): string {
  return join(data, 'journal');
}

/** A file of a state's folder: `scorer`, `serving` or `ingest`. */
export function stateFile(data: string, name: 'scorer' | 'serving' | 'ingest'): string {
  return join(data, `${name}.duckdb`);
}

/**
 * Opens the state in a folder, or begins one. What its parts lack of the journal they take from it later; where
 * the journal lacks what was acknowledged, nothing is opened.
 * @throws WarehouseError where another process has the folder
 * @throws StateMismatch where the state is of a newer program or another hospital; it stays as it was
 * @throws JournalFault, InputError where the journal is damaged, lost or another's
 */
export async function openState(options: StateOptions): Promise<State> {
  const { data } = options;
  await makeFolder(data);
  assertRestored(data);
  try {
    return await openParts(options);
  } catch (error) {
    throw explained(error, data);
  }
}

/** Where files are damaged, says who knows more; nothing was changed then. */
function explained(error: unknown, data: string): unknown {
  const isDamage =
    error instanceof JournalFault ||
    (error instanceof WarehouseError && error.trouble !== 'in use' && error.sql === null);
  if (!isDamage) return error;
  const [what] = error.message.split('\n');
  return new InputError(`${what}. "doctor --data ${data}" says what to do`, { cause: error });
}

async function openParts(options: StateOptions): Promise<State> {
  const { data, site, now } = options;
  const head = await readHead(data);
  // one that does not open is found before another is brought to today's tables
  await assertOpens(stateFile(data, 'scorer'), SCORER_LAYOUT);
  await assertOpens(stateFile(data, 'serving'), SERVING_LAYOUT);
  await assertOpens(stateFile(data, 'ingest'), DEAD_LETTERS_LAYOUT);
  const opened: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(part: T): T => {
    opened.push(part);
    return part;
  };
  try {
    const scorer = keep(await Scorer.open(stateFile(data, 'scorer'), site));
    const journal = keep(await openLog(options, scorer, head));
    const serving = keep(
      await ServingStore.open(stateFile(data, 'serving'), site, {
        ...{ threads: 1, checkpointAt: LIVE_CHECKPOINT },
      }),
    );
    await assertServed(serving, scorer, journal, data);
    const deadLetters = keep(await DeadLetters.open(stateFile(data, 'ingest'), now));
    return { journal, scorer, serving, deadLetters };
  } catch (error) {
    for (const part of opened.reverse()) await part.close().catch(() => undefined);
    throw error;
  }
}

/** The journal of a folder: the one it has, or one that is begun with what the scorer's file has. */
async function openLog(options: StateOptions, scorer: Scorer, head: Head | null): Promise<Journal> {
  const { data, now, onAdopted } = options;
  const folder = journalFolder(data);
  const withNow = now === undefined ? {} : { now };
  const noted = await scorer.withStore((store) => store.logIdentity());
  const found = await Journal.open(folder, withNow);
  if (found === null) {
    const expected = noted ?? head?.journal.id ?? null;
    if (expected !== null) {
      throw new InputError(
        `${folder} is missing, and with it the log of what was acknowledged. ${restore(data)}`,
      );
    }
    const log = { ...scorer.log, nextOffset: scorer.nextOffset };
    await scorer.withStore((store) =>
      adoptStored(folder, store.connection, log, {
        ...withNow,
        ...(onAdopted === undefined ? {} : { onProgress: onAdopted }),
      }),
    );
  }
  const journal = found ?? (await Journal.open(folder, withNow))!;
  try {
    assertWhole(journal, { data, noted, next: scorer.nextOffset, head });
    // what could not be stored may be sent again
    const refused = await scorer.withStore((store) => store.rejectedRecords());
    journal.forget(decode(refused, ACCEPTED).events);
    if (noted === null) await scorer.withStore((store) => store.noteLogIdentity(journal.id));
    return journal;
  } catch (error) {
    await journal.close();
    throw error;
  }
}

const restore = (data: string) =>
  `Nothing was changed. "doctor --data ${data}" says what there is, and what to do`;

/** Checks that a journal has what was acknowledged and what others have of it. */
function assertWhole(
  journal: Journal,
  found: { data: string; noted: string | null; next: number; head: Head | null },
): void {
  const { data, noted, next, head } = found;
  const folder = journalFolder(data);
  const ids = [noted, head?.journal.id].filter((id) => id !== null && id !== undefined);
  if (ids.some((id) => id !== journal.id)) {
    throw new InputError(
      `${folder} is another journal than this state was made from. ${restore(data)}`,
    );
  }
  const acknowledged = Math.max(next, head?.journal.end ?? 0);
  if (acknowledged > journal.end) {
    throw new InputError(
      `Events up to ${acknowledged} were acknowledged; ${folder} has ${journal.end}. ${restore(data)}`,
    );
  }
}

/** What is served came from the scorer: where that was lost and is made again, it goes on after it. */
async function assertServed(
  serving: ServingStore,
  scorer: Scorer,
  journal: Journal,
  data: string,
): Promise<void> {
  const seen = await LocalRelay.seen(serving, scorer.log.partition);
  if (journal.end === 0 && seen.revision > 0) {
    throw new InputError(
      `${stateFile(data, 'serving')} has values of a log that is not in ${data}. ${restore(data)}`,
    );
  }
  await scorer.withStore((store) => store.goPast(seen));
}
