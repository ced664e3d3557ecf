import { decode } from '../../pipelines/events/decode.ts';
import { ACCEPTED } from '../../pipelines/events/event-rules.ts';
import { ServingStore } from '../../pipelines/serving/store.ts';
import { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import type { Site } from '../../schemas/site.ts';
import { DeadLetters } from '../ingest/dead-letters.ts';
import { adoptStored } from '../journal/adopt.ts';
import { Journal, type JournalEnd } from '../journal/journal.ts';
import { formerWards } from '../journal/noted-site.ts';
import { makeFolder } from '../platform/folder.ts';
import { LIVE_CHECKPOINT, OWN_LOG, Scorer } from '../scorer/scorer.ts';
import { LocalHourLog } from '../transport/local/hour-log.ts';
import { assertStarts } from './checks.ts';
import { assertNoErasure } from './erasure/erasing-note.ts';
import { journalFolder, stateFile } from './files.ts';
import { rewindDerived } from './rewind.ts';

/** What a server can show before its scorer's file and its journal are open. */
export interface ServedState {
  readonly serving: ServingStore;
  readonly deadLetters: DeadLetters;
}

/** The whole state of a server without a broker. The journal is the log; the scorer and serving side follow it. */
export interface State extends ServedState {
  readonly journal: Journal;
  readonly scorer: Scorer;
}

/** A state whose served part is open; no other process gets the folder. */
export interface HeldState extends ServedState {
  /**
   * Opens the rest, once. Parts that are behind the journal catch up later.
   * @throws JournalFault if the journal is damaged; the served part stays open
   */
  readonly openRest: () => Promise<State>;
  /** Closes what is open, if the rest is not. */
  readonly close: () => Promise<void>;
}

export interface StateOptions {
  /** Folder of the state. */
  readonly data: string;
  readonly site: Site;
  readonly now?: (() => number) | undefined;
  /** What `assertStarts` returned for the folder just before; by default it runs here. */
  readonly checked?: JournalEnd | null | undefined;
  /** Megabytes that the scorer's and the served file each may hold in memory before they spill to disk. */
  readonly memory?: number | undefined;
  /** Called while the log of an earlier release becomes a journal. */
  readonly onAdopted?: (done: number, of: number) => void;
  /** Called while all facts are made from the stored events: encounters done, of how many. */
  readonly onFacts?: ((done: number, of: number) => void) | undefined;
}

/**
 * Opens what is served of the state in a folder, or creates a state, and keeps other processes out. If the journal
 * lacks acknowledged records, nothing is opened.
 * @throws WarehouseError if another process has the folder
 * @throws IncompatibleStateError if the state is from a newer program or another hospital; it stays as it was
 * @throws JournalFault, InputError if the journal is damaged, lost or not the expected one
 */
export async function holdState(options: StateOptions): Promise<HeldState> {
  const { data, site, now, memory } = options;
  const limited = memory === undefined ? {} : { memoryLimit: `${memory}MB` };
  await makeFolder(data);
  const end = options.checked === undefined ? await assertStarts(data, site) : options.checked;
  const opened = new Opened();
  try {
    const file = opened.keep(await Warehouse.open(stateFile(data, 'scorer'), limited));
    // an erasure may have begun since, and released the file
    await assertNoErasure(data);
    const serving = opened.keep(
      await ServingStore.open(stateFile(data, 'serving'), site, {
        ...{ ...limited, threads: 1, checkpointAt: LIVE_CHECKPOINT },
      }),
    );
    const deadLetters = opened.keep(await DeadLetters.open(stateFile(data, 'ingest'), now));
    const served = { serving, deadLetters };
    return {
      ...served,
      openRest: async () => ({ ...served, ...(await openRest(options, end, file, serving)) }),
      close: () => opened.close(),
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** Opens the scorer and the journal of a folder whose served part is open. */
async function openRest(
  options: StateOptions,
  end: JournalEnd | null,
  file: Warehouse,
  serving: ServingStore,
): Promise<Pick<State, 'journal' | 'scorer'>> {
  const { site, onFacts = () => {} } = options;
  const former = formerWards(end?.site ?? null, site);
  const opened = new Opened();
  try {
    const scorer = opened.keep(await Scorer.open(file, site, OWN_LOG, { former, onFacts }));
    const journal = opened.keep(await openLog(options, scorer));
    // a rebuilt scorer's file continues after the served revision
    const seen = await LocalHourLog.seen(serving, scorer.log.partition);
    await scorer.withStore((store) => store.goPast(seen));
    await rewindDerived(journal, scorer, serving);
    const known = await scorer.withStore((store) => store.formerWards(site));
    await journal.noteSite({ site, former: known });
    return { journal, scorer };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** What is open, to be closed together. */
class Opened {
  private readonly parts: { close(): Promise<void> }[] = [];

  keep<T extends { close(): Promise<void> }>(part: T): T {
    this.parts.push(part);
    return part;
  }

  async close(): Promise<void> {
    for (const part of this.parts.toReversed()) await part.close().catch(() => undefined);
  }
}

/** Opens the journal of a folder, or creates it from the events of the scorer's file. */
async function openLog(options: StateOptions, scorer: Scorer): Promise<Journal> {
  const { data, now, onAdopted } = options;
  const folder = journalFolder(data);
  const withNow = now === undefined ? {} : { now };
  const found = await Journal.open(folder, withNow);
  if (found === null) {
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
    // events that could not be stored may be sent again
    const refused = await scorer.withStore((store) => store.rejectedRecords());
    journal.forget(decode(refused, ACCEPTED).events);
    await scorer.withStore((store) => store.noteLogIdentity(journal.id));
    return journal;
  } catch (error) {
    await journal.close();
    throw error;
  }
}
