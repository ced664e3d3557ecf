import { hash } from 'node:crypto';
import { closesRecords, type EventsLink, type JournalLink, type LostLink } from './lines.ts';

const [NEWLINE, QUOTE, OPEN, CLOSE] = [0x0a, 0x22, 0x7b, 0x7d];
const [ZERO, NINE] = [0x30, 0x39];
const RECORD = Buffer.from('{"n":');
const SUM = Buffer.from(',"sum":"');
const EVENT = Buffer.from('","event":');
const LINK = Buffer.from('{"link":');
const LINK_HASH = Buffer.from(',"hash":"');
const SUM_BYTES = 22;
const HASH_BYTES = 43;
/** Digits that a double counts exactly. */
const MOST_DIGITS = 15;
const BEGIN_BYTES = 2 * 1024 * 1024;

/**
 * Goes through the groups of a journal file as bytes, without a string or an object for each record. Sums and hashes
 * are checked as `scan` does. The fields are those of the current group, and valid until more is fed.
 */
export class GroupCursor {
  /** What the records are in. */
  bytes: Buffer = Buffer.allocUnsafe(BEGIN_BYTES);
  /** Where the event of each record begins and ends: at the same place if it was erased or lost. */
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  /** Number of records. */
  count = 0;
  /** Position of the first record. */
  first = 0;
  link: EventsLink | LostLink | null = null;
  /** Whether something else than whole groups was met: `scan` says what it is. */
  isOdd = false;
  /** The bytes that are held: of the current group and after it, and where the next line begins. */
  private start = 0;
  private next = 0;
  private end = 0;
  private sums: Buffer = Buffer.allocUnsafe(SUM_BYTES * 1024);
  private isOver = false;

  /** Whether bytes are left that no link closes. */
  get endsOpen(): boolean {
    return this.start < this.end;
  }

  /** Takes the next bytes of the file, once there is no next group. */
  feed(raw: Buffer): void {
    if (this.end + raw.length > this.bytes.length) this.makeRoom(raw.length);
    raw.copy(this.bytes, this.end);
    this.end += raw.length;
  }

  /** Moves to the next group of records; false if none is whole in what was fed, or something is odd. */
  move(): boolean {
    if (this.isOver) {
      this.isOver = false;
      this.count = 0;
      this.start = this.next;
    }
    const held = this.bytes.subarray(0, this.end);
    while (!this.isOdd) {
      const from = this.next;
      const to = held.indexOf(NEWLINE, from);
      if (to === -1) return false;
      this.next = to + 1;
      if (isAt(RECORD, held, from)) this.isOdd = !this.takesRecord(held, from, to);
      else {
        this.isOdd = !this.takesLink(held, from, to);
        if (this.isOdd) return false;
        if (this.link !== null) {
          this.isOver = true;
          return true;
        }
        this.start = this.next;
      }
    }
    return false;
  }

  /** Drops the groups before, and makes room for more bytes. */
  private makeRoom(more: number): void {
    const { start } = this;
    const held = this.end - start;
    const isFull = held + more > this.bytes.length / 2;
    const into = isFull ? Buffer.allocUnsafe((held + more) * 2) : this.bytes;
    this.bytes.copy(into, 0, start, this.end);
    for (let index = 0; index < this.count; index++) {
      this.starts[index]! -= start;
      this.ends[index]! -= start;
    }
    this.bytes = into;
    this.next -= start;
    this.start = 0;
    this.end = held;
  }

  private takesRecord(bytes: Buffer, from: number, to: number): boolean {
    let at = from + RECORD.length;
    const digits = at;
    let n = 0;
    for (let byte = bytes[at]!; byte >= ZERO && byte <= NINE; byte = bytes[++at]!) {
      n = n * 10 + byte - ZERO;
    }
    if (at === digits || at - digits > MOST_DIGITS || !isAt(SUM, bytes, at)) return false;
    const sum = at + SUM.length;
    at = sum + SUM_BYTES;
    const { count } = this;
    if (count === 0) this.first = n;
    else if (n !== this.first + count) return false;
    if (at + 2 === to) {
      if (bytes[at] !== QUOTE || bytes[at + 1] !== CLOSE) return false;
      this.starts[count] = 0;
      this.ends[count] = 0;
    } else {
      const start = at + EVENT.length;
      const end = to - 1;
      if (!isAt(EVENT, bytes, at) || bytes[start] !== OPEN) return false;
      if (end - start < 2 || bytes[end - 1] !== CLOSE || bytes[end] !== CLOSE) return false;
      const found = hash('sha256', bytes.subarray(start, end), 'base64url');
      if (!isText(found, SUM_BYTES, bytes, sum)) return false;
      this.starts[count] = start;
      this.ends[count] = end;
    }
    if ((count + 1) * SUM_BYTES > this.sums.length) {
      this.sums = Buffer.concat([this.sums, Buffer.allocUnsafe(this.sums.length)]);
    }
    bytes.copy(this.sums, count * SUM_BYTES, sum, sum + SUM_BYTES);
    this.count++;
    return true;
  }

  /** Takes the link that closes the group. Leaves `link` null if it is of no records. */
  private takesLink(bytes: Buffer, from: number, to: number): boolean {
    const start = from + LINK.length;
    const hashAt = to - 2 - HASH_BYTES;
    const end = hashAt - LINK_HASH.length;
    if (!isAt(LINK, bytes, from) || end <= start || !isAt(LINK_HASH, bytes, end)) return false;
    if (bytes[to - 2] !== QUOTE || bytes[to - 1] !== CLOSE) return false;
    const { count, sums } = this;
    const chained = Buffer.allocUnsafe(end - start + 1 + count * SUM_BYTES);
    bytes.copy(chained, 0, start, end);
    chained[end - start] = NEWLINE;
    sums.copy(chained, end - start + 1, 0, count * SUM_BYTES);
    if (!isText(hash('sha256', chained, 'base64url'), HASH_BYTES, bytes, hashAt)) return false;
    const link = linkOf(bytes.toString('utf8', start, end));
    if (link === null) return false;
    this.link = closesRecords(link) ? link : null;
    if (this.link === null) return count === 0;
    const first = this.link.next - this.link.count;
    if (count === 0) this.first = first;
    return count === this.link.count && this.first === first;
  }
}

function linkOf(text: string): JournalLink | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isAt(word: Uint8Array, bytes: Uint8Array, from: number): boolean {
  for (let at = 0; at < word.length; at++) if (word[at] !== bytes[from + at]) return false;
  return true;
}

/** Whether the first characters of an ASCII text are at a place. */
function isText(text: string, length: number, bytes: Uint8Array, from: number): boolean {
  for (let at = 0; at < length; at++) if (text.charCodeAt(at) !== bytes[from + at]) return false;
  return true;
}
