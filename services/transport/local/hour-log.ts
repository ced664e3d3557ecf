import type { Seen } from '../../../pipelines/scoring/published.ts';
import type { ServingStore } from '../../../pipelines/serving/store.ts';
import { Watermark } from '../../platform/watermark.ts';
import type { OutboxBatch } from '../../scorer/outbox.ts';
import type { Scorer } from '../../scorer/scorer.ts';
import type { HourLog, PublishResult } from '../transport.ts';

const ALL = Number.POSITIVE_INFINITY;
/** Name under which the serving store records its position in the staffing and judgements of the log. */
const STAFFING = 'staffing';

export interface LocalHourLogOptions {
  readonly scorer: Scorer;
  readonly serving: ServingStore;
  /** Called with the encounter-hours of each published batch. */
  readonly onApplied?: (hours: number) => void;
}

/**
 * The log of encounter-hours in the process: the serving store itself. Staffing and judgements come by the deliveries
 * that brought them, encounter-hours by revision, each batch with its position in one transaction. The serving store
 * gets nothing else, so an interrupted publication continues at the position of the store.
 */
export class LocalHourLog implements HourLog {
  /** The last delivery whose staffing and judgements are served. */
  readonly staffed: Watermark;
  private readonly scorer: Scorer;
  private readonly serving: ServingStore;
  private readonly onApplied: (hours: number) => void;
  private isReconciled = false;

  private constructor(
    { scorer, serving, onApplied = () => {} }: LocalHourLogOptions,
    staffedTo: number,
  ) {
    this.scorer = scorer;
    this.serving = serving;
    this.onApplied = onApplied;
    this.staffed = new Watermark(staffedTo);
  }

  /** Returns the position of the serving store in the outbox of a partition's scorer. */
  static async seen(serving: ServingStore, partition: number): Promise<Seen> {
    const { position: revision } = await serving.applied(partition);
    return { revision, delivery: await serving.nextOffset(STAFFING, partition) };
  }

  static async open(options: LocalHourLogOptions): Promise<LocalHourLog> {
    const { scorer, serving } = options;
    return new LocalHourLog(options, await serving.nextOffset(STAFFING, scorer.log.partition));
  }

  async publish(isStopping: () => boolean = () => false): Promise<PublishResult> {
    const { outbox } = this.scorer;
    let hours = 0;
    let streamTime: number | null = null;
    for (let more = true; more && !isStopping(); ) {
      await this.publishStaffing();
      const applied = await this.serving.applied(this.scorer.log.partition);
      const isFirst = this.serving.hasNothing;
      const batch = await (isFirst ? outbox.nextBatch(applied, ALL) : outbox.nextBatch(applied));
      more = batch?.more ?? false;
      if (batch === null) continue;
      const published = isFirst
        ? await this.publishFirst(batch, isStopping)
        : await this.publishBatch(batch);
      if (published === null) break;
      this.onApplied(published);
      hours += published;
      streamTime = batch.streamTime ?? streamTime;
    }
    return { hours, streamTime };
  }

  async reconcile(): Promise<boolean> {
    if (this.isReconciled) return false;
    const { scorer, serving } = this;
    const { partition } = scorer.log;
    const isUncompared = await scorer.withStore((store) => store.isUncompared());
    if (isUncompared) {
      // all patients, not only those with news: an hour that is not scored yet has not been removed
      await scorer.score();
      await scorer.withStore((store) => store.withdrawOthers(serving.keys(partition), partition));
    }
    this.isReconciled = true;
    return isUncompared;
  }

  private async publishStaffing(): Promise<void> {
    const { scorer, serving, staffed } = this;
    while (staffed.position < scorer.staffedTo) {
      const { position } = staffed;
      const { events, delivery } = await scorer.outbox.staffingAfter(position, scorer.staffedTo);
      const { partition } = scorer.log;
      await serving.publish(events, { topic: STAFFING, partition, nextOffset: delivery });
      staffed.advance(delivery);
    }
  }

  private async publishBatch(batch: OutboxBatch): Promise<number> {
    const { scorer, serving } = this;
    const { hours, withdrawn } = await scorer.outbox.readBatch(batch);
    await serving.apply({ ...this.placeOf(batch), hours, withdrawn });
    return hours.reduce((sum, { numRows }) => sum + numRows, 0);
  }

  /** Publishes a whole history to a store that has nothing; resolves with `null` if it is stopped before the end. */
  private async publishFirst(
    batch: OutboxBatch,
    isStopping: () => boolean,
  ): Promise<number | null> {
    const { scorer, serving } = this;
    const withdrawn = await scorer.outbox.withdrawn(batch);
    const hours = untilStopped(scorer.outbox.hours(batch), isStopping);
    try {
      return await serving.applyFirst({ ...this.placeOf(batch), hours, withdrawn });
    } catch (error) {
      if (error instanceof Stopped) return null;
      throw error;
    }
  }

  private placeOf({ revision: position, streamTime }: OutboxBatch) {
    return { partition: this.scorer.log.partition, position, streamTime };
  }
}

class Stopped extends Error {}

/** The same, until it is stopped. @throws Stopped */
async function* untilStopped<T>(
  all: AsyncIterable<T>,
  isStopping: () => boolean,
): AsyncGenerator<T> {
  for await (const each of all) {
    if (isStopping()) throw new Stopped();
    yield each;
  }
}
