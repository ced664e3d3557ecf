import { createHash } from 'node:crypto';
import type { RecordBatch } from 'apache-arrow';
import type { Model } from '../../schemas/model.ts';
import type { Site } from '../../schemas/site.ts';
import { readSql } from '../warehouse/sql-file.ts';
import { type Connection, Warehouse, type WarehouseOptions } from '../warehouse/warehouse.ts';
import type { Rejection } from './decode.ts';
import { rejectionBatch } from './rejection-batch.ts';
import { layOutScoring, rescore } from './rescore.ts';
import { layOutSettings } from './settings.ts';
import { runStage } from './stages.ts';
import { identityBatch, storedBatch } from './stored-batch.ts';

/** Where a delivery ends in the log: the next offset to read. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: number;
}

/** What one delivery did to the store. */
export interface Receipt {
  /** Events that were new or a new version. */
  readonly stored: number;
  /** Events that were there already, to the letter. */
  readonly duplicates: number;
  readonly rejected: number;
}

/** The state was made with another site file, model or program: start over with a new folder. */
export class StateMismatch extends Error {
  override name = 'StateMismatch';
}

/** Changes with the tables of the state. */
const LAYOUT = '2';

/**
 * The scorer's state: the events that count, what is scored of them, and how far the log is read, in
 * one DuckDB file. One writer; everything a delivery changes commits in one transaction.
 */
export class ScoringStore {
  readonly warehouse: Warehouse;
  readonly connection: Connection;
  readonly model: Model;

  private deliveries: number;

  private constructor(
    warehouse: Warehouse,
    connection: Connection,
    model: Model,
    deliveries: number,
  ) {
    this.warehouse = warehouse;
    this.connection = connection;
    this.model = model;
    this.deliveries = deliveries;
  }

  /**
   * Opens or creates the state at `path` (':memory:' for none).
   * @throws StateMismatch where the file was filled under another site file or model
   */
  static async open(
    path: string,
    site: Site,
    model: Model,
    options?: WarehouseOptions,
  ): Promise<ScoringStore> {
    const warehouse = await Warehouse.open(path, options);
    try {
      const connection = await warehouse.connect();
      await connection.run(readSql(new URL('tables.sql', import.meta.url)));
      await layOutSettings(connection, site, model);
      await connection.run('create or replace temp table arrived (identity ubigint)');
      await layOutScoring(connection, model.id);
      await assertSameSettings(connection, site, model);
      const [last] = await connection.rows<{ delivery: number }>(
        'select coalesce(max(delivery), 0) as delivery from (from event union all by name from superseded_event)',
      );
      return new ScoringStore(warehouse, connection, model, last!.delivery);
    } catch (error) {
      await warehouse.close();
      throw error;
    }
  }

  /** The next offset to read of a log partition, 0 where nothing was read. */
  async nextOffset(topic: string, partition: number): Promise<number> {
    const [row] = await this.connection.rows<{ next_offset: number }>(
      'select next_offset from position where topic = $topic and partition = $partition',
      { topic, partition },
    );
    return row?.next_offset ?? 0;
  }

  /**
   * Stores a delivery (schema of the batches: `schemas/event-batch.ts`) without scoring it. Durable once
   * resolved; safe to repeat.
   */
  store(
    batches: readonly RecordBatch[],
    rejected: readonly Rejection[],
    position: Position,
  ): Promise<Receipt> {
    return this.connection.transaction(() => this.write(batches, rejected, position));
  }

  /**
   * Stores a delivery, then scores what it touches. Where scoring is cut off, what was stored stays, and
   * the next `commit` or `rescore` takes it up.
   */
  async commit(
    batches: readonly RecordBatch[],
    rejected: readonly Rejection[],
    position: Position,
  ): Promise<Receipt> {
    const receipt = await this.store(batches, rejected, position);
    await this.rescore();
    return receipt;
  }

  /** Scores what is stored and not yet scored. */
  rescore(): Promise<void> {
    return rescore(this.connection);
  }

  /** Scores everything anew from the stored events. */
  async rebuild(): Promise<void> {
    await this.connection.run(`
      insert into touched
        select encounter_id, partition, timestamp '-infinity' from (
          select distinct encounter_id, partition from touched
          union select encounter_id, partition from encounter)`);
    await this.rescore();
  }

  async close(): Promise<void> {
    this.connection.close();
    await this.warehouse.close();
  }

  private async write(
    batches: readonly RecordBatch[],
    rejected: readonly Rejection[],
    position: Position,
  ): Promise<Receipt> {
    const { connection } = this;
    if (rejected.length > 0) connection.append('rejected', rejectionBatch(rejected, position));
    const receipt = await this.writeEvents(batches, position);
    await connection.run(
      `insert into position values ($topic, $partition, $nextOffset)
        on conflict do update set next_offset = excluded.next_offset`,
      { ...position },
    );
    return { ...receipt, rejected: rejected.length };
  }

  private async writeEvents(batches: readonly RecordBatch[], position: Position) {
    const rows = batches.reduce((sum, batch) => sum + batch.numRows, 0);
    if (rows === 0) return { stored: 0, duplicates: 0 };
    const { connection } = this;
    const { partition, nextOffset } = position;
    const delivery = ++this.deliveries;
    await connection.run('truncate temp.main.arrived');
    for (const batch of batches) {
      connection.append('event', storedBatch(batch, delivery));
      connection.append('temp.main.arrived', identityBatch(batch));
    }
    await connection.run(
      `insert into stream
        select $partition, max(recorded_at), null, $nextOffset from event where delivery = $delivery
        on conflict do update set
          stream_time = greatest(stream_time, excluded.stream_time),
          next_offset = excluded.next_offset`,
      { partition, nextOffset, delivery },
    );
    await connection.run(
      'insert into lasting_event from event where delivery = $delivery and horizon >= 2',
      { delivery },
    );
    await runStage(connection, 'candidate');
    await runStage(connection, 'contested');
    await connection.run(
      `insert into touched
        select encounter_id, $partition, min(occurred_at) from event
        where delivery = $delivery and horizon > 0
          and identity not in (select identity from contested)
        group by encounter_id`,
      { partition, delivery },
    );
    const isContested = (await connection.rows('select 1 from contested limit 1')).length > 0;
    const duplicates = isContested ? await this.settle(partition, delivery) : 0;
    return { stored: rows - duplicates, duplicates };
  }

  /**
   * Settles which row of each contested identity counts; the others leave `event`, versions among
   * them for `superseded_event`. Says how many of the delivery's rows were known to the letter.
   */
  private async settle(partition: number, delivery: number): Promise<number> {
    const { connection } = this;
    await runStage(connection, 'rival');
    await runStage(connection, 'known_version');
    await connection.run(
      `insert into touched
        select encounter_id, $partition, occurred_at from rival
        where winner_delivery = $delivery and (place = 1 or delivery < $delivery) and horizon > 0`,
      { partition, delivery },
    );
    const [count] = await connection.rows<{ duplicates: number }>(
      `select (select count(*) from rival where delivery = $delivery)
        - (select count(*) from known_version where delivery = $delivery) as duplicates`,
      { delivery },
    );
    await connection.run(
      'delete from event where rowid in (select event_row from rival where place > 1)',
    );
    await connection.run(
      'delete from lasting_event where identity in (select identity from contested)',
    );
    await connection.run(
      'insert into lasting_event by name select * exclude (event_row, place, winner_delivery) from rival where place = 1 and horizon >= 2',
    );
    await connection.run(
      'delete from superseded_event where identity in (select identity from contested)',
    );
    await connection.run(
      'insert into superseded_event by name select * exclude (place) from known_version where place > 1',
    );
    return count!.duplicates;
  }
}

async function assertSameSettings(connection: Connection, site: Site, model: Model) {
  const digest = (value: unknown) =>
    createHash('sha256').update(JSON.stringify(value)).digest('hex');
  const expected = { 'site file': digest(site), model: digest(model), 'program layout': LAYOUT };
  for (const [name, value] of Object.entries(expected)) {
    await connection.run('insert into meta values ($name, $value) on conflict do nothing', {
      name,
      value,
    });
    const [row] = await connection.rows<{ value: string }>(
      'select value from meta where name = $name',
      { name },
    );
    if (row!.value !== value) {
      throw new StateMismatch(`The stored state was made with another ${name}`);
    }
  }
}
