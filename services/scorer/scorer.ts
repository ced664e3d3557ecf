import type { RecordBatch } from 'apache-arrow';
import { toArrow } from '../../pipelines/scoring/batch.ts';
import type { Rescored } from '../../pipelines/scoring/rescore.ts';
import { type Position, ScoringStore } from '../../pipelines/scoring/store.ts';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import type { StaffingEvent } from '../../pipelines/serving/staffing.ts';
import type { Applied, PublishedHours } from '../../pipelines/serving/store.ts';
import type { Connection, Parameters } from '../../pipelines/warehouse/warehouse.ts';
import type { Site } from '../../schemas/site.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';

const TOPIC = 'ward-events';
const PARTITION = 0;
/** Size of the write-ahead log at which it is cleared away; that takes a tenth of a second or so. */
export const LIVE_CHECKPOINT = '32MB';
/** Encounter-hours that end a publication: it is held in memory. */
const PUBLISHED_HOURS = 50_000;

/**
 * The scorer of one partition: stores events, scores what they touch and offers what changed. Storing
 * and scoring take turns on one connection; reading what changed has its own.
 */
export class Scorer {
  private readonly store: ScoringStore;
  private readonly outbox: Connection;
  private turn: Promise<unknown> = Promise.resolve();
  private nextOffset: number;

  private constructor(store: ScoringStore, outbox: Connection, nextOffset: number) {
    this.store = store;
    this.outbox = outbox;
    this.nextOffset = nextOffset;
  }

  static async open(path: string, site: Site): Promise<Scorer> {
    const store = await ScoringStore.open(path, site, loadModel());
    const outbox = await store.warehouse.connect();
    return new Scorer(store, outbox, await store.nextOffset(TOPIC, PARTITION));
  }

  /** Resolves when nothing is being stored or scored. */
  async ready(): Promise<void> {
    for (let turn = null; turn !== this.turn; ) {
      turn = this.turn;
      await turn;
    }
  }

  /** Stores events; resolves when they are durable, with the indexes of those known to the letter. */
  async publish(events: readonly WardEvent[]): Promise<ReadonlySet<number>> {
    return this.inTurn(async () => {
      const position = this.positionAfter(events.length);
      const { duplicates } = await this.store.store([toArrow(events)], [], position);
      this.nextOffset = position.nextOffset;
      return new Set(duplicates);
    });
  }

  /** Where another log (the simulator's) is read to. */
  async positionOf(topic: string): Promise<number> {
    return this.inTurn(() => this.store.nextOffset(topic, PARTITION));
  }

  /** Stores events of another log with their position. */
  async deliver(events: readonly WardEvent[], topic: string, nextOffset: number): Promise<void> {
    const position = { topic, partition: PARTITION, nextOffset };
    await this.inTurn(() => this.store.store([toArrow(events)], [], position));
  }

  /** Scores what is stored and not yet scored: everyone, or those with news only. */
  score(followTime = true): Promise<Rescored> {
    return this.inTurn(() => this.store.rescore(followTime));
  }

  /**
   * What changed after what is applied, `null` where nothing did: hours, or stream time alone; a part of
   * it where it is much. What is rewritten meanwhile comes with the next call.
   */
  async changesAfter(
    { revision, streamTime }: Applied,
    most = PUBLISHED_HOURS,
  ): Promise<PublishedHours | null> {
    // not the time of what is stored since: wards would stand in an hour that is not scored yet
    const [now] = await this.outbox.rows<{ revision: number; scored_time: number | null }>(
      'select revision, (select max(scored_time) from stream) as scored_time from outbox',
    );
    if (now === undefined || now.scored_time === null) return null;
    const hasMoved = streamTime === null || now.scored_time > streamTime;
    if (now.revision <= revision && !hasMoved) return null;
    const range = 'revision > $revision and revision <= $upTo';
    const upTo = await this.endOfPart(revision, now.revision, most);
    const parameters = { revision, upTo };
    const more = upTo < now.revision;
    return {
      partition: PARTITION,
      revision: upTo,
      // it is not that time before everything is there
      streamTime: more ? streamTime : now.scored_time,
      more,
      hours: await this.read(`from encounter_hour where ${range}`, parameters),
      withdrawn: await this.read(`from withdrawn_hour where ${range}`, parameters),
    };
  }

  /** The staffing and judgement events that count, for a serving side that has lost its own. */
  staffing(): Promise<StaffingEvent[]> {
    return this.inTurn(() =>
      this.store.connection.rows<StaffingEvent>(`
        select id, source, status, type, ward_id as "wardId", occurred_at as "occurredAt",
          recorded_at as "recordedAt", role, basis, from_at as "from", to_at as "to", headcount, value
        from event where type in ('staffing', 'judgement')`),
    );
  }

  /**
   * Gives DuckDB one thread: for small batches its threads cost more to bring together than they save,
   * the more so on a machine that has other work. Loading much is faster before. And has what small
   * commits write cleared away more often, which otherwise stays in memory.
   */
  goLive(): Promise<void> {
    return this.inTurn(() =>
      this.store.connection.run(`set threads = 1; set wal_autocheckpoint = '${LIVE_CHECKPOINT}'`),
    );
  }

  async close(): Promise<void> {
    await this.turn;
    this.outbox.close();
    await this.store.close();
  }

  /** The revision a publication ends with: the first by which it has many rows, or the last there is. */
  private async endOfPart(after: number, last: number, most: number): Promise<number> {
    if (last - after <= 1) return last;
    const [end] = await this.outbox.rows<{ revision: number | null }>(
      `select min(revision) as revision from (
        select revision, sum(count(*)) over (order by revision) as hours
        from encounter_hour where revision > $after and revision <= $last group by revision
      ) where hours >= $most`,
      { after, last, most },
    );
    return end?.revision ?? last;
  }

  private async read(query: string, parameters: Parameters): Promise<RecordBatch[]> {
    const batches: RecordBatch[] = [];
    for await (const batch of this.outbox.batches(query, parameters)) batches.push(batch);
    return batches;
  }

  private positionAfter(events: number): Position {
    return { topic: TOPIC, partition: PARTITION, nextOffset: this.nextOffset + events };
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }
}
