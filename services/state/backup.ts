import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { journalFiles, scan } from '../journal/files.ts';
import { damageLines, type JournalReport, verifyJournal } from '../journal/verify.ts';
import { replaceFile, syncFolder } from '../platform/durable-files.ts';
import { withLock } from '../platform/file-lock.ts';
import { writableFolder } from '../platform/folder.ts';
import { InputError } from '../platform/input-error.ts';
import { VERSION } from '../platform/version.ts';
import { withCommandLock } from './command-lock.ts';
import { journalFolder } from './files.ts';
import { type Head, NOTHING_DERIVED, readHead } from './head.ts';
import { assertFinished } from './restoring.ts';
import { snapshotOf } from './snapshot.ts';

/** Written last: a folder without a manifest is an incomplete backup. */
const MANIFEST = 'manifest.json';
const PARTIAL = 'partial';
/** An old backup that is being removed. */
const REMOVED = 'removed';
const NAME = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z$/;

const manifest = z.strictObject({
  format: z.literal(1),
  version: z.string(),
  at: z.string(),
  /** Whether it has only the journal and small files; a restore then rebuilds the DuckDB files. */
  journalOnly: z.boolean(),
  journal: z.strictObject({ id: z.string(), end: z.int(), hash: z.string() }),
  files: z.record(z.string(), z.strictObject({ bytes: z.int(), sha256: z.string() })),
});
export type Manifest = z.output<typeof manifest>;

/**
 * Small files and folders in a backup, beside the journal and the DuckDB files. Local keys and session secrets are not
 * included: a server makes new ones, and a backup must not give access.
 */
const BESIDE = [
  ...['simulation.json', 'clock.json', 'snapshots'],
  // the head of the audit must not be ahead of the audit
  ...['audit-head.json', 'audit-head.copy.json', 'audit-accepted.json', 'audit'],
] as const;
const STORED = ['scorer.duckdb', 'serving.duckdb', 'ingest.duckdb', 'adapters.duckdb'] as const;

export interface BackupOptions {
  readonly data: string;
  /** Folder of backups: each is a subfolder with its time as name. */
  readonly to: string;
  readonly journalOnly?: boolean | undefined;
  /** Files from elsewhere: the site file, the access file. */
  readonly site?: string | undefined;
  readonly access?: string | undefined;
  /** Number of backups to keep; older ones are deleted. Default: all. */
  readonly keep?: number | undefined;
  readonly now?: () => number;
  readonly onProgress?: ((file: string) => void) | undefined;
}

export interface Backup {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Copied bytes; the rest was in the previous backup. */
  readonly copied: number;
}

/**
 * Backs up a state, with or without a running server. Copies the journal last, so that it has every record
 * that the other files were made from. Links files that are identical in the last backup. Continues an
 * interrupted backup; a backup is complete once its manifest is there. Simultaneous backups wait for each other.
 * @throws InputError, JournalFault if the state is damaged or incomplete
 */
export async function backup(options: BackupOptions): Promise<Backup> {
  const { data, to } = options;
  await assertFinished(data);
  if ((await journalFiles(journalFolder(data))).length === 0) {
    throw new InputError(
      `There is no journal in ${journalFolder(data)}. "doctor --data ${data}" says what there is`,
    );
  }
  await writableFolder('--to', to);
  return withLock(join(to, PARTIAL), () => backupAlone(options));
}

async function backupAlone(options: BackupOptions): Promise<Backup> {
  const { data, to, journalOnly = false, onProgress = () => {} } = options;
  const folder = join(to, PARTIAL);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // what follows changes what it lists
  await rm(join(folder, MANIFEST), { force: true });
  await rm(join(to, REMOVED), { recursive: true, force: true });
  const last = (await backupsIn(to)).at(-1);
  const before = last === undefined ? null : await readManifest(last);
  const copier = new Copier(folder, last ?? null, before, onProgress);
  const { at, journal } = await withCommandLock(data, () => copyState(options, folder, copier));
  await copier.dropOthers();
  const made: Manifest = {
    ...{ format: 1, version: VERSION, at, journalOnly, journal },
    files: Object.fromEntries([...copier.files].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
  const [fault] = await faultsOf(folder, made, onProgress);
  if (fault !== undefined) throw new InputError(`The backup is not as it was copied: ${fault}`);
  await replaceFile(join(folder, MANIFEST), `${JSON.stringify(made, null, 1)}\n`);
  await syncFolder(folder);
  const name = at.replace(/\.\d+Z$/, 'Z').replaceAll(':', '-');
  await rename(folder, join(to, name)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    throw new InputError(`${to} has a backup of this second already: try again`);
  });
  await syncFolder(to);
  if (options.keep !== undefined) {
    for (const old of (await backupsIn(to)).slice(0, -options.keep)) {
      // one that is cut short is no backup with faults
      await rename(old, join(to, REMOVED));
      await rm(join(to, REMOVED), { recursive: true });
    }
  }
  return { folder: join(to, name), manifest: made, copied: copier.copied };
}

/** Copies everything of a state, while no other command changes it. */
async function copyState(
  options: BackupOptions,
  folder: string,
  copier: Copier,
): Promise<Pick<Manifest, 'at' | 'journal'>> {
  const { data, journalOnly = false, now = Date.now } = options;
  await assertFinished(data);
  // read before the files that it describes, so that the copies have at least as much
  const noted = journalOnly ? null : await readHead(data);
  for (const name of BESIDE) await copier.tree(join(data, name), name);
  if (options.site !== undefined) await copier.file(options.site, 'site.json');
  if (options.access !== undefined) await copier.file(options.access, 'access.json');
  if (!journalOnly) {
    await snapshotOf(data, async (snapshot) => {
      for (const name of STORED) {
        const path = join(snapshot, name);
        if (existsSync(path)) await copier.file(path, name);
      }
    });
  }
  const journal = await copyJournal(data, folder, copier);
  const at = new Date(now()).toISOString();
  const { scorer, serving, deadLetters } = noted ?? NOTHING_DERIVED;
  const head: Head = { version: VERSION, at, journal, scorer, serving, deadLetters };
  await copier.text('head.json', `${JSON.stringify(head)}\n`);
  return { at, journal };
}

/** Returns the complete backups in a folder, oldest first. */
async function backupsIn(to: string): Promise<string[]> {
  const names = await readdir(to).catch(() => []);
  return names
    .filter((name) => NAME.test(name) && existsSync(join(to, name, MANIFEST)))
    .toSorted()
    .map((name) => join(to, name));
}

/**
 * Returns the backup in a folder: the folder itself, or the newest in it.
 * @throws InputError if there is no complete one
 */
export async function findBackup(from: string): Promise<string> {
  if (existsSync(join(from, MANIFEST))) return from;
  const newest = (await backupsIn(from)).at(-1);
  if (newest !== undefined) return newest;
  const isPartial = basename(resolve(from)) === PARTIAL || existsSync(join(from, PARTIAL));
  throw new InputError(
    isPartial
      ? `${from} has a part of a backup only: it was cut short. Run "backup" again`
      : `${from} has no backup (no ${MANIFEST})`,
  );
}

/** @throws InputError if it cannot be read */
async function readManifest(folder: string): Promise<Manifest> {
  try {
    return manifest.parse(JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')));
  } catch {
    throw new InputError(`${join(folder, MANIFEST)} is damaged`);
  }
}

/** Returns the faults of a backup, one line each. Verifies its journal, too. */
export async function verifyBackup(
  folder: string,
  onProgress: (file: string) => void = () => {},
): Promise<{ manifest: Manifest; faults: string[] }> {
  const made = await readManifest(folder);
  return { manifest: made, faults: await faultsOf(folder, made, onProgress) };
}

async function faultsOf(folder: string, made: Manifest, onProgress: (file: string) => void) {
  const faults: string[] = [];
  for (const [name, { bytes, sha256 }] of Object.entries(made.files)) {
    onProgress(name);
    const found = await sumOf(join(folder, name)).catch(() => null);
    if (found === null) faults.push(`${name} is missing`);
    else if (found.bytes !== bytes) faults.push(`${name} has ${found.bytes} bytes of ${bytes}`);
    else if (found.sha256 !== sha256) faults.push(`${name} was changed`);
  }
  const report = await verifyJournal(journalFolder(folder), made.journal);
  return [...faults, ...damageLines(report)];
}

async function sumOf(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/**
 * Copies a journal up to a whole link at or after the acknowledged end at the start.
 * @throws InputError if it is damaged
 */
async function copyJournal(
  data: string,
  folder: string,
  copier: Copier,
): Promise<Manifest['journal']> {
  const head = await readHead(data);
  const to = journalFolder(folder);
  for (let attempt = 0; ; attempt++) {
    const files = await journalFiles(journalFolder(data));
    const last = files.at(-1);
    if (last === undefined) throw new InputError(`There is no journal in ${journalFolder(data)}`);
    try {
      for (const file of files.slice(0, -1)) {
        await copier.file(file.path, join('journal', file.name));
      }
      // the open file up to its last whole link
      let end = 0;
      if (last.isPacked) end = Number.POSITIVE_INFINITY;
      else {
        for await (const group of scan(last)) if (group.link !== null) end = group.end;
      }
      await copier.file(last.path, join('journal', last.name), end);
      copier.only('journal', new Set(files.map(({ name }) => join('journal', name))));
    } catch (error) {
      // a file that was compressed meanwhile has another name
      if ((error as NodeJS.ErrnoException).code === 'ENOENT' && attempt < 10) continue;
      throw error;
    }
    await copier.dropOthers();
    const report: JournalReport = await verifyJournal(to, head?.journal ?? null);
    const [damage] = damageLines(report);
    if (damage !== undefined || report.id === null) {
      throw new InputError(
        `The journal is damaged: ${damage ?? 'no file can be read'}. "doctor --data ${data}" says what to do`,
      );
    }
    return { id: report.id, end: report.end, hash: report.hash };
  }
}

/** Copies files into a backup, or links files that are identical in the last one. */
class Copier {
  readonly files = new Map<string, { bytes: number; sha256: string }>();
  copied = 0;
  private readonly folder: string;
  private readonly last: string | null;
  private readonly before: Manifest | null;
  private readonly onProgress: (file: string) => void;

  constructor(
    folder: string,
    last: string | null,
    before: Manifest | null,
    onProgress: (file: string) => void,
  ) {
    this.folder = folder;
    this.last = last;
    this.before = before;
    this.onProgress = onProgress;
  }

  /** Adds everything below a folder, or a file; nothing if it does not exist. */
  async tree(from: string, name: string): Promise<void> {
    const found = await stat(from).catch(() => null);
    if (found === null) return;
    if (!found.isDirectory()) {
      await this.file(from, name);
      return;
    }
    for (const each of await readdir(from)) {
      if (!each.endsWith('.tmp')) await this.tree(join(from, each), join(name, each));
    }
  }

  /** @param end bytes to copy */
  async file(from: string, name: string, end = Number.POSITIVE_INFINITY): Promise<void> {
    this.onProgress(name);
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const sum = await this.copyUnlessThere(from, path, name, end);
    this.files.set(name, sum);
  }

  private async copyUnlessThere(from: string, path: string, name: string, end: number) {
    const before = this.before?.files[name];
    const { size } = await stat(from);
    const isClosed = end === Number.POSITIVE_INFINITY;
    if (isClosed && existsSync(path) && (await stat(path)).size === size) {
      // left by an interrupted backup
      const [here, there] = [await sumOf(path), await sumOf(from)];
      if (here.sha256 === there.sha256) return here;
    }
    await rm(path, { force: true });
    if (isClosed && before?.bytes === size && this.last !== null) {
      const sum = await sumOf(from);
      const isLinked =
        sum.sha256 === before.sha256 &&
        (await link(join(this.last, name), path).then(
          () => true,
          () => false,
        ));
      if (isLinked) return sum;
    }
    return this.copy(from, path, end);
  }

  private async copy(from: string, path: string, end: number) {
    const hash = createHash('sha256');
    const bytes = { count: 0 };
    if (end === 0) await writeFile(path, '', { mode: 0o600, flush: true });
    else {
      await pipeline(
        createReadStream(from, { end: end - 1 }),
        (chunks: AsyncIterable<Buffer>) => counted(chunks, hash, bytes),
        createWriteStream(path, { mode: 0o600, flush: true }),
      );
    }
    this.copied += bytes.count;
    return { bytes: bytes.count, sha256: hash.digest('hex') };
  }

  async text(name: string, text: string): Promise<void> {
    const path = join(this.folder, name);
    await rm(path, { force: true });
    await writeFile(path, text, { mode: 0o600, flush: true });
    const sha256 = createHash('sha256').update(text).digest('hex');
    this.files.set(name, { bytes: Buffer.byteLength(text), sha256 });
  }

  /** Drops all other files of a folder from the list. */
  only(folder: string, names: ReadonlySet<string>): void {
    for (const name of [...this.files.keys()]) {
      if (name.startsWith(`${folder}/`) && !names.has(name)) this.files.delete(name);
    }
  }

  /** Removes files of an interrupted backup that do not belong to this one. */
  async dropOthers(): Promise<void> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      const name = path.slice(this.folder.length + 1);
      if (entry.isFile() && !this.files.has(name)) await rm(path);
    }
  }
}

async function* counted(chunks: AsyncIterable<Buffer>, hash: Hash, bytes: { count: number }) {
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes.count += chunk.length;
    yield chunk;
  }
}
