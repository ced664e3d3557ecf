import type { Data, Vector } from 'apache-arrow';

/**
 * Returns the text of a row, or null; U+FFFD replaces bytes that are not UTF-8. Arrow's own reader drops a U+FEFF at
 * the start.
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

/** Returns the values of a dictionary, which may have several chunks. */
export function wordsOf(dictionary: Vector): readonly (string | null)[] {
  const before = known.get(dictionary);
  if (before !== undefined) return before;
  const words = dictionary.data.flatMap((chunk) =>
    Array.from({ length: chunk.length }, (_, row) => textOf(chunk, row)),
  );
  known.set(dictionary, words);
  return words;
}
