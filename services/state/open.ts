import { decode } from '../../pipelines/events/decode.ts';
import { ACCEPTED } from '../../pipelines/events/event-rules.ts';
import { ServingStore } from '../../pipelines/serving/store.ts';
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

/** The whole state of a server without a broker. The journal is the log; the scorer and serving side follow it. */
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
  /** What `assertStarts` returned for the folder just before; by default it runs here. */
  readonly checked?: JournalEnd | null | undefined;
  /** Called while the log of an earlier release becomes a journal. */
  readonly onAdopted?: (done: number, of: number) => void;
}

/**
 * Opens the state in a folder, or creates one. Parts that are behind the journal catch up later; if
 * the journal lacks acknowledged records, nothing is opened.
 * @throws WarehouseError if another process has the folder
 * @throws IncompatibleStateError if the state is from a newer program or another hospital; it stays as it was
 * @throws JournalFault, InputError if the journal is damaged, lost or not the expected one
 */
export async function openState(options: StateOptions): Promise<State> {
  const { data, site, now } = options;
  await makeFolder(data);
  const end = options.checked === undefined ? await assertStarts(data, site) : options.checked;
  const former = formerWards(end?.site ?? null, site);
  const opened: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(part: T): T => {
    opened.push(part);
    return part;
  };
  try {
    const scorer = keep(await Scorer.open(stateFile(data, 'scorer'), site, OWN_LOG, { former }));
    // an erasure may have begun since, and released the file
    await assertNoErasure(data);
    // beside the journal, whose last files are read
    const opening = ServingStore.open(stateFile(data, 'serving'), site, {
      ...{ threads: 1, checkpointAt: LIVE_CHECKPOINT },
    });
    keep({ close: async () => (await opening).close() });
    opening.catch(() => undefined);
    const journal = keep(await openLog(options, scorer));
    const serving = await opening;
    // a rebuilt scorer's file continues after the served revision
    const seen = await LocalHourLog.seen(serving, scorer.log.partition);
    await scorer.withStore((store) => store.goPast(seen));
    await rewindDerived(journal, scorer, serving);
    const deadLetters = keep(await DeadLetters.open(stateFile(data, 'ingest'), now));
    const known = await scorer.withStore((store) => store.formerWards(site));
    await journal.noteSite({ site, former: known });
    return { journal, scorer, serving, deadLetters };
  } catch (error) {
    for (const part of opened.reverse()) await part.close().catch(() => undefined);
    throw error;
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
