import ddb from '@duckdb/node-bindings';

/** Up to two thousand rows of a result, as DuckDB holds them. */
export class RowChunk {
  readonly native: ddb.DataChunk;
  readonly numRows: number;

  constructor(native: ddb.DataChunk, numRows: number) {
    this.native = native;
    this.numRows = numRows;
  }

  get numCols(): number {
    return ddb.data_chunk_get_column_count(this.native);
  }
}
