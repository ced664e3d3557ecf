import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Micros } from '../../../schemas/instant.ts';
import { syncFolder } from '../../platform/durable-files.ts';
import { categoryOf } from '../../platform/error-category.ts';
import { SerialQueue } from '../../platform/serial-queue.ts';
import type { Refusal } from '../adapter.ts';
import {
  type ChannelContext,
  type ChannelStatus,
  JournalUnavailable,
  type RunningChannel,
  type TakenRecord,
} from '../channel.ts';

/** A file that lies still in a watched folder. */
export interface FoundFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly writtenAt: Micros;
}

/** What a channel makes of the files of its folder. */
export interface FolderFormat {
  readonly folder: string;
  /** Which kind of file it is, such as the pattern that its name fits; `null` for a file that is none of the channel's. */
  kindOf(name: string): string | null;
  read(file: FoundFile): Promise<Pick<TakenRecord, 'extracts' | 'notes'> | Refusal>;
  /** Called after the records of a file are durable, and again after a stop between. */
  taken?(file: FoundFile): Promise<void>;
}

/** How long a file must not have changed, unless a file of its name with `.done` lies beside it. */
const STILL = 10_000;
const EVERY = 2_000;
const TAKEN = 'taken';
const REFUSED = 'refused';
const DONE = '.done';
const WHY = '.why.txt';

interface Seen {
  readonly size: number;
  readonly changed: number;
  /** By a clock that is never set back. */
  readonly since: number;
}

export interface FolderTimes {
  readonly still?: number;
  readonly every?: number;
  /** Milliseconds of a clock that is never set back. */
  readonly monotonic?: () => number;
}

/**
 * Watches a folder. A file is taken when it lies still: read, kept by the journal, and moved to `taken/`. One that cannot be
 * read is moved to `refused/`, beside a text that says why. Of each kind of file, content that equals the file taken before is
 * not taken again.
 */
export class WatchedFolder implements RunningChannel {
  private readonly context: ChannelContext;
  private readonly format: () => FolderFormat;
  private readonly times: Required<FolderTimes>;
  private readonly queue = new SerialQueue();
  private readonly seen = new Map<string, Seen>();
  private timer: NodeJS.Timeout | null = null;
  private isOpen = false;
  private problem: string | null = null;
  private received = 0;
  private lastReceivedAt: Micros | null = null;
  private readonly answers = { taken: 0, known: 0, refused: 0 };

  /** @param format read at each look, since the mapping file is reloaded */
  constructor(context: ChannelContext, format: () => FolderFormat, times: FolderTimes = {}) {
    this.context = context;
    this.format = format;
    const { still = STILL, every = EVERY, monotonic = () => performance.now() } = times;
    this.times = { still, every, monotonic };
  }

  async start(): Promise<void> {
    this.isOpen = true;
    await this.look();
    this.timer = setInterval(() => void this.look(), this.times.every);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    this.isOpen = false;
    if (this.timer !== null) clearInterval(this.timer);
    await this.queue.run(async () => {});
  }

  status(): ChannelStatus {
    const { name, kind } = this.context.settings();
    const { problem, lastReceivedAt, received, answers } = this;
    const state = problem !== null ? 'failing' : this.isOpen ? 'open' : 'closed';
    const shared = { name, kind, state, problem } as const;
    return {
      ...shared,
      connections: 0,
      lastReceivedAt,
      received,
      answers: { ...answers },
      noise: 0,
    };
  }

  /** Takes the files that lie still now. Resolves when they are taken; a failure is shown by the status. */
  look(): Promise<void> {
    return this.queue.run(async () => {
      try {
        const format = this.format();
        for (const name of await this.stillFiles(format)) {
          if (!this.isOpen) return;
          await this.take(name, format);
        }
        this.problem = null;
      } catch (error) {
        this.problem = problemOf(error, this.format().folder);
        const { name: channel } = this.context.settings();
        this.context.log.warn({ channel, error: categoryOf(error) }, 'a watched folder fails');
      }
    });
  }

  /** In the order they were written. */
  private async stillFiles(format: FolderFormat): Promise<string[]> {
    const entries = await readdir(format.folder, { withFileTypes: true });
    const names = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
    for (const name of this.seen.keys()) if (!names.has(name)) this.seen.delete(name);
    const still: { name: string; changed: number }[] = [];
    for (const name of names) {
      if (name.startsWith('.') || name.endsWith(DONE) || format.kindOf(name) === null) continue;
      const { size, mtimeMs: changed } = await stat(join(format.folder, name));
      const isDone = names.has(`${name}${DONE}`);
      if (isDone || this.isStill(name, size, changed)) still.push({ name, changed });
    }
    return still
      .toSorted((a, b) => a.changed - b.changed || (a.name < b.name ? -1 : 1))
      .map(({ name }) => name);
  }

  private isStill(name: string, size: number, changed: number): boolean {
    const now = this.times.monotonic();
    const before = this.seen.get(name);
    if (before === undefined || before.size !== size || before.changed !== changed) {
      this.seen.set(name, { size, changed, since: now });
      return this.times.still === 0;
    }
    return now - before.since >= this.times.still;
  }

  private async take(name: string, format: FolderFormat): Promise<void> {
    const { context } = this;
    const { name: channel } = context.settings();
    const path = join(format.folder, name);
    const { mtimeMs } = await stat(path);
    const bytes = await readFile(path);
    const receivedAt = context.now();
    const file = { name, bytes, writtenAt: Math.min(Math.floor(mtimeMs * 1000), receivedAt) };
    const mark = await this.markOf(format, name);
    const digest = createHash('sha256').update(bytes).digest('hex');
    this.received += 1;
    this.lastReceivedAt = receivedAt;
    if (mark.digest === digest) {
      this.answers.known += 1;
      await this.move(format, name, TAKEN);
      return;
    }
    const read = await format.read(file);
    if ('reason' in read) {
      await context.journal.refuse({ ...read, channel, receivedAt, bytes });
      await this.refuse(format, name, read);
      return;
    }
    await context.journal.take([{ channel, receivedAt, ...read }]);
    await format.taken?.(file);
    await writeFile(mark.path, digest, { mode: 0o600, flush: true });
    await this.move(format, name, TAKEN);
    this.answers.taken += 1;
  }

  /** The digest of the file of the same kind that was taken last. */
  private async markOf(format: FolderFormat, name: string) {
    const kind = createHash('sha256').update(format.kindOf(name)!).digest('hex').slice(0, 16);
    const folder = join(format.folder, TAKEN);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `.last-${kind}`);
    const digest = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    return { path, digest };
  }

  private async refuse(format: FolderFormat, name: string, { reason, detail }: Refusal) {
    const moved = await this.move(format, name, REFUSED);
    const how = 'Correct the file or the mapping, and put it into the folder again.';
    await writeFile(`${moved}${WHY}`, `${name}: ${detail} (${reason})\n${how}\n`);
    this.answers.refused += 1;
    const { name: channel } = this.context.settings();
    this.context.log.warn({ channel, reason }, 'a file is refused');
  }

  /** Moves a file, under a new name if the folder has one of its name. */
  private async move(format: FolderFormat, name: string, to: string): Promise<string> {
    const folder = join(format.folder, to);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const present = new Set(await readdir(folder));
    let free = name;
    for (let copy = 2; present.has(free); copy += 1) free = `${copy}-${name}`;
    const moved = join(folder, free);
    await rename(join(format.folder, name), moved);
    await rm(join(format.folder, `${name}${DONE}`), { force: true });
    await syncFolder(folder);
    this.seen.delete(name);
    return moved;
  }
}

function problemOf(error: unknown, folder: string): string {
  if (error instanceof JournalUnavailable) {
    return 'The journal keeps nothing now: the files stay and are taken later';
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return `The folder ${folder} does not exist: create it`;
  if (code === 'EACCES' || code === 'EPERM') {
    return `The folder ${folder} must be readable and writable for this process`;
  }
  return `Files in ${folder} cannot be taken${code === undefined ? '' : ` (${code})`}`;
}

/** Whether the name of a file fits a pattern, `*` for any characters. */
export function fits(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'iu').test(name.normalize('NFC'));
}
