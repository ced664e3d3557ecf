import type { Connection } from '../warehouse/connection.ts';

/** Rows, or deliveries, that are read one by one; of more, all from the first to the last are. */
const MOST_APART = 1_000;

/** Does work that reads few rows of the log, which may be anywhere in it: as a rule DuckDB reads 50 apart. */
export async function readApart<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  await connection.run(`set dynamic_or_filter_threshold = ${MOST_APART}`);
  const result = await work();
  await connection.run('reset dynamic_or_filter_threshold');
  return result;
}
