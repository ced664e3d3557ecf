import type { Seen } from '../../../pipelines/scoring/published.ts';
import type { ServingStore } from '../../../pipelines/serving/store.ts';
import { Watermark } from '../../platform/watermark.ts';
import type { Part } from '../../scorer/outbox.ts';
import type { Scorer } from '../../scorer/scorer.ts';

/** Under this name the serving side notes how far it has the staffing and judgements of the log. */
const STAFFING = 'staffing';

/**
 * Brings what the log and the outbox of a scorer have to the serving side in the same process: staffing and
 * judgements by the deliveries that brought them, encounter-hours by revision, each with its position in
 * one transaction. The serving side has nothing else, so what it lost comes again.
 */
export class LocalRelay {
  /** The last delivery whose staffing and judgements are served. */
  readonly staffed: Watermark;
  private readonly scorer: Scorer;
  private readonly serving: ServingStore;
  private readonly onApplied: (hours: number) => void;

  private constructor(
    scorer: Scorer,
    serving: ServingStore,
    staffedTo: number,
    onApplied: (hours: number) => void,
  ) {
    this.scorer = scorer;
    this.serving = serving;
    this.staffed = new Watermark(staffedTo);
    this.onApplied = onApplied;
  }

  /** What the serving side has seen of a scorer's outbox. */
  static async seen(serving: ServingStore, partition: number): Promise<Seen> {
    const { position: revision } = await serving.applied(partition);
    return { revision, delivery: await serving.nextOffset(STAFFING, partition) };
  }

  /** @param onApplied called with the encounter-hours of each publication */
  static async open(
    scorer: Scorer,
    serving: ServingStore,
    onApplied: (hours: number) => void = () => {},
  ): Promise<LocalRelay> {
    const staffedTo = await serving.nextOffset(STAFFING, scorer.log.partition);
    return new LocalRelay(scorer, serving, staffedTo, onApplied);
  }

  /** Whether there are staffing or judgements to bring. */
  get isStaffingBehind(): boolean {
    return this.staffed.position < this.scorer.staffedTo;
  }

  /** Brings all there is; gives whether hours changed or stream time moved. */
  async run(): Promise<boolean> {
    let hasChanged = false;
    for (let more = true; more; ) {
      await this.bringStaffing();
      const applied = await this.serving.applied(this.scorer.log.partition);
      const part = await this.scorer.outbox.partAfter(applied);
      more = part?.more ?? false;
      if (part === null) continue;
      await this.bringHours(part);
      hasChanged = true;
    }
    return hasChanged;
  }

  private async bringStaffing(): Promise<void> {
    const { scorer, serving, staffed } = this;
    while (this.isStaffingBehind) {
      const { position } = staffed;
      const { events, delivery } = await scorer.outbox.staffingAfter(position, scorer.staffedTo);
      const { partition } = scorer.log;
      await serving.publish(events, { topic: STAFFING, partition, nextOffset: delivery });
      staffed.advance(delivery);
    }
  }

  private async bringHours(part: Part): Promise<void> {
    const { scorer, serving, onApplied } = this;
    const { hours, withdrawn } = await scorer.outbox.changesOf(part);
    const { revision: position, streamTime } = part;
    const { partition } = scorer.log;
    await serving.apply({ partition, position, streamTime, hours, withdrawn });
    onApplied(hours.reduce((sum, batch) => sum + batch.numRows, 0));
  }
}
