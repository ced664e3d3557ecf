import { isUtf8 } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import type { RawRecord } from '../../pipelines/events/decode.ts';

/** A body is neither one JSON value nor an array; the message has the position. */
export class MalformedArray extends Error {
  override name = 'MalformedArray';
}

/** An array has more elements than allowed. */
export class TooMany extends Error {
  override name = 'TooMany';
}

/** Bytes that are scanned before other work can run. */
const SLICE_BYTES = 512 * 1024;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Yields the records of a JSON body: the elements of an array, or the whole body. Each is a view of its bytes, which
 * need not be JSON. So a body costs no more than lines of NDJSON, whatever its size and depth: one
 * `JSON.parse` of megabytes would block the event loop.
 *
 * Bytes that are not UTF-8 belong to the record they are in. A body that is no text at all is one record.
 * @throws MalformedArray if the text between the records does not form an array
 * @throws TooMany if there are more than `most` records
 */
export async function jsonRecords(body: Buffer, most: number): Promise<RawRecord[]> {
  const start = firstOf(body, hasByteOrderMark(body) ? 3 : 0);
  if (body[start] !== OPEN_ARRAY) return [{ offset: 0, bytes: body }];
  try {
    return await elements(body, start + 1, most);
  } catch (error) {
    if (error instanceof MalformedArray && !isUtf8(body)) return [{ offset: 0, bytes: body }];
    throw error;
  }
}

async function elements(body: Buffer, start: number, most: number): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  let first = firstOf(body, start);
  let at = first;
  if (body[first] === CLOSE_ARRAY) return ended(body, first, records);
  let depth = 0;
  let inText = false;
  for (let turn = at + SLICE_BYTES; ; turn = at + SLICE_BYTES) {
    for (; at < body.length && at < turn; at++) {
      const byte = body[at]!;
      if (inText) {
        if (byte === BACKSLASH) at++;
        else if (byte === QUOTE) inText = false;
      } else if (byte === QUOTE) inText = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
      else if (depth > 0) {
        if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth--;
      } else if (byte === COMMA || byte === CLOSE_ARRAY) {
        if (at === first) throw new MalformedArray(`Expected an event at byte ${at}`);
        if (records.length === most) throw new TooMany();
        records.push({ offset: records.length, bytes: body.subarray(first, at) });
        if (byte === CLOSE_ARRAY) return ended(body, at, records);
        first = firstOf(body, at + 1);
        at = first - 1;
      }
    }
    if (at >= body.length) {
      throw new MalformedArray(
        `Expected the array to end; it is cut off in event ${records.length}`,
      );
    }
    await setImmediate();
  }
}

/** Yields the records of an array that ends at a byte, which must be the last. */
function ended(body: Buffer, at: number, records: RawRecord[]): RawRecord[] {
  if (firstOf(body, at + 1) === body.length) return records;
  throw new MalformedArray(`Expected nothing after the array, which ends at byte ${at}`);
}

/** Returns the position of the next byte that is not white space. */
function firstOf(body: Buffer, from: number): number {
  let at = from;
  while (body[at] === 0x20 || body[at] === 0x0a || body[at] === 0x0d || body[at] === 0x09) at++;
  return at;
}

function hasByteOrderMark(body: Buffer): boolean {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
}
