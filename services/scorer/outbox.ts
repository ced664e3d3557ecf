import { HOUR_TEXT } from '../../pipelines/serving/hour-text.ts';
import type { StaffingEvent } from '../../pipelines/serving/staffing.ts';
import type { Applied } from '../../pipelines/serving/store.ts';
import type { RowChunk } from '../../pipelines/warehouse/row-chunk.ts';
import type { Connection } from '../../pipelines/warehouse/warehouse.ts';

/** Encounter-hours after which a batch of the outbox ends, because it is held in memory. */
const BATCH_HOURS = 25_000;

/** Staffing and judgement events after which a batch ends. */
const BATCH_STAFFING = 5_000;
const STAFFING = `(
  from event where type in ('staffing', 'judgement')
  union all by name from superseded_event where type in ('staffing', 'judgement')
)`;

/** A batch of the outbox: the revisions after one, up to and including another. */
export interface OutboxBatch {
  readonly after: number;
  readonly revision: number;
  /** Stream time up to which everything is scored, in microseconds since 1970; `null` if more follows. */
  readonly streamTime: number | null;
  /** Another batch follows at once. */
  readonly more: boolean;
}

/** A change as a message: its key, its kind (hour, withdrawal or stream time), and its text. */
export interface ChangeMessage {
  readonly key: string;
  readonly kind: 'hour' | 'withdrawn' | 'time';
  readonly value: string;
}

/** Staffing and judgement events in every version, and their last delivery. */
export interface StaffingBatch {
  readonly events: readonly StaffingEvent[];
  readonly delivery: number;
}

/** A record of the log that is not an event. */
export interface RejectedRecord {
  readonly offset: number;
  readonly reason: string;
  readonly pointer: string;
  readonly detail: string;
  readonly raw: Uint8Array;
}

/**
 * What a scorer's file has to publish: changes, by revision, and rejected records. Where the file has to know
 * how far this is published, it stores that too. Uses connections of its own, beside storing and scoring.
 */
export class Outbox {
  private readonly connection: Connection;
  private readonly connect: () => Promise<Connection>;

  private constructor(connection: Connection, connect: () => Promise<Connection>) {
    this.connection = connection;
    this.connect = connect;
  }

  /** @param connect opens a connection to the scorer's file */
  static async open(connect: () => Promise<Connection>): Promise<Outbox> {
    return new Outbox(await connect(), connect);
  }

  /** The last revision of the outbox. */
  async revision(): Promise<number> {
    const [row] = await this.connection.rows<{ revision: number }>('select revision from outbox');
    return row!.revision;
  }

  /**
   * Returns the next changes after the applied ones, `null` if there are none: hours, or only stream time; a batch
   * if there are many. Hours that are rewritten meanwhile come with the next call.
   */
  async nextBatch(
    { position, streamTime }: Applied,
    most = BATCH_HOURS,
  ): Promise<OutboxBatch | null> {
    // not the time of later stored events: wards would show an hour that is not scored yet
    const [now] = await this.connection.rows<{ revision: number; scored_time: number | null }>(
      'select revision, (select max(scored_time) from stream) as scored_time from outbox',
    );
    if (now === undefined || now.scored_time === null) return null;
    const hasMoved = streamTime === null || now.scored_time > streamTime;
    if (now.revision <= position && !hasMoved) return null;
    const revision = await this.batchEnd(position, now.revision, most);
    const more = revision < now.revision;
    return { after: position, revision, more, streamTime: more ? null : now.scored_time };
  }

  /** The encounter-hours of a batch, and the keys withdrawn in it. */
  async readBatch(batch: OutboxBatch): Promise<{ hours: RowChunk[]; withdrawn: RowChunk[] }> {
    return {
      hours: await this.connection.chunks(changed('encounter_hour'), rangeOf(batch)),
      withdrawn: await this.withdrawn(batch),
    };
  }

  /** The encounter-hours of a batch, however many, by a connection that nothing else waits for. */
  async *hours(batch: OutboxBatch): AsyncGenerator<RowChunk> {
    const connection = await this.connect();
    try {
      yield* connection.streamedChunks(changed('encounter_hour'), rangeOf(batch));
    } finally {
      connection.close();
    }
  }

  /** The keys withdrawn in a batch. */
  withdrawn(batch: OutboxBatch): Promise<RowChunk[]> {
    return this.connection.chunks(changed('withdrawn_hour'), rangeOf(batch));
  }

  /** Returns a batch as messages; stream time is last, because the hours scored at it come before. */
  async readMessages(batch: OutboxBatch): Promise<ChangeMessage[]> {
    const { streamTime } = batch;
    const read = (table: string, kind: ChangeMessage['kind']) =>
      this.connection.rows<ChangeMessage>(
        `select concat_ws(' ', encounter_id, hour, ward_id) as key, '${kind}' as kind,
            ${HOUR_TEXT} as value
          from (${changed(table)}) kept`,
        rangeOf(batch),
      );
    const messages = [...(await read('encounter_hour', 'hour'))];
    messages.push(...(await read('withdrawn_hour', 'withdrawn')));
    if (streamTime !== null) {
      const value = JSON.stringify({ streamTime });
      messages.push({ key: 'stream-time', kind: 'time', value });
    }
    return messages;
  }

  /** Returns the last delivery with staffing or judgements, 0 if there is none. */
  async staffedTo(): Promise<number> {
    const [row] = await this.connection.rows<{ delivery: number }>(
      `select coalesce(max(delivery), 0) as delivery from ${STAFFING}`,
    );
    return row!.delivery;
  }

  /**
   * Returns the staffing and judgements of the log after a delivery, up to another that is settled; if there are
   * many, the first deliveries.
   */
  async staffingAfter(after: number, until: number, most = BATCH_STAFFING): Promise<StaffingBatch> {
    const [end] = await this.connection.rows<{ delivery: number | null }>(
      `select min(delivery) as delivery from (
        select delivery, sum(count(*)) over (order by delivery) as events
        from ${STAFFING} where delivery > $after and delivery <= $until group by delivery
      ) where events >= $most`,
      { after, until, most },
    );
    const delivery = end?.delivery ?? until;
    const events = await this.connection.rows<StaffingEvent>(
      `select id, source, status, type, ward_id as "wardId", occurred_at as "occurredAt",
          recorded_at as "recordedAt", role, basis, from_at as "from", to_at as "to", headcount, value,
          text as note
        from ${STAFFING} where delivery > $after and delivery <= $delivery order by delivery`,
      { after, delivery },
    );
    return { events, delivery };
  }

  /** Returns how far the outbox is published, by `markPublished`. */
  async published(): Promise<Applied> {
    const [row] = await this.connection.rows<Applied>(
      'select revision as position, stream_time as "streamTime" from published',
    );
    return row!;
  }

  /** Records that a batch is durably published. */
  async markPublished({ revision, streamTime }: OutboxBatch): Promise<void> {
    await this.connection.run(
      `update published set revision = $revision,
        stream_time = greatest(stream_time, make_timestamp($streamTime::bigint))`,
      { revision, streamTime },
    );
  }

  /**
   * Records the offsets of published messages in their topic. Other messages before them are from
   * another scorer.
   */
  async noteSent(from: number, to: number): Promise<void> {
    await this.connection.run(
      `update published set
        others_from = if($from > sent_to, least(coalesce(others_from, sent_to), sent_to), others_from),
        others_to = if($from > sent_to, $from, others_to),
        sent_to = $to`,
      { from, to },
    );
  }

  /** Returns where uncompared messages of another scorer are, `null` if there are none. */
  async othersSent(): Promise<{ from: number; to: number } | null> {
    const [row] = await this.connection.rows<{ from: number | null; to: number | null }>(
      'select others_from as "from", others_to as "to" from published',
    );
    return row?.from == null || row.to === null ? null : { from: row.from, to: row.to };
  }

  /** Records that the messages of another scorer were compared up to an offset. */
  async markCompared(to: number): Promise<void> {
    await this.connection.run(
      `update published set
        others_from = if(others_to > $to, $to, null), others_to = if(others_to > $to, others_to, null)`,
      { to },
    );
  }

  /** Returns the oldest rejected records that are not mirrored, at most `limit`. */
  unmirrored(limit: number): Promise<RejectedRecord[]> {
    return this.connection.rows<RejectedRecord>(
      `select "offset", reason, pointer, detail, raw from rejected
        where "offset" > (select rejected_offset from published) order by "offset" limit $limit`,
      { limit },
    );
  }

  /** Records that rejected records are mirrored up to a log position. */
  async markMirrored(offset: number): Promise<void> {
    await this.connection.run('update published set rejected_offset = $offset', { offset });
  }

  /** Returns the revision at which a batch ends: the first with enough rows, or the last. */
  private async batchEnd(after: number, last: number, most: number): Promise<number> {
    if (last - after <= 1 || most === Number.POSITIVE_INFINITY) return last;
    const [end] = await this.connection.rows<{ revision: number | null }>(
      `select min(revision) as revision from (
        select revision, sum(count(*)) over (order by revision) as hours
        from encounter_hour where revision > $after and revision <= $last group by revision
      ) where hours >= $most`,
      { after, last, most },
    );
    return end?.revision ?? last;
  }

  close(): void {
    this.connection.close();
  }
}

/** The rows of a table that changed in a range of revisions. */
const changed = (table: string) =>
  `from ${table} where revision > $after and revision <= $revision`;
const rangeOf = ({ after, revision }: OutboxBatch) => ({ after, revision });
