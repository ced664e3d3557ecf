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
  /** Folder of a journal that has what is damaged, as of a backup. */
  readonly from?: string | undefined;
  /** Whether what is in no backup is given up. */
  readonly acceptLoss: boolean;
  /** Identity of the journal. */
  readonly id: string;
  /** Position after the last record that was acknowledged. */
  readonly acknowledged: number;
  readonly now?: () => number;
}

/** What a repair did. */
export interface Repaired {
  /** Files that were written; what was there before is beside them as `.damaged`. */
  readonly written: readonly string[];
  /** Links that were taken from the other journal. */
  readonly taken: number;
  readonly lost: readonly Positions[];
  readonly end: number;
  readonly hash: string;
}

/** Records of a link that gives up others. */
const LOST_RECORDS = 5_000;
const DAMAGED = '.damaged';

/**
 * Repairs a journal that no process has open. What is damaged or missing is taken from another copy of the
 * journal, link by link, where the chain then holds; else, where loss is accepted, a link notes what is lost, and
 * the chain goes on from what was there. Files that are whole stay as they are. Safe to repeat.
 * @throws JournalFault where records would be lost and that is not accepted: nothing is changed then
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

/** A file that is written again. */
interface Output {
  readonly name: string;
  readonly isPacked: boolean;
  readonly lines: string[];
}

/** A group that fits after a position of the chain. */
type WholeGroup = Group & { readonly link: JournalLink };

class Repair {
  private readonly folder: string;
  private readonly options: RepairOptions;
  private readonly now: () => number;
  private hash = NO_HASH;
  private resumes: string | null = null;
  private next: number | null = null;
  /** What the next file link says beside its place. */
  private standing: Record<string, unknown>;
  private out: Output | null = null;
  /** The file that was taken last, where it is whole. */
  private before: JournalFile | null = null;
  /** Records that can be read of groups that are damaged. */
  private salvaged: JournalRecord[] = [];
  /** Position that a damaged link says its records end at. */
  private salvagedTo = 0;
  private readonly lost: Positions[] = [];
  private taken = 0;
  /** Names of the files that are replaced, with the copies that take their place. */
  private readonly written = new Map<string, string>();
  private readonly replaced: JournalFile[] = [];

  constructor(folder: string, options: RepairOptions) {
    this.folder = folder;
    this.options = options;
    this.now = options.now ?? Date.now;
    this.standing = { format: 1, journal: options.id, sources: {} };
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

  /** Has the journal reach what was acknowledged. */
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

  /** Removes what was written and not put in place. */
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

  /** Brings the chain to where a group goes on. */
  private async fill(group: WholeGroup, file: JournalFile): Promise<void> {
    if (await this.takeFrom(group.link.previous, file)) return;
    this.giveUp(firstOf(group.link), group, file);
  }

  /**
   * Takes from the other journal what comes after the last link, up to the one with a hash or to its end.
   * @returns false where it has not all of it
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

  /** Notes that the records up to a position are lost, but for those that can be read. */
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

  /** Has a file open that what is lost is noted in. */
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
    if (this.reopen === null) this.put({ kind: 'file', ...this.standing }, []);
  }

  /** Outputs that are complete and not written yet. */
  private readonly pending: Output[] = [];
  /** A whole file whose lines come before those of the output. */
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

  /** Writes a group of a file as it is. */
  private async emit(group: WholeGroup, file: JournalFile): Promise<void> {
    if (group.link.kind === 'file' && !this.isOutputOf(file)) {
      await this.close();
      this.out = { name: file.name, isPacked: file.isPacked, lines: [] };
    } else if (this.out === null) {
      // a file that was cut off between two groups is whole as far as it goes
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
    this.stand(link);
  }

  /** Takes up what later file links repeat. */
  private stand(link: JournalLink): void {
    const said = link as JournalLink & Record<string, unknown>;
    if (link.kind === 'file') {
      const { kind: _, next: __, at: ___, previous: ____, ...standing } = said;
      this.standing = standing;
    } else if (link.kind === 'events' && link.source !== undefined) {
      const { topic, nextOffset } = link.source;
      this.standing.sources = { ...(this.standing.sources as object), [topic]: nextOffset };
    } else if (link.kind === 'rewind') {
      const { next, to } = link;
      this.standing.rewinds = [...((this.standing.rewinds as object[]) ?? []), { next, to }];
    } else if (link.kind === 'site' && said.former !== undefined) {
      this.standing.noted = { site: said.site, former: said.former };
    }
  }

  /** Writes a link of the repair's own after its records. */
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

/** The first group of a file that is whole by itself; `null` where it is not. */
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

/** Keeps a file under another name, beside what takes its place. */
async function keepBeside(path: string): Promise<void> {
  const kept = `${path}${DAMAGED}`;
  const isThere = await linkFile(path, kept).then(
    () => true,
    ({ code }: NodeJS.ErrnoException) => code === 'ENOENT' || code === 'EEXIST',
  );
  if (!isThere) await copyFile(path, kept);
}
