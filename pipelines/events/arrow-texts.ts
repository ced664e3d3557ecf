import type { Data, Vector } from 'apache-arrow';

/**
 * The text of a row as its bytes say, or null; U+FFFD for what is not UTF-8. Arrow's own reader passes over
 * U+FEFF at its start.
 */
export function textOf(data: Data, row: number): string | null {
  if (!data.getValid(row)) return null;
  const { dictionary, values } = data;
  if (dictionary !== undefined) return wordsOf(dictionary)[Number(values[row])] ?? null;
  const offsets = data.valueOffsets as ArrayLike<number | bigint>;
  const { buffer, byteOffset, length } = values as Uint8Array;
  const bytes = Buffer.from(buffer, byteOffset, length);
  return bytes.toString('utf8', Number(offsets[row]), Number(offsets[row + 1]));
}

/** A stream's batches share a dictionary until it grows. */
const known = new WeakMap<Vector, readonly (string | null)[]>();

/** The values of a dictionary, which may lie in several pieces. */
export function wordsOf(dictionary: Vector): readonly (string | null)[] {
  const before = known.get(dictionary);
  if (before !== undefined) return before;
  const words = dictionary.data.flatMap((piece) =>
    Array.from({ length: piece.length }, (_, row) => textOf(piece, row)),
  );
  known.set(dictionary, words);
  return words;
}
