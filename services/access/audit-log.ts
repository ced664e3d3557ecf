import { type FileHandle, mkdir, open, stat } from 'node:fs/promises';
import type { NewEntry } from './audit-entry.ts';
import { lineHash } from './audit-entry.ts';
import { pathOf } from './audit-files.ts';
import { auditTail, type Tail } from './audit-tail.ts';

interface Waiting {
  readonly entries: readonly NewEntry[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The audit of a server: a file a month of lines that are only ever added, each with the hash of the one
 * before, so that what is changed or left out later shows. Nothing in it can tell that its end was cut
 * off, or that all was written anew: keep a copy of it elsewhere.
 */
export class AuditLog {
  readonly folder: string;
  private readonly now: () => number;
  private waiting: Waiting[] = [];
  private writing: Promise<void> | null = null;
  private tail: Tail | null = null;
  private file: FileHandle | null = null;
  private failing = false;

  constructor(folder: string, now: () => number) {
    this.folder = folder;
    this.now = now;
  }

  /** True while the last attempt to write failed. */
  get isFailing(): boolean {
    return this.failing;
  }

  /**
   * Adds entries, one after the other. Resolves once the operating system has the lines: they outlast the
   * process, though not a power cut the moment after. Entries that come together are written together.
   * @throws where they cannot be written; what they are about may then be neither shown nor done
   */
  append(...entries: readonly NewEntry[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ entries, resolve, reject });
      this.writing ??= this.writeAll();
    });
  }

  /**
   * Resolves where a line could be written now. After a failure it writes one to find out.
   * @throws where it could not
   */
  async assertWritable(): Promise<void> {
    if (this.failing || this.file === null || !(await this.isInPlace())) {
      await this.append(
        ...(this.failing ? [{ note: 'it could not be written before' } as const] : []),
      );
    }
  }

  /** Writes what waits and lets the file go. */
  async close(): Promise<void> {
    await this.writing;
    await this.letGo();
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
        // a part may be written: the end is looked for again
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
    await this.file!.appendFile(text);
    this.tail = { file: tail.file, seq, previous, isCut: false };
  }

  /** Opens the file of a month, or of a later one that was begun, unless it is open and where it was. */
  private async opened(month: string): Promise<Tail> {
    if (this.file !== null && !(await this.isInPlace())) await this.letGo();
    if (this.tail === null) {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      this.tail = await auditTail(this.folder);
    }
    const name = month > this.tail.file ? month : this.tail.file;
    if (this.file === null || name !== this.tail.file) {
      await this.file?.close();
      this.file = null;
      this.file = await open(pathOf(this.folder, name), 'a', 0o600);
      this.tail = { ...this.tail, file: name };
    }
    return this.tail;
  }

  /** Whether what is written can be found there: a file may be moved away meanwhile. */
  private async isInPlace(): Promise<boolean> {
    const [there, mine] = await Promise.all([
      stat(pathOf(this.folder, this.tail!.file)).catch(() => null),
      this.file!.stat(),
    ]);
    return there?.ino === mine.ino;
  }

  private async letGo(): Promise<void> {
    const { file } = this;
    this.file = null;
    this.tail = null;
    await file?.close();
  }
}
