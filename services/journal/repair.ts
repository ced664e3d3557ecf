import { createWriteStream } from 'node:fs';
import { copyFile, link as linkFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { syncFolder } from '../platform/durable-files.ts';
import { pack } from './bgzf.ts';
import {
  fileName,
  firstOf,
  type Group,
  type JournalFile,
  type JournalRecord,
  journalFiles,
  scan,
} from './files.ts';
import { JournalFault } from './journal.ts';
import { type JournalLink, linkHash, linkLine, NO_HASH, NO_SUM, recordLine } from './lines.ts';
import { type Positions, ranges } from './verify.ts';

export interface RepairOptions {
  /** Folder of a journal with the damaged parts intact, such as a backup. */
  readonly from?: string | undefined;
  /** Whether to give up records that no backup has. */
  readonly acceptLoss: boolean;
  /** Identity of the journal. */
  readonly id: string;
  /** Position after the last acknowledged record. */
  readonly acknowledged: number;
  /** Called before the first change. */
  readonly onReplace?: () => Promise<void>;
  readonly now?: () => number;
}

/** The result of a repair. */
export interface Repaired {
  /** Files that were written; the earlier ones are beside them as `.damaged`. */
  readonly written: readonly string[];
  /** Number of links from the other journal. */
  readonly taken: number;
  readonly lost: readonly Positions[];
  readonly end: number;
  readonly hash: string;
}

/** Records of a link that gives up others. */
const LOST_RECORDS = 5_000;
const DAMAGED = '.damaged';

/**
 * Repairs a journal that no process has open. Replaces damaged or missing parts from another copy of the
 * journal, link by link, if the chain then fits; else, if loss is accepted, a link records what is lost, and
 * the chain continues. Whole files stay as they are. Safe to repeat.
 * @throws JournalFault if records would be lost and that is not accepted; then nothing changes
 */
export async function repairJournal(folder: string, options: RepairOptions): Promise<Repaired> {
  const repair = new Repair(folder, options);
  const files = await journalFiles(folder);
  try {
    for (const file of files) await repair.take(file, file === files.at(-1));
    await repair.endAt(options.acknowledged, files.at(-1) ?? null);
    return await repair.finish();
  } finally {
    await repair.clean();
  }
}

/** A file that is rewritten. */
interface Output {
  readonly name: string;
  readonly isPacked: boolean;
  readonly lines: string[];
}

/** A group that fits at a position of the chain. */
type WholeGroup = Group & { readonly link: JournalLink };

class Repair {
  private readonly folder: string;
  private readonly options: RepairOptions;
  private readonly now: () => number;
  private hash = NO_HASH;
  private resumes: string | null = null;
  private next: number | null = null;
  /** Fields of the next file link beside its position. */
  private repeated: Record<string, unknown>;
  private out: Output | null = null;
  /** The last file, if it is whole. */
  private before: JournalFile | null = null;
  /** Readable records of damaged groups. */
  private salvaged: JournalRecord[] = [];
  /** Position after the records of a damaged link, by its own text. */
  private salvagedTo = 0;
  private readonly lost: Positions[] = [];
  private taken = 0;
  /** Names of the replaced files, with their new copies. */
  private readonly written = new Map<string, string>();
  private readonly replaced: JournalFile[] = [];

  constructor(folder: string, options: RepairOptions) {
    this.folder = folder;
    this.options = options;
    this.now = options.now ?? Date.now;
    this.repeated = { format: 1, journal: options.id, sources: {} };
  }

  async take(file: JournalFile, isLast: boolean): Promise<void> {
    const first = await wholeFile(file);
    if (first !== null) {
      if (!this.follows(first)) await this.fill(first, file);
      await this.close();
      for await (const group of scan(file)) this.advance(group as WholeGroup);
      this.before = file;
      return;
    }
    this.replaced.push(file);
    for await (const group of scan(file)) {
      if (group.link !== null && group.damage.length === 0) {
        const whole = group as WholeGroup;
        if (!this.follows(whole)) await this.fill(whole, file);
        await this.emit(whole, file);
      } else if (group.link !== null || !isLast || file.isPacked || this.isAcknowledged(group)) {
        this.salvaged.push(...group.records);
        this.salvagedTo = Math.max(this.salvagedTo, group.link?.next ?? 0);
      }
    }
    this.before = null;
  }

  /** Extends the journal to the last acknowledged record. */
  async endAt(acknowledged: number, last: JournalFile | null): Promise<void> {
    const end = Math.max(acknowledged, this.salvagedTo);
    if (this.salvaged.length === 0 && end <= (this.next ?? 0)) return;
    if (await this.takeFrom(null, last)) {
      if ((this.next ?? 0) >= end) return;
    }
    this.giveUp(end, null, last);
  }

  async finish(): Promise<Repaired> {
    await this.close();
    await this.options.onReplace?.();
    for (const file of this.replaced) await keepBeside(file.path);
    for (const [name, temporary] of this.written) {
      const path = join(this.folder, name);
      await keepBeside(path);
      await rename(temporary, path);
    }
    for (const { name, path } of this.replaced) {
      if (!this.written.has(name)) await rm(path, { force: true });
    }
    await syncFolder(this.folder);
    const { taken, lost, hash } = this;
    return { written: [...this.written.keys()], taken, lost, hash, end: this.next ?? 0 };
  }

  /** Removes written files that are not in place. */
  async clean(): Promise<void> {
    for (const temporary of this.written.values()) await rm(temporary, { force: true });
  }

  private isAcknowledged({ records }: Group): boolean {
    return records.some(({ n }) => n < this.options.acknowledged);
  }

  private follows({ link }: WholeGroup): boolean {
    if (this.salvaged.length > 0) return false;
    return link.previous === this.hash || link.previous === this.resumes;
  }

  /** Extends the chain to the start of a group. */
  private async fill(group: WholeGroup, file: JournalFile): Promise<void> {
    if (await this.takeFrom(group.link.previous, file)) return;
    this.giveUp(firstOf(group.link), group, file);
  }

  /**
   * Copies from the other journal everything after the last link, up to the link with a hash or to its end.
   * @returns false if it lacks a part
   */
  private async takeFrom(hash: string | null, file: JournalFile | null): Promise<boolean> {
    if (this.options.from === undefined) return false;
    const found: { file: JournalFile; group: WholeGroup }[] = [];
    let previous: string = NO_HASH;
    let isBetween = this.hash === NO_HASH;
    let isComplete = hash === null;
    for (const each of await journalFiles(this.options.from)) {
      for await (const group of scan(each)) {
        if (group.link === null || group.damage.length > 0) {
          if (isBetween) return false;
          continue;
        }
        const whole = group as WholeGroup;
        if (isBetween && whole.link.previous === previous) found.push({ file: each, group: whole });
        isBetween ||= group.hash === this.hash;
        previous = group.hash;
        if (isBetween && group.hash === hash) isComplete = true;
        if (isComplete && hash !== null) break;
      }
      if (isComplete && hash !== null) break;
    }
    if (!isComplete || !isBetween || found.length === 0) return false;
    this.salvaged = [];
    this.salvagedTo = 0;
    for (const each of found) {
      const isOfThis = file !== null && plainName(each.file.name) === plainName(file.name);
      await this.emit(each.group, isOfThis ? file : each.file);
      this.taken++;
    }
    return true;
  }

  /** Records that the records up to a position are lost, except for the readable ones. */
  private giveUp(to: number, group: WholeGroup | null, file: JournalFile | null): void {
    const from = this.next ?? 0;
    const known = new Map(
      this.salvaged.filter(({ n }) => n >= from && n < to).map((each) => [each.n, each]),
    );
    const missing: Positions[] = [];
    for (let n = from; n < to; n++) {
      if (known.has(n)) continue;
      if (missing.at(-1)?.to === n) missing.push({ from: missing.pop()!.from, to: n + 1 });
      else missing.push({ from: n, to: n + 1 });
    }
    if (!this.options.acceptLoss && (missing.length > 0 || this.options.from === undefined)) {
      const what = missing.length === 0 ? 'a link' : `the records ${ranges(missing)}`;
      throw new JournalFault(
        `${file?.name ?? this.folder}: ${what} cannot be repaired${this.options.from === undefined ? '' : ' from there either'}. Give a backup that has it with --from BACKUP_DIR; or go on without by --accept-loss. Nothing was changed`,
      );
    }
    this.lost.push(...missing);
    this.openFor(group, file, to > from);
    const previous = group?.link.previous;
    for (let at = from; at < to || at === from; at += LOST_RECORDS) {
      const end = Math.min(to, at + LOST_RECORDS);
      const records = Array.from({ length: end - at }, (_, index) => {
        return known.get(at + index) ?? { n: at + index, sum: NO_SUM, text: null };
      });
      const isEnd = end === to && previous !== undefined;
      this.put(
        {
          ...{ kind: 'lost', count: records.length, senders: {} },
          ...(isEnd ? { resumes: previous } : {}),
        },
        records,
      );
      if (isEnd) this.resumes = previous;
    }
    this.salvaged = [];
    this.salvagedTo = 0;
  }

  /** Opens a file for the record of the loss, if none is open. */
  private openFor(group: WholeGroup | null, file: JournalFile | null, hasRecords: boolean): void {
    const isInFile = group !== null && group.link.kind !== 'file';
    const isOpen = this.out !== null;
    if (isOpen && (!isInFile || file === null || this.isOutputOf(file))) return;
    if (isOpen) this.pending.push(this.out!);
    this.out = null;
    if (!isInFile && this.before !== null && (!hasRecords || group === null)) {
      this.reopen = this.before;
    }
    const from = this.next ?? 0;
    const day = /-(\d{4}-\d{2}-\d{2})\./.exec(file?.name ?? '')?.[1] ?? this.day();
    const isTaken = !isInFile && file?.first === from;
    const name = fileName(from, isTaken ? '0000-00-00' : day);
    const isPacked = isInFile ? file!.isPacked : group !== null;
    this.begin(name, isPacked);
    if (this.reopen === null) this.put({ kind: 'file', ...this.repeated }, []);
  }

  /** Complete outputs that are not written yet. */
  private readonly pending: Output[] = [];
  /** A whole file whose lines precede those of the output. */
  private reopen: JournalFile | null = null;

  private begin(name: string, isPacked: boolean): void {
    const { reopen } = this;
    this.out =
      reopen === null
        ? { name: isPacked ? `${name}.gz` : name, isPacked, lines: [] }
        : { name: reopen.name, isPacked: reopen.isPacked, lines: [] };
  }

  private isOutputOf(file: JournalFile): boolean {
    return this.out !== null && plainName(this.out.name) === plainName(file.name);
  }

  /** Copies a group of a file unchanged. */
  private async emit(group: WholeGroup, file: JournalFile): Promise<void> {
    if (group.link.kind === 'file' && !this.isOutputOf(file)) {
      await this.close();
      this.out = { name: file.name, isPacked: file.isPacked, lines: [] };
    } else if (this.out === null) {
      // a file that was truncated between two groups is still whole
      this.reopen = this.before;
      this.begin(plainName(file.name), file.isPacked);
    }
    this.out!.lines.push(...linesOf(group));
    this.advance(group);
  }

  private advance({ link, hash }: WholeGroup): void {
    this.hash = hash;
    this.next = link.next;
    this.resumes = link.kind === 'lost' ? (link.resumes ?? null) : null;
    this.noteRepeated(link);
  }

  /** Applies the fields that later file links repeat. */
  private noteRepeated(link: JournalLink): void {
    const fields = link as JournalLink & Record<string, unknown>;
    if (link.kind === 'file') {
      const { kind: _, next: __, at: ___, previous: ____, ...repeated } = fields;
      this.repeated = repeated;
    } else if (link.kind === 'events' && link.source !== undefined) {
      const { topic, nextOffset } = link.source;
      this.repeated.sources = { ...(this.repeated.sources as object), [topic]: nextOffset };
    } else if (link.kind === 'rewind') {
      const { next, to } = link;
      this.repeated.rewinds = [...((this.repeated.rewinds as object[]) ?? []), { next, to }];
    } else if (link.kind === 'site' && fields.former !== undefined) {
      this.repeated.noted = { site: fields.site, former: fields.former };
    }
  }

  /** Writes a link of the repair after its records. */
  private put(link: Record<string, unknown>, records: readonly JournalRecord[]): void {
    const { kind, ...rest } = link;
    const next = (this.next ?? 0) + records.length;
    const at = new Date(this.now()).toISOString();
    const text = JSON.stringify({ kind, next, at, ...rest, previous: this.hash });
    const sums = records.map(({ sum }) => sum);
    const hash = linkHash(text, sums);
    const lines = records.map(({ n, sum, text }) => recordLine(n, sum, text));
    this.out!.lines.push(...lines, linkLine(text, hash));
    this.hash = hash;
    this.next = next;
  }

  private day(): string {
    return new Date(this.now()).toISOString().slice(0, 10);
  }

  private async close(): Promise<void> {
    for (const output of this.pending.splice(0)) await this.write(output, null);
    const { out, reopen } = this;
    this.out = null;
    this.reopen = null;
    if (out !== null) await this.write(out, reopen);
  }

  private async write(output: Output, before: JournalFile | null): Promise<void> {
    const { name, isPacked, lines } = output;
    const temporary = join(this.folder, `${name}.tmp`);
    this.written.set(name, temporary);
    const all = async function* () {
      if (before !== null) {
        for await (const group of scan(before)) {
          for (const line of linesOf(group as WholeGroup)) yield Buffer.from(`${line}\n`);
        }
      }
      for (const line of lines) yield Buffer.from(`${line}\n`);
    };
    const file = createWriteStream(temporary, { mode: 0o600, flush: true });
    await pipeline(Readable.from(isPacked ? pack(all()) : all()), file);
  }
}

function plainName(name: string): string {
  return name.replace(/\.gz$/, '');
}

function linesOf({ records, text, hash }: WholeGroup): string[] {
  return [...records.map((each) => recordLine(each.n, each.sum, each.text)), linkLine(text, hash)];
}

/** Returns the first group of a file if it is whole by itself, else `null`. */
async function wholeFile(file: JournalFile): Promise<WholeGroup | null> {
  let first: WholeGroup | null = null;
  let hash = '';
  let resumes: string | null = null;
  for await (const group of scan(file)) {
    if (group.link === null || group.damage.length > 0) return null;
    const { link } = group;
    if (first === null && (link.kind !== 'file' || link.next !== file.first)) return null;
    const follows = link.previous === hash || link.previous === resumes;
    if (first !== null && !follows) return null;
    first ??= group as WholeGroup;
    hash = group.hash;
    resumes = link.kind === 'lost' ? (link.resumes ?? null) : null;
  }
  return first;
}

/** Keeps a replaced file under another name beside the new one. */
async function keepBeside(path: string): Promise<void> {
  const kept = `${path}${DAMAGED}`;
  const isThere = await linkFile(path, kept).then(
    () => true,
    ({ code }: NodeJS.ErrnoException) => code === 'ENOENT' || code === 'EEXIST',
  );
  if (!isThere) await copyFile(path, kept);
}
