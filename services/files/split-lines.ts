import { LARGEST_RECORD_BYTES, type RawRecord } from '../../pipelines/events/decode.ts';

const NEWLINE = 0x0a;
/** A line is kept to somewhat past this length, and the rest let go: it is rejected as too large. */
const LONGEST_LINE_KEPT = 2 * LARGEST_RECORD_BYTES;

/** A group of whole lines, and the log position after them. */
export interface LineChunk {
  readonly records: RawRecord[];
  /** Lines read so far: the offset of the next one. */
  readonly nextOffset: number;
  /** The last line of the file had no newline. */
  readonly endsOpen: boolean;
  /** Nothing comes after it. */
  readonly isLast: boolean;
}

/**
 * Splits a byte stream into lines, in groups of about `groupSize`; blank lines are counted and left
 * out. Lines are views into the chunks they came in, so a group holds its chunks in memory.
 * @param from number of lines to skip, which were read before
 * @param groupBytes a group ends with the line that reaches it
 */
export async function* lines(
  chunks: AsyncIterable<Buffer>,
  from: number,
  groupSize: number,
  groupBytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<LineChunk> {
  let offset = 0;
  let records: RawRecord[] = [];
  let rest: Buffer[] = [];
  let restLength = 0;
  let held = 0;

  const take = (end: Buffer) => {
    const bytes = rest.length === 0 ? end : Buffer.concat([...rest, end]);
    rest = [];
    restLength = 0;
    const line = offset === 0 ? withoutByteOrderMark(bytes) : bytes;
    if (offset >= from && !isBlank(line)) {
      records.push({ offset, bytes: line });
      held += line.length;
    }
    offset++;
  };

  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      take(chunk.subarray(start, end));
      start = end + 1;
      if (records.length >= groupSize || held >= groupBytes) {
        yield { records, nextOffset: offset, endsOpen: false, isLast: false };
        records = [];
        held = 0;
      }
    }
    if (start < chunk.length && restLength < LONGEST_LINE_KEPT) {
      rest.push(chunk.subarray(start));
      restLength += chunk.length - start;
    }
  }
  const endsOpen = restLength > 0;
  if (endsOpen) take(Buffer.alloc(0));
  yield { records, nextOffset: offset, endsOpen, isLast: true };
}

function isBlank(line: Buffer): boolean {
  if (line.length > 64) return false;
  return line.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);
}

function withoutByteOrderMark(line: Buffer): Buffer {
  return line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? line.subarray(3) : line;
}
