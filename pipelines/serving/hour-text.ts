import { Field, makeData, RecordBatch, Schema, Struct, Utf8 } from 'apache-arrow';
import type { Connection } from '../warehouse/connection.ts';

/**
 * Encounter-hours as text, one JSON object each: the columns of `encounter_hour` by their names, minutes in
 * millionths, instants in UTC. Numbers come back to the bit: doubles in their shortest form, and the one
 * decimal (millilitres) well within the fifteen digits a double holds.
 */
export type HourText = Uint8Array;

/** SQL for the text of a row of the relation `kept`. */
export const HOUR_TEXT = 'to_json(kept)::varchar';

/** Columns that texts of earlier programs do not have: NULL there. */
const ADDED = new Set([
  ...['revision', 'is_day', 's_criteria', 'sets_per_day', 'night_ratio_milli', 'day_hours'],
  ...['care_at', 'moves_recorded_at', 'vitals_recorded_at', 'function_recorded_at'],
  'care_recorded_at',
]);

/** What `readTexts` reads with, for tables that exist. */
export async function createHourTexts(connection: Connection): Promise<void> {
  await connection.run('create temp table hour_text (text varchar)');
  for (const table of ['incoming_encounter_hour', 'incoming_withdrawal']) {
    const columns = await connection.rows<{ name: string; type: string }>(
      `select column_name as name, column_type as type from (describe temp.main.${table})`,
    );
    const structureOf = (isAdded: boolean) =>
      JSON.stringify(
        Object.fromEntries(
          columns
            .filter(({ name }) => ADDED.has(name) === isAdded)
            .map(({ name, type }) => [name, type]),
        ),
      );
    await connection.run(
      `create or replace temp view read_${table} as
        select
          unnest(from_json_strict(text, '${structureOf(false)}')),
          unnest(from_json(text, '${structureOf(true)}'))
        from hour_text`,
    );
  }
}

/**
 * Reads texts into a temporary table of the columns they hold.
 * @throws WarehouseError if a text is not one
 */
export async function readTexts(
  connection: Connection,
  table: 'incoming_encounter_hour' | 'incoming_withdrawal',
  texts: readonly HourText[],
): Promise<void> {
  if (texts.length === 0) return;
  await connection.run('truncate temp.main.hour_text');
  connection.append('temp.main.hour_text', textBatch(texts));
  await connection.run(`insert into temp.main.${table} by name from read_${table}`);
}

function textBatch(texts: readonly HourText[]): RecordBatch {
  const valueOffsets = new Int32Array(texts.length + 1);
  texts.forEach((text, index) => {
    valueOffsets[index + 1] = valueOffsets[index]! + text.length;
  });
  const children = [
    makeData({
      type: new Utf8(),
      length: texts.length,
      nullCount: 0,
      valueOffsets,
      data: Buffer.concat(texts),
    }),
  ];
  const fields = [new Field('text', new Utf8(), false)];
  return new RecordBatch(
    new Schema(fields),
    makeData({ type: new Struct(fields), length: texts.length, nullCount: 0, children }),
  );
}
