import type { RecordBatch } from 'apache-arrow';
import { hourText } from '../../pipelines/serving/hour-text.ts';
import type { StaffingEvent } from '../../pipelines/serving/staffing.ts';
import type { Applied } from '../../pipelines/serving/store.ts';
import type { Connection, Parameters } from '../../pipelines/warehouse/warehouse.ts';

/** Encounter-hours that end a part of the outbox: it is held in memory. */
const PART_HOURS = 50_000;

/** Staffing and judgement events that end a part of it. */
const PART_STAFFING = 5_000;
const STAFFING = `(
  from event where type in ('staffing', 'judgement')
  union all by name from superseded_event where type in ('staffing', 'judgement')
)`;

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

/** Staffing and judgement events, of every version, and the last delivery that they are of. */
export interface StaffingPart {
  readonly events: readonly StaffingEvent[];
  readonly delivery: number;
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
 * What a scorer's file has to publish: changes, by revision, and rejected records. Where the file has to know
 * how far this is published, it stores that too. Uses a connection of its own, beside storing and scoring.
 */
export class Outbox {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** The last revision of the outbox. */
  async revision(): Promise<number> {
    const [row] = await this.connection.rows<{ revision: number }>('select revision from outbox');
    return row!.revision;
  }

  /**
   * What changed after what is applied, `null` where nothing did: hours, or stream time alone; a part of
   * it where it is much. What is rewritten meanwhile comes with the next call.
   */
  async partAfter({ position, streamTime }: Applied, most = PART_HOURS): Promise<Part | null> {
    // not the time of what is stored since: wards would stand in an hour that is not scored yet
    const [now] = await this.connection.rows<{ revision: number; scored_time: number | null }>(
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
    const read = (table: string) => this.read(`from ${table} where ${range}`, { after, revision });
    return { hours: await read('encounter_hour'), withdrawn: await read('withdrawn_hour') };
  }

  /** A part as messages; stream time last, since what is scored at it comes before. */
  async messagesOf({ after, revision, streamTime }: Part): Promise<ChangeMessage[]> {
    const read = (table: string, kind: ChangeMessage['kind']) =>
      this.connection.rows<ChangeMessage>(
        `select text::json->>'encounter_id' || ' ' || (text::json->>'hour') || ' '
            || (text::json->>'ward_id') as key, '${kind}' as kind, text as value
          from (${hourText(`(from ${table} where revision > $after and revision <= $revision)`)})`,
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

  /** The last delivery that brought staffing or judgements, 0 where none did. */
  async staffedTo(): Promise<number> {
    const [row] = await this.connection.rows<{ delivery: number }>(
      `select coalesce(max(delivery), 0) as delivery from ${STAFFING}`,
    );
    return row!.delivery;
  }

  /**
   * The staffing and judgements of the log after a delivery, up to another that is settled; of much, the
   * deliveries that come first.
   */
  async staffingAfter(after: number, until: number, most = PART_STAFFING): Promise<StaffingPart> {
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

  /** How far the outbox is published, as `markPublished` noted it. */
  async published(): Promise<Applied> {
    const [row] = await this.connection.rows<Applied>(
      'select revision as position, stream_time as "streamTime" from published',
    );
    return row!;
  }

  /** Notes that a part is published for good. */
  async markPublished({ revision, streamTime }: Part): Promise<void> {
    await this.connection.run(
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
    await this.connection.run(
      `update published set
        others_from = if($from > sent_to, least(coalesce(others_from, sent_to), sent_to), others_from),
        others_to = if($from > sent_to, $from, others_to),
        sent_to = $to`,
      { from, to },
    );
  }

  /** Where another scorer's messages are that were not compared yet, `null` where there are none. */
  async othersSent(): Promise<{ from: number; to: number } | null> {
    const [row] = await this.connection.rows<{ from: number | null; to: number | null }>(
      'select others_from as "from", others_to as "to" from published',
    );
    return row?.from == null || row.to === null ? null : { from: row.from, to: row.to };
  }

  /** Notes that another scorer's messages up to a place were compared. */
  async markCompared(to: number): Promise<void> {
    await this.connection.run(
      `update published set
        others_from = if(others_to > $to, $to, null), others_to = if(others_to > $to, others_to, null)`,
      { to },
    );
  }

  /** The oldest rejected records that are not mirrored, at most `limit`. */
  unmirrored(limit: number): Promise<RejectedRecord[]> {
    return this.connection.rows<RejectedRecord>(
      `select "offset", reason, pointer, detail, raw from rejected
        where "offset" > (select rejected_offset from published) order by "offset" limit $limit`,
      { limit },
    );
  }

  /** Notes that rejected records are mirrored up to a log position. */
  async markMirrored(offset: number): Promise<void> {
    await this.connection.run('update published set rejected_offset = $offset', { offset });
  }

  /** The revision a part ends with: the first by which it has many rows, or the last there is. */
  private async endOfPart(after: number, last: number, most: number): Promise<number> {
    if (last - after <= 1) return last;
    const [end] = await this.connection.rows<{ revision: number | null }>(
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
    for await (const batch of this.connection.batches(query, parameters)) batches.push(batch);
    return batches;
  }

  close(): void {
    this.connection.close();
  }
}
