import { appendFileSync, fstatSync, statSync } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import type { Logger } from '../../platform/log.ts';
import type { NewEntry } from './audit-entry.ts';
import { GENESIS, lineHash } from './audit-entry.ts';
import { auditTail, pathOf, type Tail } from './audit-files.ts';
import {
  type AuditHead,
  faultBy,
  faultByHeads,
  headPaths,
  newestHead,
  readHeads,
  writeHeads,
} from './audit-head.ts';

/** Milliseconds between checks of the written lines. */
const LOOK_INTERVAL = 1_000;
/** Number of checks between two searches for missing lines, which read much. */
const LOOKS_WHILE_BROKEN = 5;

interface Waiting {
  readonly entries: readonly NewEntry[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The audit of a server: one append-only file per month. Each line has the hash of the previous
 * one, so that later changes and gaps show. The head (number and hash of the last line) is stored outside the folder, in
 * several copies, at least every second, so that a truncated or rewritten audit shows as well.
 */
export class AuditLog {
  readonly folder: string;
  private readonly now: () => number;
  private waiting: Waiting[] = [];
  private writing: Promise<void> | null = null;
  private tail: Tail | null = null;
  private file: FileHandle | null = null;
  private failing = false;
  /** Bytes of the open file that this process knows. */
  private size = 0;
  private inode = 0;
  private changedAt = 0;
  /** The last line that was written, or the head at the start: it must be there. */
  private last: AuditHead | null = null;
  private fault: string | null = null;
  /** The copies of the head when the fault was found: if they differ later, an operator has accepted the files. */
  private blamed: string | null = null;
  /** Copies of the head whose last write failed. */
  private unwritten = '';
  private isNoted = true;
  private looks = 0;
  private looking: Promise<void> | null = null;
  private readonly timer: NodeJS.Timeout;
  private readonly log: Pick<Logger, 'error' | 'warn'> | null;

  private readonly heads: readonly string[];

  /** @param heads paths of the copies of the head */
  constructor(
    folder: string,
    now: () => number,
    log: AuditLog['log'] = null,
    heads = headPaths(folder),
  ) {
    this.folder = folder;
    this.heads = heads;
    this.now = now;
    this.log = log;
    this.timer = setInterval(() => void this.look(), LOOK_INTERVAL).unref();
  }

  /**
   * Compares the files with the head. A lost copy of the head is restored from the others; a new
   * audit has its head before its first line.
   */
  async open(): Promise<void> {
    const copies = readHeads(this.heads);
    this.last = newestHead(copies);
    try {
      const fault = await faultByHeads(this.folder, copies);
      if (fault !== null) return this.blame(fault);
      const lost = copies.filter((copy) => copy.head === null);
      if (lost.length === 0) return;
      if (lost.length < copies.length) {
        const copies = lost.map(({ path, fault }) => `${path} ${fault}`);
        this.log?.warn(
          { copies },
          'a copy of the note of the last line of the audit is made again',
        );
      }
      await this.noteLast(this.last ?? { seq: 0, hash: GENESIS });
    } catch (error) {
      this.blame(`it cannot be held against the note of its last line: ${(error as Error).name}`);
    }
  }

  /** What is wrong with earlier lines, `null` if no fault is known. */
  get broken(): string | null {
    this.inspect();
    return this.fault;
  }

  /** Number of the last line, 0 before there is one. */
  get seq(): number {
    return this.tail?.seq ?? 0;
  }

  /** True while the last attempt to write failed. */
  get isFailing(): boolean {
    return this.failing;
  }

  /**
   * Appends entries in order. Resolves once the operating system has the lines: they survive the end of the
   * process, though not a power cut right after. Simultaneous entries are written together.
   * @throws if they cannot be written; the caller must then not show or do what they are about
   */
  append(...entries: readonly NewEntry[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ entries, resolve, reject });
      this.writing ??= this.writeAll();
    });
  }

  /**
   * Resolves if a line can be written now. After a failure it writes one to find out.
   * @throws if it cannot
   */
  async assertWritable(): Promise<void> {
    if (this.failing || this.file === null || !this.isInPlace()) {
      await this.append(
        ...(this.failing ? [{ note: 'it could not be written before' } as const] : []),
      );
    }
  }

  /** Writes the waiting entries and closes the file. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.writing;
    // one that is under way may be of lines before
    await this.looking;
    await this.look();
    await this.letGo();
  }

  private look(): Promise<void> {
    this.looking ??= this.lookOnce().finally(() => {
      this.looking = null;
    });
    return this.looking;
  }

  /** Stores the head once the last line is on the disk; while there is a fault, checks whether an operator accepted it. */
  private async lookOnce(): Promise<void> {
    this.inspect();
    // a server that is not ready may get no requests
    if (this.failing) await this.assertWritable().catch(() => undefined);
    try {
      if (this.fault !== null) {
        this.looks += 1;
        if (this.looks % LOOKS_WHILE_BROKEN === 0) await this.lookAgain();
      } else if (!this.isNoted && this.tail !== null && this.file !== null) {
        const { seq, previous: hash } = this.tail;
        this.isNoted = true;
        await this.file.datasync();
        await this.noteLast({ seq, hash });
      }
    } catch {
      this.isNoted = false;
    }
  }

  /** Writes the head to every copy; logs a failing copy once. */
  private async noteLast(line: AuditHead): Promise<void> {
    const failed = (await writeHeads(this.heads, line)).join(', ');
    if (failed !== '' && failed !== this.unwritten) {
      this.log?.error({ failed }, 'the last line of the audit cannot be noted everywhere');
    }
    this.unwritten = failed;
  }

  /** Whether the missing lines are back, or an operator accepted the files as they are. */
  private async lookAgain(): Promise<void> {
    const copies = readHeads(this.heads);
    const isAccepted = this.textOf(copies) !== this.blamed;
    const wanted = isAccepted ? newestHead(copies) : this.last;
    if (wanted === null || (await faultBy(this.folder, wanted)) !== null) return;
    this.log?.warn(isAccepted ? 'the audit was accepted as it is' : 'the audit is as it was left');
    this.fault = null;
    this.blamed = null;
  }

  /** Checks whether the file is in place and unchanged. */
  private inspect(): void {
    if (this.file === null || this.writing !== null || this.isInPlace()) return;
    this.blame('its file was moved, removed or changed while the server ran');
  }

  private blame(fault: string): void {
    if (this.fault !== null) return;
    this.fault = fault;
    this.blamed = this.textOf(readHeads(this.heads));
    this.log?.error(
      { fault },
      'the audit is not as it was left; see "audit verify", and "audit accept" to go on without what is lost',
    );
    void this.append({ note: 'the audit before is not as it was left' }).catch(() => undefined);
  }

  private textOf(copies: ReturnType<typeof readHeads>): string {
    return JSON.stringify(copies.map(({ head }) => head));
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        await this.write(batch.flatMap(({ entries }) => entries));
        this.failing = false;
        for (const { resolve } of batch) resolve();
      } catch (error) {
        this.failing = true;
        // part of it may be written, so the end must be found again
        await this.letGo().catch(() => undefined);
        for (const { reject } of batch) reject(error);
      }
    }
    this.writing = null;
  }

  private async write(entries: readonly NewEntry[]): Promise<void> {
    const at = new Date(this.now()).toISOString();
    const tail = await this.opened(`${at.slice(0, 7)}.ndjson`);
    let { seq, previous } = tail;
    const notes: NewEntry[] = tail.isCut ? [{ note: 'the line before is cut off' }] : [];
    let text = '';
    for (const entry of [...notes, ...entries]) {
      const line = JSON.stringify({ at, seq: ++seq, ...entry, previous });
      previous = lineHash(line);
      text += `${line}\n`;
    }
    // synchronous: waiting for another thread costs more than copying some hundred bytes
    appendFileSync(this.file!.fd, text);
    this.size += Buffer.byteLength(text);
    this.changedAt = fstatSync(this.file!.fd).mtimeMs;
    this.tail = { file: tail.file, seq, previous, isCut: false };
    // a search for missing lines starts at the line before them
    if (this.fault === null) this.last = { seq, hash: previous };
    this.isNoted = false;
  }

  /** Opens the file of a month, or of a later month that has one, unless it is open and in place. */
  private async opened(month: string): Promise<Tail> {
    if (this.file !== null && !this.isInPlace()) {
      this.blame('its file was moved, removed or changed while the server ran');
      // continues after the last written line, whichever file has it now
      await this.file.close();
      this.file = null;
    }
    if (this.tail === null || this.file === null) {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
    }
    this.tail ??= await this.foundTail();
    const name = month > this.tail.file ? month : this.tail.file;
    if (this.file === null || name !== this.tail.file) {
      await this.file?.close();
      this.file = null;
      this.file = await open(pathOf(this.folder, name), 'a', 0o600);
      const { size, ino, mtimeMs } = await this.file.stat();
      [this.size, this.inode, this.changedAt] = [size, ino, mtimeMs];
      this.tail = { ...this.tail, file: name };
    }
    return this.tail;
  }

  /** Whether exactly the written lines are there: a file may have been moved or truncated meanwhile. */
  private isInPlace(): boolean {
    const there = statSync(pathOf(this.folder, this.tail!.file), { throwIfNoEntry: false });
    return (
      there?.ino === this.inode && there.size === this.size && there.mtimeMs === this.changedAt
    );
  }

  /** The end of the lines that are there; missing lines are not counted again. */
  private async foundTail(): Promise<Tail> {
    const found = await auditTail(this.folder);
    if (this.last === null || found.seq >= this.last.seq) return found;
    this.blame(`line ${this.last.seq} is not there`);
    return { ...found, seq: this.last.seq, previous: this.last.hash };
  }

  private async letGo(): Promise<void> {
    const { file } = this;
    this.file = null;
    this.tail = null;
    await file?.close();
  }
}
