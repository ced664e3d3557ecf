import { setTimeout as sleep } from 'node:timers/promises';
import { ServingStore } from '../../pipelines/serving/store.ts';
import type { Site } from '../../schemas/site.ts';
import { Journal } from '../journal/journal.ts';
import { formerWards } from '../journal/noted-site.ts';
import { InputError } from '../platform/input-error.ts';
import { createLog } from '../platform/log.ts';
import { createMetrics } from '../platform/metrics.ts';
import { OWN_LOG, Scorer } from '../scorer/scorer.ts';
import { storingConsumer } from '../scorer/store-batch.ts';
import { LocalHourLog } from '../transport/local/hour-log.ts';
import { JournalFollower } from '../transport/local/journal-follower.ts';
import { removeStored, swapStored } from './aside.ts';
import { withCommandLock } from './command-lock.ts';
import { assertNoErasure } from './erasure/erasing-note.ts';
import { assertNotHeld, withExclusiveAccess } from './exclusive-access.ts';
import { journalFolder, stateFile } from './files.ts';
import { rewindScorer } from './rewind.ts';
import { readStored } from './stored-file.ts';
import { assertWholeJournal } from './whole-journal.ts';

export interface RebuildOptions {
  readonly data: string;
  readonly site: Site;
  readonly onProgress?: ((progress: RebuildProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface RebuildProgress {
  readonly step: 'verifying' | 'reading' | 'scoring' | 'publishing';
  readonly done: number;
  readonly of: number;
}

/** Milliseconds between reports of progress. */
const LOOK = 200;

const SEEN = {
  revision: 'select position as value from applied where "partition" = 0',
  delivery: "select next_offset as value from position where topic = 'staffing'",
};

/**
 * Rebuilds the scorer's file of a state from the journal, and keeps the old one as
 * `.before`. Published hours stay: the next start compares them, and publishes differences.
 * @returns the number of journal positions that were read
 * @throws InputError if a server runs, or the journal is damaged; then nothing changes
 */
export function rebuildScorer(options: RebuildOptions): Promise<number> {
  return withCommandLock(options.data, () => scorerAgain(options));
}

async function scorerAgain(options: RebuildOptions): Promise<number> {
  const { data, site, signal, onProgress = () => {} } = options;
  const path = stateFile(data, 'scorer');
  const fresh = `${path}.new`;
  const folder = journalFolder(data);
  const read = await withExclusiveAccess(data, async (held) => {
    await assertWholeJournal(data, { scorer: held }, ({ bytes, of }) =>
      onProgress({ step: 'verifying', done: bytes, of }),
    );
    const journal = await Journal.open(folder);
    if (journal === null) throw new InputError(`There is no journal in ${folder}`);
    await removeStored(fresh);
    let isWhole = false;
    const scorer = await Scorer.open(fresh, site, OWN_LOG, {
      former: formerWards(journal.site, site),
    });
    try {
      await scorer.withStore((store) => store.noteLogIdentity(journal.id));
      await rewindScorer(journal, scorer);
      const seen = await readStored(stateFile(data, 'serving'), SEEN);
      const { revision = 0, delivery = 0 } = seen.is === 'whole' ? seen.values : {};
      await scorer.withStore((store) =>
        store.goPast({ revision: Number(revision ?? 0), delivery: Number(delivery ?? 0) }),
      );
      await follow(journal, scorer, options);
      onProgress({ step: 'scoring', done: journal.end, of: journal.end });
      await scorer.score();
      signal?.throwIfAborted();
      isWhole = true;
    } finally {
      await scorer.close();
      await journal.close();
      if (!isWhole) await removeStored(fresh);
    }
    return journal.end;
  });
  // a server may have started since the file was closed
  await assertNotHeld(data);
  await swapStored(path, fresh);
  return read;
}

/** Stores the whole journal. */
async function follow(
  journal: Journal,
  scorer: Scorer,
  { signal, onProgress = () => {} }: RebuildOptions,
): Promise<void> {
  const log = createLog('silent');
  const metrics = createMetrics();
  // rejected records are already dead letters
  const keepRejected = () => undefined;
  const consumer = storingConsumer({ scorer, log, metrics, keepRejected });
  const follower = new JournalFollower({ journal, consumer, log, metrics });
  try {
    follower.trigger();
    while (follower.lag > 0) {
      signal?.throwIfAborted();
      if (follower.isFailing)
        throw new InputError('The journal could not be stored: is there room?');
      await Promise.race([follower.reached(), sleep(LOOK)]);
      onProgress({ step: 'reading', done: scorer.nextOffset, of: journal.end });
    }
  } finally {
    await follower.stop();
  }
}

/**
 * Rebuilds the serving file from the scorer's, and keeps the old one as
 * `.before`. The history of publications then starts now.
 * @returns the number of published encounter-hours
 * @throws InputError if a server runs
 */
export function rebuildServing(options: RebuildOptions): Promise<number> {
  return withCommandLock(options.data, () => servingAgain(options));
}

async function servingAgain(options: RebuildOptions): Promise<number> {
  const { data, site, onProgress = () => {} } = options;
  const path = stateFile(data, 'serving');
  const fresh = `${path}.new`;
  await withExclusiveAccess(data, async (scorer) => {
    if (scorer !== null) return;
    throw new InputError(
      `${stateFile(data, 'scorer')} does not open: make it again first ("rebuild --data ${data}"). Nothing was changed`,
    );
  });
  const scorer = await Scorer.open(stateFile(data, 'scorer'), site, OWN_LOG, {
    former: formerWards((await Journal.end(journalFolder(data)))?.site ?? null, site),
  });
  let hours = 0;
  let isWhole = false;
  try {
    // an erasure may have begun since, and released the file
    await assertNoErasure(data);
    await removeStored(fresh);
    const serving = await ServingStore.open(fresh, site);
    try {
      await scorer.score();
      const log = await LocalHourLog.open({
        ...{ scorer, serving },
        onApplied: (more) => {
          hours += more;
          onProgress({ step: 'publishing', done: hours, of: hours });
        },
      });
      await log.publish();
      isWhole = true;
    } finally {
      await serving.close();
      if (!isWhole) await removeStored(fresh);
    }
  } finally {
    await scorer.close();
  }
  // a server may have started since the file was closed
  await assertNotHeld(data);
  await swapStored(path, fresh);
  return hours;
}
