import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, writeSync } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { type Micros, parseInstant } from '../../schemas/instant.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { isOwnTick } from '../clock/clock-tick.ts';
import { syncFolder, writeAtomically } from '../platform/durable-files.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import { pack } from './bgzf.ts';
import { type Damage, fileName, type JournalFile, journalFiles, scan, sumsIn } from './files.ts';
import {
  type EventsLink,
  eventText,
  type JournalLink,
  linkHash,
  linkLine,
  NO_HASH,
  type NotedSite,
  type Rewind,
  recordLine,
  type SourcePosition,
  sumOf,
} from './lines.ts';
import { isSameSite } from './noted-site.ts';

/** The newest file format that this program knows, and the one that it writes. */
const FORMAT = 1;
/** Size in bytes at which a file is closed and the next one begins; the end of a day does the same. */
const FILE_BYTES = 32 * 1024 * 1024;
/** Largest write in bytes that is synchronous; the fsync after it is always asynchronous. */
const WRITTEN_AT_ONCE = 64 * 1024;
/** Events that are serialized before other work can run. */
const SLICE_EVENTS = 250;
/** Events of the last appends that are kept in memory, for readers close to the end. */
const HELD_EVENTS = 50_000;
/** Number of latest events whose exact copies are recognized. */
const KNOWN_EVENTS = 100_000;

/** The journal is damaged, is not the expected one, or lacks acknowledged records. */
export class JournalFault extends Error {
  override name = 'JournalFault';
}

/** One append. */
export interface Append {
  readonly events: readonly WardEvent[];
  /** Subject of the sender of each source. */
  readonly senders: ReadonlyMap<string, string>;
  /** How far another log was read for this append. */
  readonly source?: SourcePosition;
}

/** The events of one append in the journal. */
export interface Appended extends Append {
  /** Position of each event. */
  readonly positions: readonly number[];
  /** Position of the first. */
  readonly first: number;
  /** Position after the last. */
  readonly next: number;
}

/** The end of a journal. */
export type JournalEnd = Pick<Journal, 'id' | 'end' | 'site'>;

export interface JournalOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly fileBytes?: number;
}

type NewLink = JournalLink extends infer L
  ? L extends JournalLink
    ? Omit<L, 'next' | 'at' | 'previous'>
    : never
  : never;

/**
 * The event log of a server without a broker: append-only files of lines (`lines.ts`), one or more per
 * day, compressed once they are closed. Once `append` resolves, the events are on the disk. One process writes.
 */
export class Journal {
  readonly folder: string;
  /** Identity of the journal. */
  readonly id: string;
  private readonly now: () => number;
  private readonly fileBytes: number;
  private readonly queue = new SerialQueue();
  private file: FileHandle | null = null;
  private current: JournalFile | null = null;
  /** Bytes of the open file that have whole groups. */
  private size = 0;
  /** Whether a failed append may have left bytes after them. */
  private isDirty = false;
  private next = 0;
  private hash = NO_HASH;
  private readonly sources = new Map<string, number>();
  private noted: NotedSite | null = null;
  private readonly rewound: Rewind[] = [];
  private held: Appended[] = [];
  private heldEvents = 0;
  private readonly known = new RecentlyKnown(KNOWN_EVENTS);
  private packing: Promise<unknown> = Promise.resolve();

  private constructor(folder: string, id: string, options: JournalOptions) {
    this.folder = folder;
    this.id = id;
    this.now = options.now ?? Date.now;
    this.fileBytes = options.fileBytes ?? FILE_BYTES;
  }

  /**
   * Creates a journal in a folder that has none.
   * @param first position of the first record
   */
  static async create(folder: string, first = 0, options: JournalOptions = {}): Promise<Journal> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const journal = new Journal(folder, randomUUID(), options);
    journal.next = first;
    await journal.queue.run(() => journal.roll());
    return journal;
  }

  /**
   * Opens the journal of a folder; returns `null` if it has none. Drops unacknowledged records at the end:
   * after a power cut, parts of the append in progress. A caller that knows what was acknowledged must
   * compare it with `end`.
   * @throws JournalFault if its last file is damaged before that
   */
  static async open(folder: string, options: JournalOptions = {}): Promise<Journal | null> {
    const files = await journalFiles(folder);
    // a power cut may leave a new file without its first line
    while (files.length > 1 && !(await hasBegun(files.at(-1)!))) await rm(files.pop()!.path);
    const last = files.at(-1);
    if (last === undefined) return null;
    const identity = await fileIdentity(last);
    const journal = new Journal(folder, identity, options);
    await journal.resume(last);
    // so that events sent again after a stop are recognized
    const before = files.at(-2);
    if (before !== undefined && journal.next - last.first < KNOWN_EVENTS) {
      for await (const sum of sumsIn(before)) journal.known.add(sum);
    }
    for (const file of files) {
      // a kill during compression may have left the original
      if (file.isPacked) await rm(file.path.slice(0, -'.gz'.length), { force: true });
      else if (file !== last) journal.packLater(file);
    }
    return journal;
  }

  /**
   * Returns the end of a journal without a change; `null` if a folder has none.
   * @throws JournalFault if its last file is damaged, or a newer program wrote it
   */
  static async end(folder: string): Promise<JournalEnd | null> {
    const files = await journalFiles(folder);
    while (files.length > 1 && !(await hasBegun(files.at(-1)!))) files.pop();
    const last = files.at(-1);
    if (last === undefined) return null;
    const journal = new Journal(folder, await fileIdentity(last), {});
    await journal.followFile(last);
    return { id: journal.id, end: journal.end, site: journal.site };
  }

  /** Position of the next record: all before it are on the disk. */
  get end(): number {
    return this.next;
  }

  /** Hash of the last link. */
  get endHash(): string {
    return this.hash;
  }

  /** Bytes of the open file. */
  get openBytes(): number {
    return this.size;
  }

  /** Name of the open file. */
  get openFile(): string {
    return this.current?.name ?? '';
  }

  /** The rewinds so far, in order. */
  get rewinds(): readonly Rewind[] {
    return this.rewound;
  }

  /** Whether an event at a position is a tick of the server's own clock that a later rewind removed. */
  isRewound(
    event: Pick<WardEvent, 'source' | 'recordedAt'> & { readonly type: string },
    position: number,
  ): boolean {
    if (this.rewound.length === 0 || !isOwnTick(event)) return false;
    return this.rewound.some(({ next, to }) => position < next && event.recordedAt > micros(to));
  }

  /** Returns how far another log was read at its last append. */
  positionOf(topic: string): number {
    return this.sources.get(topic) ?? 0;
  }

  /** Resolves when an append can begin immediately. */
  ready(): Promise<void> {
    return this.queue.turn();
  }

  /**
   * Appends events; resolves when they are on the disk, with the indexes of exact copies of recently
   * appended events, which are not appended again.
   * @throws if they could not be written; then none of them is appended
   */
  append({
    events,
    senders,
    source,
  }: Append): Promise<{ known: ReadonlySet<number>; next: number }> {
    return this.queue.run(async () => {
      const known = new Set<number>();
      const texts: string[] = [];
      const sums: string[] = [];
      const added: WardEvent[] = [];
      const fresh = new Set<string>();
      for (let index = 0; index < events.length; index++) {
        if (index > 0 && index % SLICE_EVENTS === 0) await setImmediate();
        const event = events[index]!;
        const text = eventText(event);
        const sum = sumOf(text);
        // a minute that a rewind removed may come again
        const isKnown = fresh.has(sum) || (this.known.has(sum) && !isOwnTick(event));
        if (isKnown) known.add(index);
        else {
          fresh.add(sum);
          texts.push(text);
          sums.push(sum);
          added.push(event);
        }
      }
      if (added.length === 0 && source === undefined) return { known, next: this.next };
      const first = this.next;
      const used = new Set(added.map((event) => event.source));
      const link = {
        ...({ kind: 'events', count: added.length } as const),
        senders: Object.fromEntries([...senders].filter(([of]) => used.has(of))),
        ...(source === undefined ? {} : { source }),
      };
      await this.write(link, sums, texts);
      for (const sum of sums) this.known.add(sum);
      if (source !== undefined) this.sources.set(source.topic, source.nextOffset);
      const positions = added.map((_, index) => first + index);
      const held = { events: added, positions, senders, first, next: this.next };
      this.hold(source === undefined ? held : { ...held, source });
      return { known, next: this.next };
    });
  }

  /** Forgets events that could not be stored, so that they count as new when they are sent again. */
  forget(events: readonly WardEvent[]): void {
    for (const event of events) this.known.delete(sumOf(eventText(event)));
  }

  /** The last recorded site file, `null` if there is none. */
  get site(): NotedSite | null {
    return this.noted;
  }

  /** Records that a site file applies from here on, if it differs from the previous one. */
  noteSite(site: NotedSite): Promise<void> {
    return this.queue.run(async () => {
      if (isSameSite(this.noted, site)) return;
      await this.write({ kind: 'site', ...site }, [], []);
      this.noted = site;
    });
  }

  /** Appends a line that is not an event. */
  note(link: Exclude<NewLink, { kind: 'events' | 'file' | 'site' }>): Promise<void> {
    return this.queue.run(async () => {
      await this.write(link, [], []);
      if (link.kind === 'rewind') this.rewound.push({ next: this.next, to: link.to });
    });
  }

  /** Returns the last appends from a position on, `null` if they begin later. */
  recent(from: number): readonly Appended[] | null {
    const at = this.held.findIndex(({ next }) => next > from);
    if (at === -1 || this.held[at]!.first > from) return null;
    return this.held.slice(at);
  }

  /** Resolves when everything is written; then another process may open the folder. */
  async close(): Promise<void> {
    await this.queue.idle();
    await this.packing;
    await this.file?.close();
    this.file = null;
  }

  private hold(append: Appended): void {
    this.held.push(append);
    this.heldEvents += append.events.length;
    while (this.held.length > 1 && this.heldEvents > HELD_EVENTS) {
      this.heldEvents -= this.held.shift()!.events.length;
    }
  }

  /** Writes a link after its records. */
  private async write(link: NewLink, sums: readonly string[], texts: readonly string[]) {
    const day = this.day();
    const isOfAnotherDay = this.current !== null && !this.current.name.includes(`-${day}.`);
    if (isOfAnotherDay || this.size >= this.fileBytes) await this.roll();
    const lines = texts.map((text, index) => recordLine(this.next + index, sums[index]!, text));
    await this.put(link, sums, lines);
    this.next += sums.length;
  }

  /** Writes lines and the link that closes them, and syncs them to the disk. */
  private async put(link: NewLink, sums: readonly string[], lines: readonly string[]) {
    const { kind, ...rest } = link;
    const next = this.next + sums.length;
    const at = new Date(this.now()).toISOString();
    const text = JSON.stringify({ kind, next, at, ...rest, previous: this.hash });
    const hash = linkHash(text, sums);
    const bytes = Buffer.from(`${[...lines, linkLine(text, hash)].join('\n')}\n`);
    const file = this.file!;
    if (this.isDirty) await file.truncate(this.size);
    this.isDirty = true;
    for (let done = 0; done < bytes.length; ) {
      // small writes are synchronous: a switch to another thread costs more than the copy
      const at = [bytes, done, bytes.length - done, this.size + done] as const;
      const isSmall = bytes.length <= WRITTEN_AT_ONCE;
      done += isSmall ? writeSync(file.fd, ...at) : (await file.write(...at)).bytesWritten;
    }
    await file.datasync();
    this.isDirty = false;
    this.size += bytes.length;
    this.hash = hash;
  }

  private day(): string {
    return new Date(this.now()).toISOString().slice(0, 10);
  }

  /** Begins the next file, and compresses the previous one. */
  private async roll(): Promise<void> {
    const before = this.current;
    const name = fileName(this.next, this.day());
    // a file without a record has the same position, so it continues
    if (before?.first === this.next) return;
    const path = `${this.folder}/${name}`;
    const file = await open(path, 'wx', 0o600);
    await this.file?.close();
    this.file = file;
    this.current = { name, path, first: this.next, isPacked: false };
    this.size = 0;
    const sources = Object.fromEntries(this.sources);
    const site = this.noted === null ? {} : { noted: this.noted };
    const rewinds = this.rewound.length === 0 ? {} : { rewinds: [...this.rewound] };
    const begun = { format: FORMAT, journal: this.id, sources, ...site, ...rewinds } as const;
    await this.put({ kind: 'file', ...begun }, [], []);
    await syncFolder(this.folder);
    if (before !== null && !before.isPacked) this.packLater(before);
  }

  private packLater(file: JournalFile): void {
    // if compression fails, the next start finds the file
    this.packing = this.packing.then(() => packFile(this.folder, file)).catch(() => undefined);
  }

  /** Reads the state of a file up to its end. */
  private async followFile(file: JournalFile): Promise<void> {
    let fault: Damage | undefined;
    for await (const { link, hash, records, damage, end } of scan(file)) {
      // any part of the last append may have reached the disk; earlier appends are complete
      if (fault !== undefined) throw damaged(fault);
      if (link === null || damage.length > 0) {
        this.isDirty = true;
        fault = damage[0];
        continue;
      }
      this.follow(link);
      // an erased event counts as new when it is sent again
      for (const { sum, text } of records) if (text !== null) this.known.add(sum);
      this.next = link.next;
      this.hash = hash;
      this.size = end;
    }
  }

  /** Continues at the end of a file. */
  private async resume(file: JournalFile): Promise<void> {
    await this.followFile(file);
    if (file.isPacked) {
      // a restore or a repair closed the last file: the next append begins another
      this.current = file;
      this.size = this.fileBytes;
      await this.queue.run(() => this.roll());
      return;
    }
    this.file = await open(file.path, 'r+');
    this.current = file;
  }

  /** Applies what a link says about other logs and rewinds. */
  private follow(link: JournalLink): void {
    if (link.kind === 'rewind') this.rewound.push({ next: link.next, to: link.to });
    if (link.kind === 'file') {
      this.rewound.push(...(link.rewinds ?? []));
      for (const [topic, position] of Object.entries(link.sources)) {
        this.sources.set(topic, position);
      }
      this.noted = link.noted ?? this.noted;
    }
    if (link.kind === 'site') this.noted = { site: link.site, former: link.former };
    const source = (link as EventsLink).source;
    if (source !== undefined) this.sources.set(source.topic, source.nextOffset);
  }
}

/** Whether a file has a whole link. */
async function hasBegun(file: JournalFile): Promise<boolean> {
  for await (const { link, damage } of scan(file))
    if (link !== null && damage.length === 0) return true;
  return false;
}

const micros = (to: string): Micros => parseInstant(to);

/**
 * Returns the identity of the journal of a file.
 * @throws JournalFault if it is not a journal, or has a later format
 */
async function fileIdentity(file: JournalFile): Promise<string> {
  for await (const { link, damage } of scan(file)) {
    if (link?.kind === 'file') {
      const { format, journal }: { format: number; journal: string } = link;
      if (format <= FORMAT) return journal;
      throw new JournalFault(
        `The journal was written by a newer program (format ${format} in ${file.name}; this program knows ${FORMAT}). Start that program or a later one`,
      );
    }
    if (damage.length > 0) throw damaged(damage[0]!);
    break;
  }
  throw new JournalFault(`${file.name} does not begin as a file of a journal does`);
}

function damaged({ file, at }: { file: string; at: number }): JournalFault {
  return new JournalFault(`The journal is damaged in ${file} at byte ${at}`);
}

/** Compresses a closed file, and removes it once the result is on the disk. */
async function packFile(folder: string, file: JournalFile): Promise<void> {
  const packed = `${file.path}.gz`;
  await writeAtomically(
    packed,
    (temporary) =>
      pipeline(
        createReadStream(file.path),
        pack,
        createWriteStream(temporary, { mode: 0o600, flush: true }),
      ),
    `${packed}.tmp`,
  );
  await syncFolder(folder);
  await rm(file.path);
}

/** Keeps at least the last `most` texts, in two generations; the older generation is dropped as a whole. */
class RecentlyKnown {
  private readonly most: number;
  private young = new Set<string>();
  private old = new Set<string>();

  constructor(most: number) {
    this.most = most;
  }

  has(sum: string): boolean {
    return this.young.has(sum) || this.old.has(sum);
  }

  delete(sum: string): void {
    this.young.delete(sum);
    this.old.delete(sum);
  }

  add(sum: string): void {
    this.young.add(sum);
    if (this.young.size < this.most) return;
    this.old = this.young;
    this.young = new Set();
  }
}
