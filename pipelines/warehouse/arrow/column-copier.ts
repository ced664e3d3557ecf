import type ddb from '@duckdb/node-bindings';

/** How strings reach DuckDB: `arena` is fast and knows its memory layout, `safe` is slow and does not. */
export type StringMode = 'arena' | 'safe';

/** Moves one Arrow column into the vectors of successive data chunks. */
export interface ColumnCopier {
  /** The type of the chunk's column; the appender casts it to the table's. */
  readonly type: ddb.LogicalType;
  /** Fills slots 0 … count − 1 of a freshly reset `vector` with the rows from `from`. */
  copy(vector: ddb.Vector, from: number, count: number): void;
}
