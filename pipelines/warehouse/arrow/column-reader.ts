import type { Data, DataType } from 'apache-arrow';
import type { Part } from './read-validity.ts';

/** Makes an Arrow column of a DuckDB one. */
export interface ColumnReader {
  readonly type: DataType;
  /** The parts of the column in order, `rows` in all. */
  read(parts: readonly Part[], rows: number): Data;
}
