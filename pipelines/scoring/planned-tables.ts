import type { RecordBatch } from 'apache-arrow';
import type { Connection, Statements } from '../warehouse/connection.ts';
import { readApart } from './apart.ts';
import {
  arrivedSql,
  type Delivery,
  type SettlingTable,
  type SettlingTables,
  SHAPES,
} from './settling-tables.ts';

/**
 * Tables that are created for a delivery that is in the log, and statements that are planned for it: for deliveries of
 * any size.
 */
export class PlannedTables implements SettlingTables {
  private readonly connection: Connection;

  private constructor(connection: Connection) {
    this.connection = connection;
  }

  static async of(connection: Connection, { delivery }: Delivery): Promise<PlannedTables> {
    await connection.run(`
      create or replace temp table delivery_at_hand as from unsettled where delivery = ${delivery};
      create or replace temp view arrived as ${arrivedSql(delivery)}`);
    return new PlannedTables(connection);
  }

  run(...statement: Parameters<Statements['run']>): Promise<void> {
    return this.connection.run(...statement);
  }

  rows<T>(...statement: Parameters<Statements['rows']>): Promise<T[]> {
    return this.connection.rows<T>(...statement);
  }

  async fill(table: SettlingTable, select: string): Promise<number> {
    const [created] = await this.connection.rows<{ Count: number }>(
      `create or replace temp table ${table} as ${select}`,
    );
    return created!.Count;
  }

  async empty(table: SettlingTable): Promise<void> {
    await this.fill(table, `from (${SHAPES[table]}) limit 0`);
  }

  async load(table: SettlingTable, batch: RecordBatch): Promise<void> {
    await this.empty(table);
    this.connection.append(`temp.main.${table}`, batch);
  }

  apart<T>(work: () => Promise<T>): Promise<T> {
    return readApart(this.connection, work);
  }

  async leave(): Promise<void> {
    // `arrived` is a view
  }
}
