import { setImmediate } from 'node:timers/promises';
import type { RecordBatch } from 'apache-arrow';
import type { Rejection } from '../events/decode.ts';
import { rejectionBatch } from '../events/rejection-batch.ts';
import type { Connection } from '../warehouse/connection.ts';
import type { KnownIdentities } from './known-identities.ts';
import { LogPositions, type Position } from './log-positions.ts';
import { Senders } from './senders.ts';
import { type Delivery, settle } from './settle.ts';
import { storedBatch } from './stored-batch.ts';

/** What a delivery may bring besides the events of its partition. */
export interface StoreOptions {
  /**
   * Versions of events whose encounter is another partition's. They replace versions that are stored here, and are
   * not scored here.
   */
  readonly foreign?: readonly RecordBatch[];
  /** Positions of other logs that the events were taken from. */
  readonly sources?: readonly Position[];
  /** The sender of the events of each source. */
  readonly senders?: ReadonlyMap<string, string>;
}

/** What one delivery did to the store. */
export interface StoreResult {
  /** The number of its rows in `event`; `null` if it had no rows. */
  readonly delivery: number | null;
  /** Events that were new or a new version. */
  readonly stored: number;
  /** Exact duplicates of stored events: their rows in the delivery, counted from 0. */
  readonly duplicates: readonly number[];
  readonly rejected: number;
}

/**
 * Writes deliveries to the event tables, in two transactions: `append` adds the rows with the position of the log,
 * then `settle` ranks them among the versions of their events. DuckDB writes rows that are only added straight to the
 * file, and anything else twice. After a stop in between, the next start settles the delivery.
 */
export class DeliveryLog {
  private readonly connection: Connection;
  private readonly positions: LogPositions;
  private readonly senders: Senders;
  private readonly known: KnownIdentities;
  /** The identities of the delivery that was appended last, until it is settled. */
  private readonly identities = new Map<number, BigUint64Array[]>();
  private last: number;

  /** @param last the number of the latest delivery */
  constructor(connection: Connection, last: number, known: KnownIdentities) {
    this.connection = connection;
    this.known = known;
    this.positions = new LogPositions(connection);
    this.senders = new Senders(connection);
    this.last = last;
  }

  /** Gives the next deliveries numbers higher than one that was seen. */
  skipTo(delivery: number): void {
    this.last = Math.max(this.last, delivery);
  }

  /**
   * Stores a delivery. Durable once resolved; safe to repeat. If the delivery cannot be settled, it is removed and the
   * error thrown. Duplicates are counted through the batches, then the foreign ones.
   */
  async store(
    batches: readonly RecordBatch[],
    rejected: readonly Rejection[],
    position: Position,
    options: StoreOptions = {},
  ): Promise<StoreResult> {
    const { foreign = [], sources = [], senders = new Map() } = options;
    const rows = [...batches, ...foreign].reduce((sum, batch) => sum + batch.numRows, 0);
    const read = [position, ...sources];
    const before = await this.positions.before(read);
    const delivery = await this.connection.transaction(() =>
      this.append(batches, rejected, position, options),
    );
    const duplicates = delivery === null ? [] : await this.settleOrRemove(delivery, before);
    this.senders.remember(senders);
    this.positions.remember(read);
    return {
      delivery: delivery?.delivery ?? null,
      ...{ stored: rows - duplicates.length, duplicates, rejected: rejected.length },
    };
  }

  /**
   * Adds the rows of a delivery and its positions, within the caller's transaction.
   * @returns the delivery to settle; `null` if it had no rows
   */
  async append(
    batches: readonly RecordBatch[],
    rejected: readonly Rejection[],
    position: Position,
    { foreign = [], sources = [], senders = new Map() }: StoreOptions,
  ): Promise<Delivery | null> {
    const { connection } = this;
    if (rejected.length > 0) connection.append('rejected', rejectionBatch(rejected, position));
    const delivery = { delivery: ++this.last, partition: position.partition };
    this.identities.clear();
    let rows = 0;
    for (const batch of batches) {
      // an append blocks everything else: one at a time
      if (rows > 0) await setImmediate();
      this.add(storedBatch(batch, delivery.delivery), delivery);
      rows += batch.numRows;
    }
    for (const batch of foreign) {
      this.add(storedBatch(batch, delivery.delivery, true), delivery);
      rows += batch.numRows;
    }
    await this.senders.write(senders, delivery.delivery);
    await this.positions.write([position, ...sources]);
    if (rows === 0) return null;
    const { nextOffset } = position;
    await connection.run('insert into unsettled values ($delivery, $partition, $nextOffset)', {
      ...delivery,
      nextOffset,
    });
    return delivery;
  }

  /** Settles an appended delivery, in one transaction. Returns its rows that are exact duplicates. */
  async settle(delivery: Delivery): Promise<number[]> {
    const { connection, known } = this;
    const identities = joined(this.identities.get(delivery.delivery) ?? []);
    this.identities.delete(delivery.delivery);
    const arrived = known.arrive(delivery.delivery, identities);
    let duplicates: number[] = [];
    try {
      duplicates = await connection.transaction(() => settle(connection, delivery, arrived.where));
      return duplicates;
    } finally {
      // if it failed, its rows may stay
      known.settled(arrived, duplicates);
    }
  }

  private add(stored: RecordBatch, { delivery }: Delivery): void {
    this.connection.append('event', stored);
    const identities = stored.getChild('identity')!.data[0]!.values as BigUint64Array;
    const before = this.identities.get(delivery);
    if (before === undefined) this.identities.set(delivery, [identities]);
    else before.push(identities);
  }

  private async settleOrRemove(delivery: Delivery, before: readonly Position[]): Promise<number[]> {
    try {
      return await this.settle(delivery);
    } catch (error) {
      // on a full disk this fails too: then the next start settles it
      await this.remove(delivery, before).catch(() => undefined);
      throw error;
    }
  }

  private async remove({ delivery }: Delivery, before: readonly Position[]): Promise<void> {
    const { connection } = this;
    await connection.transaction(async () => {
      for (const table of ['event', 'unsettled', 'provenance']) {
        await connection.run(`delete from ${table} where delivery = $delivery`, { delivery });
      }
      for (const position of before) {
        const log = 'topic = $topic and "partition" = $partition';
        const at = { ...position };
        await connection.run(`delete from rejected where ${log} and "offset" >= $nextOffset`, at);
        await connection.run(`update position set next_offset = $nextOffset where ${log}`, at);
      }
    });
  }
}

function joined(arrays: readonly BigUint64Array[]): BigUint64Array {
  const whole = new BigUint64Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    whole.set(array, at);
    at += array.length;
  }
  return whole;
}

/** Settles the deliveries that were appended before a stop. */
export async function settleAppended(connection: Connection): Promise<void> {
  const appended = await connection.rows<Delivery>(
    'select delivery, "partition" from unsettled order by delivery',
  );
  for (const delivery of appended) {
    await connection.transaction(() => settle(connection, delivery));
  }
}

/** Returns the number of the latest delivery, 0 if there is none. */
export async function lastDelivery(connection: Connection): Promise<number> {
  const [last] = await connection.rows<{ delivery: number }>(
    'select coalesce(max(delivery), 0) as delivery from (from event union all by name from superseded_event)',
  );
  return last!.delivery;
}
