import type { RecordBatch } from 'apache-arrow';
import { toArrow } from '../../pipelines/scoring/batch.ts';
import type { Rejection } from '../../pipelines/scoring/decode.ts';
import type { Rescored } from '../../pipelines/scoring/rescore.ts';
import { type Beside, type Position, ScoringStore } from '../../pipelines/scoring/store.ts';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import { hourText } from '../../pipelines/serving/hour-text.ts';
import type { StaffingEvent } from '../../pipelines/serving/staffing.ts';
import type { Applied } from '../../pipelines/serving/store.ts';
import type {
  Connection,
  Parameters,
  WarehouseOptions,
} from '../../pipelines/warehouse/warehouse.ts';
import type { Site } from '../../schemas/site.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';

/** A partition of the event log. */
export interface LogPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Without a broker there is one partition, and the scorer's file is the log. */
const OWN_LOG: LogPartition = { topic: 'ward-events', partition: 0 };
/** Size of the write-ahead log at which it is cleared away; that takes a tenth of a second or so. */
export const LIVE_CHECKPOINT = '64MB';
/** Encounter-hours that end a part of the outbox: it is held in memory. */
const PART_HOURS = 50_000;

/** A part of the outbox: the revisions after one, up to and with another. */
export interface Part {
  readonly after: number;
  readonly revision: number;
  /** What is scored, in microseconds since 1970; `null` where more follows: it is not that time yet. */
  readonly streamTime: number | null;
  /** Another part follows at once. */
  readonly more: boolean;
}

/** A change as a message: what it is of, whether an hour, a withdrawal or stream time, and its text. */
export interface ChangeMessage {
  readonly key: string;
  readonly kind: 'hour' | 'withdrawn' | 'time';
  readonly value: string;
}

/** A record of the log that is no event. */
export interface RejectedRecord {
  readonly offset: number;
  readonly reason: string;
  readonly pointer: string;
  readonly detail: string;
  readonly raw: Uint8Array;
}

/**
 * The scorer of one partition: stores events, scores what they touch and offers what changed. Storing
 * and scoring take turns on one connection; reading what changed has its own.
 */
export class Scorer {
  readonly log: LogPartition;
  private readonly store: ScoringStore;
  private readonly outbox: Connection;
  private turn: Promise<unknown> = Promise.resolve();
  private next: number;

  private constructor(
    log: LogPartition,
    store: ScoringStore,
    outbox: Connection,
    nextOffset: number,
  ) {
    this.log = log;
    this.store = store;
    this.outbox = outbox;
    this.next = nextOffset;
  }

  static async open(
    path: string,
    site: Site,
    log = OWN_LOG,
    options?: WarehouseOptions,
  ): Promise<Scorer> {
    const store = await ScoringStore.open(path, site, loadModel(), options);
    const outbox = await store.warehouse.connect();
    return new Scorer(log, store, outbox, await store.nextOffset(log.topic, log.partition));
  }

  /** The offset after the last that is stored. */
  get nextOffset(): number {
    return this.next;
  }

  /** Resolves when nothing is being stored or scored. */
  async ready(): Promise<void> {
    for (let turn = null; turn !== this.turn; ) {
      turn = this.turn;
      await turn;
    }
  }

  /**
   * Adds events to the log; resolves when they are durable, with the indexes of those known to the
   * letter.
   * @param source where a log ends that they were taken from
   */
  publish(events: readonly WardEvent[], source?: Position): Promise<ReadonlySet<number>> {
    const beside = source === undefined ? {} : { source };
    return this.keep(events, [], null, beside);
  }

  /**
   * Stores what was read from the log up to `nextOffset`; resolves when it is durable, with the indexes
   * of events known to the letter, those of other partitions counted after ours.
   */
  take(
    {
      events,
      foreign,
      rejected,
    }: {
      readonly events: readonly WardEvent[];
      readonly foreign: readonly WardEvent[];
      readonly rejected: readonly Rejection[];
    },
    nextOffset: number,
  ): Promise<ReadonlySet<number>> {
    const beside = foreign.length === 0 ? {} : { foreign: [toArrow(foreign)] };
    return this.keep(events, rejected, nextOffset, beside);
  }

  /** Where another log (the simulator's) is read to. */
  positionOf(topic: string): Promise<number> {
    return this.inTurn(() => this.store.nextOffset(topic, this.log.partition));
  }

  /** The name of another log that the file was filled from, `null` where there is none. */
  async otherLog(): Promise<string | null> {
    const [other] = await this.outbox.rows<{ topic: string }>(
      'select topic from position where topic <> $topic limit 1',
      { topic: this.log.topic },
    );
    return other?.topic ?? null;
  }

  /** Scores what is stored and not yet scored: everyone, or those with news only. */
  score(followTime = true): Promise<Rescored> {
    return this.inTurn(() => this.store.rescore(followTime));
  }

  /** The last revision of the outbox. */
  async revision(): Promise<number> {
    const [row] = await this.outbox.rows<{ revision: number }>('select revision from outbox');
    return row!.revision;
  }

  /**
   * What changed after what is applied, `null` where nothing did: hours, or stream time alone; a part of
   * it where it is much. What is rewritten meanwhile comes with the next call.
   */
  async partAfter({ position, streamTime }: Applied, most = PART_HOURS): Promise<Part | null> {
    // not the time of what is stored since: wards would stand in an hour that is not scored yet
    const [now] = await this.outbox.rows<{ revision: number; scored_time: number | null }>(
      'select revision, (select max(scored_time) from stream) as scored_time from outbox',
    );
    if (now === undefined || now.scored_time === null) return null;
    const hasMoved = streamTime === null || now.scored_time > streamTime;
    if (now.revision <= position && !hasMoved) return null;
    const revision = await this.endOfPart(position, now.revision, most);
    const more = revision < now.revision;
    return { after: position, revision, more, streamTime: more ? null : now.scored_time };
  }

  /** The encounter-hours of a part, and the keys withdrawn in it. */
  async changesOf({ after, revision }: Part): Promise<{
    readonly hours: RecordBatch[];
    readonly withdrawn: RecordBatch[];
  }> {
    const range = 'revision > $after and revision <= $revision';
    const read = (table: string) =>
      this.read(`select * exclude (revision) from ${table} where ${range}`, { after, revision });
    return { hours: await read('encounter_hour'), withdrawn: await read('withdrawn_hour') };
  }

  /** A part as messages; stream time last, since what is scored at it comes before. */
  async messagesOf({ after, revision, streamTime }: Part): Promise<ChangeMessage[]> {
    const read = (table: string, kind: ChangeMessage['kind']) =>
      this.outbox.rows<ChangeMessage>(
        `select text::json->>'encounter_id' || ' ' || (text::json->>'hour') || ' '
            || (text::json->>'ward_id') as key, '${kind}' as kind, text as value
          from (${hourText(`(from ${table} where revision > $after and revision <= $revision)`, 'revision')})`,
        { after, revision },
      );
    const messages = [...(await read('encounter_hour', 'hour'))];
    messages.push(...(await read('withdrawn_hour', 'withdrawn')));
    if (streamTime !== null) {
      const value = JSON.stringify({ streamTime });
      messages.push({ key: 'stream-time', kind: 'time', value });
    }
    return messages;
  }

  /** How far the outbox is published, as `markPublished` noted it. */
  async published(): Promise<Applied> {
    const [row] = await this.outbox.rows<Applied>(
      'select revision as position, stream_time as "streamTime" from published',
    );
    return row!;
  }

  /** Notes that a part is published for good. */
  async markPublished({ revision, streamTime }: Part): Promise<void> {
    await this.outbox.run(
      `update published set revision = $revision,
        stream_time = greatest(stream_time, make_timestamp($streamTime::bigint))`,
      { revision, streamTime },
    );
  }

  /**
   * Notes where messages went in the topic they are published to. What is before them and is not ours is
   * another scorer's.
   */
  async noteSent(from: number, to: number): Promise<void> {
    await this.outbox.run(
      `update published set
        others_from = if($from > sent_to, least(coalesce(others_from, sent_to), sent_to), others_from),
        others_to = if($from > sent_to, $from, others_to),
        sent_to = $to`,
      { from, to },
    );
  }

  /** Where another scorer's messages are that were not compared yet, `null` where there are none. */
  async othersSent(): Promise<{ from: number; to: number } | null> {
    const [row] = await this.outbox.rows<{ from: number | null; to: number | null }>(
      'select others_from as "from", others_to as "to" from published',
    );
    return row?.from == null || row.to === null ? null : { from: row.from, to: row.to };
  }

  /** Notes that another scorer's messages up to a place were compared. */
  async markCompared(to: number): Promise<void> {
    await this.outbox.run(
      `update published set
        others_from = if(others_to > $to, $to, null), others_to = if(others_to > $to, others_to, null)`,
      { to },
    );
  }

  /**
   * Withdraws, of the encounter-hours that another scorer published, those that there are not: events since
   * have taken them away, and this file never had them. Gives how many were computed from more than is
   * stored here.
   * @param hours texts of `hour-text.ts`
   */
  withdrawUnknown(hours: readonly Uint8Array[]): Promise<number> {
    return this.inTurn(() => this.store.withdrawUnknown(hours));
  }

  /** The oldest rejected records that are not mirrored, at most `limit`. */
  unmirrored(limit: number): Promise<RejectedRecord[]> {
    return this.outbox.rows<RejectedRecord>(
      `select "offset", reason, pointer, detail, raw from rejected
        where "offset" > (select rejected_offset from published) order by "offset" limit $limit`,
      { limit },
    );
  }

  /** Notes that rejected records are mirrored up to a log position. */
  async markMirrored(offset: number): Promise<void> {
    await this.outbox.run('update published set rejected_offset = $offset', { offset });
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

  private keep(
    events: readonly WardEvent[],
    rejected: readonly Rejection[],
    readTo: number | null,
    beside: Beside,
  ): Promise<ReadonlySet<number>> {
    return this.inTurn(async () => {
      const nextOffset = readTo ?? this.next + events.length;
      const position = { ...this.log, nextOffset };
      const batches = events.length === 0 ? [] : [toArrow(events)];
      const { duplicates } = await this.store.store(batches, rejected, position, beside);
      this.next = nextOffset;
      return new Set(duplicates);
    });
  }

  /** The revision a part ends with: the first by which it has many rows, or the last there is. */
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

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }
}
