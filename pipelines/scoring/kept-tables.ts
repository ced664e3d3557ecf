import type { RecordBatch } from 'apache-arrow';
import type { Connection, Statements } from '../warehouse/connection.ts';
import { KeptPlans } from '../warehouse/kept-plans.ts';
import { MOST_APART } from './apart.ts';
import type { Position } from './log-positions.ts';
import {
  arrivedSql,
  type Delivery,
  type SettlingTable,
  type SettlingTables,
  SHAPES,
} from './settling-tables.ts';

/** Deliveries, and rows of them, after which the memory of rows that are gone is given back. */
const RELEASED_DELIVERIES = 100;
const RELEASED_ROWS = 20_000;
/** A log that is this many times as long as when plans were made has others, from some length on. */
const GROWTH = 2;
const SHORT_LOG = 10_000;

const ARRIVE = `insert into arrived ${arrivedSql('(select delivery from delivery_at_hand)')}`;
const LEAVE =
  'delete from arrived where event_row in (select event_row from ranked_version where ordinal > 1)';

/**
 * Tables on a connection of their own, which are emptied and filled again, so that the plans of the statements can be
 * kept: for small deliveries, whose statements take longer to plan than to run. The connection must create nothing else.
 */
export class KeptTables implements SettlingTables {
  readonly connection: Connection;
  readonly statements: Statements;
  private readonly plans: KeptPlans;
  /** Tables that were filled for the delivery at hand. */
  private readonly filled = new Set<SettlingTable>();
  /** Rows of the log, and when the plans were begun. */
  private logged: number;
  private planned: number;
  /** Deliveries since the memory of their rows was given back, and their rows. */
  private deliveries = 0;
  private rowsHeld = 0;

  private constructor(connection: Connection, logged: number) {
    this.connection = connection;
    this.plans = new KeptPlans(connection);
    this.statements = this.plans;
    this.logged = logged;
    this.planned = logged;
  }

  /** Creates the tables, once for a connection, after those of the log and the settings. */
  static async create(connection: Connection): Promise<KeptTables> {
    await connection.run(`
      create temp table delivery_at_hand as from unsettled limit 0;
      create temp table arrived as ${arrivedSql(0)}`);
    for (const [table, shape] of Object.entries(SHAPES)) {
      await connection.run(`create temp table ${table} as from (${shape}) limit 0`);
    }
    await connection.run(`set dynamic_or_filter_threshold = ${MOST_APART}`);
    const [log] = await connection.rows<{ rows: number }>('select count(*) as rows from event');
    return new KeptTables(connection, log!.rows);
  }

  /** Takes a delivery in hand, before the transaction that adds its rows. */
  async prepare(
    { delivery, partition }: Delivery,
    { nextOffset }: Position,
    rows: number,
  ): Promise<void> {
    const empty = ['delivery_at_hand', 'arrived', ...this.filled].map(
      (each) => `truncate ${each};`,
    );
    await this.connection.run(
      `${empty.join(' ')} insert into delivery_at_hand values (${delivery}, ${partition}, ${nextOffset})`,
    );
    this.filled.clear();
    this.deliveries++;
    this.rowsHeld += rows;
    if (this.deliveries >= RELEASED_DELIVERIES || this.rowsHeld >= RELEASED_ROWS) {
      await this.connection.run('checkpoint temp');
      this.deliveries = 0;
      this.rowsHeld = 0;
    }
    if (this.logged <= GROWTH * this.planned + SHORT_LOG) return;
    this.planned = this.logged;
    await this.plans.forget();
  }

  /** Notes that the log has more rows: plans for a short log do not suit a long one. */
  grow(rows: number): void {
    this.logged += rows;
  }

  /** Shows the rows of the delivery as `arrived`, once they are added. */
  arrive(): Promise<void> {
    return this.plans.run(ARRIVE);
  }

  run(...statement: Parameters<Statements['run']>): Promise<void> {
    return this.plans.run(...statement);
  }

  rows<T>(...statement: Parameters<Statements['rows']>): Promise<T[]> {
    return this.plans.rows<T>(...statement);
  }

  async fill(table: SettlingTable, select: string): Promise<number> {
    await this.empty(table);
    const [filled] = await this.plans.rows<{ Count: number }>(`insert into ${table} ${select}`);
    return filled!.Count;
  }

  async load(table: SettlingTable, batch: RecordBatch): Promise<void> {
    await this.empty(table);
    this.connection.append(`temp.main.${table}`, batch);
  }

  apart<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  leave(): Promise<void> {
    return this.plans.run(LEAVE);
  }

  async empty(table: SettlingTable): Promise<void> {
    if (this.filled.has(table)) await this.plans.run(`truncate ${table}`);
    this.filled.add(table);
  }
}
