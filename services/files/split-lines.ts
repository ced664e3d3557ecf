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
 * Splits a byte stream into lines, in groups of about `groupSize`. Lines are views into the chunks they came in, so a
 * group holds its chunks in memory. Blank lines are counted and left out.
 * @param from number of lines to skip, which were read before
 * @param groupBytes a group ends with the line that reaches it
 */
export async function* lines(
  chunks: AsyncIterable<Buffer>,
  from: number,
  groupSize: number,
  groupBytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<LineChunk> {
  const cursor = new LineCursor(from);
  let records: RawRecord[] = [];
  let held = 0;
  const take = () => {
    const { offset, bytes, start, end } = cursor;
    records.push({ offset, bytes: bytes.subarray(start, end) });
    held += end - start;
  };
  for await (const chunk of chunks) {
    cursor.feed(chunk);
    while (cursor.next()) {
      take();
      if (records.length >= groupSize || held >= groupBytes) {
        yield { records, nextOffset: cursor.nextOffset, endsOpen: false, isLast: false };
        records = [];
        held = 0;
      }
    }
  }
  const { endsOpen } = cursor;
  if (cursor.last()) take();
  yield { records, nextOffset: cursor.nextOffset, endsOpen, isLast: true };
}

/**
 * Goes through the lines of a byte stream, whose chunks it is fed, one by one. Blank lines are counted and left out.
 * No object is made for a line: the fields are those of the current one.
 */
export class LineCursor {
  /** Where the line is; valid until the next chunk is fed. */
  bytes: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;
  /** Position of the line in the log. */
  offset = -1;
  /** Lines read so far: the offset of the next one. */
  nextOffset = 0;
  private readonly from: number;
  private chunk: Buffer = Buffer.alloc(0);
  private at = 0;
  private rest: Buffer[] = [];
  private restLength = 0;

  /** @param from number of lines to skip, which were read before */
  constructor(from: number) {
    this.from = from;
  }

  /** Whether the stream so far ends within a line. */
  get endsOpen(): boolean {
    return this.restLength > 0;
  }

  /** Takes the next chunk of the stream, once there is no next line. */
  feed(chunk: Buffer): void {
    this.chunk = chunk;
    this.at = 0;
  }

  /** Moves to the next whole line; false if there is none in what was fed. */
  next(): boolean {
    for (;;) {
      const { chunk, at } = this;
      const end = chunk.indexOf(NEWLINE, at);
      if (end === -1) break;
      this.at = end + 1;
      if (this.takes(chunk, at, end)) return true;
    }
    if (this.at < this.chunk.length && this.restLength < LONGEST_LINE_KEPT) {
      this.rest.push(this.chunk.subarray(this.at));
      this.restLength += this.chunk.length - this.at;
    }
    this.at = this.chunk.length;
    return false;
  }

  /** Moves to what comes after the last newline of the stream; false if nothing does. */
  last(): boolean {
    return this.endsOpen && this.takes(this.chunk, this.at, this.at);
  }

  private takes(chunk: Buffer, start: number, end: number): boolean {
    if (this.rest.length === 0) {
      this.bytes = chunk;
      this.start = start;
      this.end = end;
    } else {
      this.bytes = Buffer.concat([...this.rest, chunk.subarray(start, end)]);
      this.start = 0;
      this.end = this.bytes.length;
      this.rest = [];
      this.restLength = 0;
    }
    this.offset = this.nextOffset++;
    if (this.offset === 0 && hasByteOrderMark(this.bytes, this.start)) this.start += 3;
    return this.offset >= this.from && !isBlank(this.bytes, this.start, this.end);
  }
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  if (end - start > 64) return false;
  for (let at = start; at < end; at++) {
    if (bytes[at] !== 0x20 && bytes[at] !== 0x0d && bytes[at] !== 0x09) return false;
  }
  return true;
}

function hasByteOrderMark(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf;
}
