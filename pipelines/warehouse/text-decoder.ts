import { textDecoder } from '@duckdb/node-api/lib/vectors/dataAccessors.js';

const exact = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * DuckDB's package reads every text with a decoder that takes a byte order mark at its beginning for none of
 * it, so that two texts become one. This has it keep the mark, for the whole process.
 */
export function keepByteOrderMarks(): void {
  textDecoder.decode = (bytes: Uint8Array) => exact.decode(bytes);
}
