import { createHash } from 'node:crypto';
import type { Letter } from './commit-queue.ts';

/** Bytes of a piece of a record: see `tables.sql`. */
const PIECE_BYTES = 2000;
/** Bytes of records in one statement: DuckDB keeps several copies of them in memory. */
const PORTION_BYTES = 2 * 1024 * 1024;

/** Returns JSON for a parameter, with escaped apostrophes: DuckDB takes seconds for thousands of them in a long text. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value).replaceAll("'", '\\u0027');
}

/** Digest of a record and its sender: a record does not replace the same record of another sender. */
export function digestOf({ raw, sender }: Letter): string {
  const hash = createHash('sha256');
  if (sender !== undefined) hash.update(`${sender.subject}\0`);
  return hash.update(raw).digest('hex');
}

/** Splits a record into the pieces that are stored. */
export function piecesOf(raw: Uint8Array, number: number) {
  const count = Math.ceil(raw.length / PIECE_BYTES);
  return Array.from({ length: count }, (_, place) => {
    const piece = raw.subarray(place * PIECE_BYTES, (place + 1) * PIECE_BYTES);
    return { number, place, raw: Buffer.from(piece).toString('base64') };
  });
}

/** Joins stored pieces, which come in order, to the records of the dead letters by number. */
export function recordsOf(
  pieces: readonly { readonly number: number; readonly raw: Uint8Array }[],
): Map<number, Buffer> {
  const parts = new Map<number, Uint8Array[]>();
  for (const { number, raw } of pieces) parts.set(number, [...(parts.get(number) ?? []), raw]);
  return new Map([...parts].map(([number, of]) => [number, Buffer.concat(of)]));
}

/** Splits records in order into portions; the record that reaches the limit is the last of its portion. */
export function* portions(rejected: readonly Letter[]): Generator<Letter[]> {
  let portion: Letter[] = [];
  let bytes = 0;
  for (const rejection of rejected) {
    portion.push(rejection);
    bytes += rejection.raw.length;
    if (bytes < PORTION_BYTES) continue;
    yield portion;
    portion = [];
    bytes = 0;
  }
  if (portion.length > 0) yield portion;
}
