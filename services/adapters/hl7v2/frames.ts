/** Begins a message. */
const BEGIN = 0x0b;
/** Ends a message; a carriage return follows it, or does not. */
const END = 0x1c;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/** What a stream of bytes holds. */
export interface Frame {
  /** `unfinished`: another message began inside of it. `too-large`: nothing after it is read. */
  readonly kind: 'message' | 'unfinished' | 'too-large';
  /** What lies between the marks; of a message that is too large its first part. */
  readonly bytes: Buffer;
}

/**
 * Finds the messages of a stream (MLLP): a pure function of its bytes, however they are divided. Line ends between
 * messages are skipped, other bytes there are counted and skipped.
 */
export class FrameDecoder {
  private readonly limit: number;
  private parts: Buffer[] | null = null;
  private size = 0;
  private over = false;
  /** Bytes outside of messages that are no line ends. */
  noise = 0;
  /** How many messages have begun. */
  begun = 0;

  /** @param limit bytes of the largest message */
  constructor(limit: number) {
    this.limit = limit;
  }

  /** True inside of a message. */
  get isOpen(): boolean {
    return this.parts !== null;
  }

  /** The frames that end in these bytes. */
  push(chunk: Buffer): Frame[] {
    const frames: Frame[] = [];
    let at = 0;
    while (at < chunk.length && !this.over) {
      at = this.parts === null ? this.skip(chunk, at) : this.read(chunk, at, frames);
    }
    return frames;
  }

  /** What has come of a message that is not ended, and forgets it. */
  abandon(): Buffer {
    const bytes = Buffer.concat(this.parts ?? []);
    this.parts = null;
    return bytes;
  }

  private skip(chunk: Buffer, from: number): number {
    const begin = chunk.indexOf(BEGIN, from);
    const until = begin < 0 ? chunk.length : begin;
    for (let at = from; at < until; at++) {
      if (chunk[at] !== RETURN && chunk[at] !== LINE_FEED) this.noise++;
    }
    if (begin < 0) return until;
    this.open();
    return begin + 1;
  }

  private read(chunk: Buffer, from: number, frames: Frame[]): number {
    const end = chunk.indexOf(END, from);
    const begin = chunk.subarray(from, end < 0 ? chunk.length : end).indexOf(BEGIN);
    const until = begin >= 0 ? from + begin : end >= 0 ? end : chunk.length;
    const room = this.limit - this.size;
    this.add(chunk.subarray(from, Math.min(until, from + room)));
    if (until - from > room) {
      frames.push({ kind: 'too-large', bytes: this.abandon() });
      this.over = true;
      return chunk.length;
    }
    if (begin >= 0) {
      frames.push({ kind: 'unfinished', bytes: this.abandon() });
      this.open();
    } else if (end >= 0) {
      frames.push({ kind: 'message', bytes: this.abandon() });
    }
    return until + 1;
  }

  private open(): void {
    this.parts = [];
    this.size = 0;
    this.begun++;
  }

  private add(part: Buffer): void {
    if (part.length === 0) return;
    this.parts!.push(part);
    this.size += part.length;
  }
}

/** A message as it is sent. */
export function frame(message: Buffer): Buffer {
  return Buffer.concat([Buffer.of(BEGIN), message, Buffer.of(END, RETURN)]);
}
