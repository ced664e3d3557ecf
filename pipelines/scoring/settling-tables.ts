import type { RecordBatch } from 'apache-arrow';
import type { Statements } from '../warehouse/connection.ts';
import { stageSql } from './stages.ts';

/** A delivery as it stands in the log. */
export interface Delivery {
  /** The number its rows carry. */
  readonly delivery: number;
  readonly partition: number;
}

/** The tables that a delivery is settled with, each in the shape of a SELECT. */
export const SHAPES = {
  contested_delivery: 'select delivery from event',
  contested_identity: 'select identity from event',
  version_candidate: stageSql('version_candidate'),
  repeated_identity: stageSql('repeated_identity'),
  ranked_version: stageSql('ranked_version'),
  lost_sign: stageSql('lost_sign'),
  changed_sign: 'select encounter_id, occurred_at from arrived',
  latest_sign: stageSql('latest_sign'),
  changed_instant: 'select encounter_key, occurred_at from fact',
  event_again: 'select rowid as event_row, 0::integer as encounter_key from event',
  stated: statedSql('select *, 0::integer as encounter_key from arrived'),
  stated_first: 'from stated',
};
export type SettlingTable = keyof typeof SHAPES;

/**
 * What the statements that settle a delivery run with: `delivery_at_hand` (its number, partition and next offset),
 * `arrived` (its rows that are in `event`, with their `event_row`), and tables that are filled on the way.
 */
export interface SettlingTables extends Statements {
  /** Fills a table by a SELECT, in place of what it had; returns the number of rows. */
  fill(table: SettlingTable, select: string): Promise<number>;
  empty(table: SettlingTable): Promise<void>;
  /** Fills a table with a batch. */
  load(table: SettlingTable, batch: RecordBatch): Promise<void>;
  /** Does work that reads few rows of the log, which may be anywhere in it. */
  apart<T>(work: () => Promise<T>): Promise<T>;
  /** To be called when rows that `ranked_version` ranks second have left `event`. */
  leave(): Promise<void>;
}

/** The SELECT of `stated` over a SELECT of the events at hand. */
export function statedSql(events: string): string {
  return `with fact_event as (${events}) ${stageSql('stated')}`;
}

/** The rows of a delivery that are in `event`: of a number, or of what gives one. */
export const arrivedSql = (delivery: string | number) =>
  `select rowid as event_row, event.* from event where delivery = ${delivery}`;
