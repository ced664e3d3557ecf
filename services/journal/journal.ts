import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, writeSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { type Micros, parseInstant } from '../../schemas/instant.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { isOwnTick } from '../clock/clock-tick.ts';
import { syncFolder } from '../platform/durable-files.ts';
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
import { saysTheSame } from './noted-site.ts';

/** The newest format of files that this program knows, and the one it writes. */
const FORMAT = 1;
/** Bytes at which a file is closed and the next begun, beside the end of a day. */
const FILE_BYTES = 32 * 1024 * 1024;
/** Bytes that are handed to the operating system without leaving the event loop; to have them on the disk is waited for. */
const WRITTEN_AT_ONCE = 64 * 1024;
/** Events that are written as text before other work has its turn. */
const SLICE_EVENTS = 250;
/** Events of the last appends that are kept in memory, for what follows closely. */
const HELD_EVENTS = 50_000;
/** Number of latest events whose exact copies are recognized. */
const KNOWN_EVENTS = 100_000;

/** The journal is damaged, is another than expected, or lacks what was acknowledged. */
export class JournalFault extends Error {
  override name = 'JournalFault';
}

/** What is appended together. */
export interface Append {
  readonly events: readonly WardEvent[];
  /** Subject of the sender of each source. */
  readonly senders: ReadonlyMap<string, string>;
  /** How far another log was read for it. */
  readonly source?: SourcePosition;
}

/** Events of the journal that were appended together. */
export interface Appended extends Append {
  /** Position of each event. */
  readonly positions: readonly number[];
  /** Position of the first. */
  readonly first: number;
  /** Position after the last. */
  readonly next: number;
}

/** Where a journal ends. */
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
 * The event log of a server without a broker: files of lines that are only ever added (`lines.ts`), one a day
 * or more, packed once they are closed. What `append` resolved is on the disk. One process writes.
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
  /** Bytes of the open file that hold whole groups. */
  private size = 0;
  /** Whether bytes after them may be left from an append that failed. */
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
   * Begins a journal in a folder that has none.
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
   * Opens the journal of a folder; `null` where it has none. Records at the end that were not acknowledged
   * are dropped: after a power cut, whatever there is of the append that was under way. Who knows what was
   * acknowledged holds `end` against it.
   * @throws JournalFault where its last file is damaged before that
   */
  static async open(folder: string, options: JournalOptions = {}): Promise<Journal | null> {
    const files = await journalFiles(folder);
    // a power cut may leave a file that was just begun without its first line
    while (files.length > 1 && !(await hasBegun(files.at(-1)!))) await rm(files.pop()!.path);
    const last = files.at(-1);
    if (last === undefined) return null;
    const identity = await fileIdentity(last);
    const journal = new Journal(folder, identity, options);
    await journal.resume(last);
    // what is sent again after a stop is known as before
    const before = files.at(-2);
    if (before !== undefined && journal.next - last.first < KNOWN_EVENTS) {
      for await (const sum of sumsIn(before)) journal.known.add(sum);
    }
    for (const file of files) {
      // a kill while it was packed may have left what it was packed from
      if (file.isPacked) await rm(file.path.slice(0, -'.gz'.length), { force: true });
      else if (file !== last) journal.packLater(file);
    }
    return journal;
  }

  /**
   * Looks at where a journal ends, and changes nothing; `null` where a folder has none.
   * @throws JournalFault where its last file is damaged, or of a newer program
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

  /** The rewinds so far, in their order. */
  get rewinds(): readonly Rewind[] {
    return this.rewound;
  }

  /** Whether an event at a position is a tick of the server's own clock that a later rewind took back. */
  isRewound(event: WardEvent, position: number): boolean {
    if (this.rewound.length === 0 || !isOwnTick(event)) return false;
    return this.rewound.some(({ next, to }) => position < next && event.recordedAt > micros(to));
  }

  /** How far another log was read when the last of it was appended. */
  positionOf(topic: string): number {
    return this.sources.get(topic) ?? 0;
  }

  /** Resolves when an append would begin at once. */
  ready(): Promise<void> {
    return this.queue.turn();
  }

  /**
   * Appends events; resolves when they are on the disk, with the indexes of those that were among the last
   * appended to the letter: they are not appended twice.
   * @throws where they could not be written: none of them is appended then
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
        // a minute that was taken back comes again
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

  /** Takes events that are sent again as if they were new: they could not be stored. */
  forget(events: readonly WardEvent[]): void {
    for (const event of events) this.known.delete(sumOf(eventText(event)));
  }

  /** The site file that was noted last, `null` where none was. */
  get site(): NotedSite | null {
    return this.noted;
  }

  /** Notes that from here on a site file counts, where it says something else than the one before. */
  noteSite(site: NotedSite): Promise<void> {
    return this.queue.run(async () => {
      if (saysTheSame(this.noted, site)) return;
      await this.write({ kind: 'site', ...site }, [], []);
      this.noted = site;
    });
  }

  /** Notes something that is no event. */
  note(link: Exclude<NewLink, { kind: 'events' | 'file' | 'site' }>): Promise<void> {
    return this.queue.run(async () => {
      await this.write(link, [], []);
      if (link.kind === 'rewind') this.rewound.push({ next: this.next, to: link.to });
    });
  }

  /** The last appends from a position on, `null` where they begin after it. */
  recent(from: number): readonly Appended[] | null {
    const at = this.held.findIndex(({ next }) => next > from);
    if (at === -1 || this.held[at]!.first > from) return null;
    return this.held.slice(at);
  }

  /** Resolves when everything is written; the folder may then be opened by another process. */
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

  /** Writes lines and the link that closes them, and has them on the disk. */
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
      // small ones at once: the turn of another thread costs more than the copy
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

  /** Begins the next file, and packs the one before. */
  private async roll(): Promise<void> {
    const before = this.current;
    const name = fileName(this.next, this.day());
    // a file without a record yet has its position: it goes on
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
    // one that could not be packed is found by the next start
    this.packing = this.packing.then(() => packFile(this.folder, file)).catch(() => undefined);
  }

  /** Takes up what a file has, up to its end. */
  private async followFile(file: JournalFile): Promise<void> {
    let fault: Damage | undefined;
    for await (const { link, hash, records, damage, end } of scan(file)) {
      // of the last append any part may have reached the disk; before it, all of each did
      if (fault !== undefined) throw damaged(fault);
      if (link === null || damage.length > 0) {
        this.isDirty = true;
        fault = damage[0];
        continue;
      }
      this.follow(link);
      // an event that was erased is new when it is sent again
      for (const { sum, text } of records) if (text !== null) this.known.add(sum);
      this.next = link.next;
      this.hash = hash;
      this.size = end;
    }
  }

  /** Goes on where a file ends. */
  private async resume(file: JournalFile): Promise<void> {
    await this.followFile(file);
    if (file.isPacked) {
      // the last file was closed by a restore or a repair: the next append begins another
      this.current = file;
      this.size = this.fileBytes;
      await this.queue.run(() => this.roll());
      return;
    }
    this.file = await open(file.path, 'r+');
    this.current = file;
  }

  /** Takes up what a link says of other logs and of rewinds. */
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

/** Whether there is any whole link in a file. */
async function hasBegun(file: JournalFile): Promise<boolean> {
  for await (const { link, damage } of scan(file))
    if (link !== null && damage.length === 0) return true;
  return false;
}

const micros = (to: string): Micros => parseInstant(to);

/**
 * The identity of the journal that a file is of.
 * @throws JournalFault where it is none, or of a later format
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

/** Packs a closed file, and removes it once that is on the disk. */
async function packFile(folder: string, file: JournalFile): Promise<void> {
  const packed = `${file.path}.gz`;
  const temporary = `${packed}.tmp`;
  await pipeline(
    createReadStream(file.path),
    pack,
    createWriteStream(temporary, { mode: 0o600, flush: true }),
  );
  await rename(temporary, packed);
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
