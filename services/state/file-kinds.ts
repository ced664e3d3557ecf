import { access, constants, lstat, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unreadable } from '../platform/folder.ts';
import { InputError } from '../platform/input-error.ts';

/** The files of a state's folder; the head first, since it says what must be there. */
const FILES = [
  /^head\.json$/,
  /^(scorer|serving|ingest|adapters)\.duckdb(\.wal)?$/,
  /^(audit-head|audit-head\.copy|audit-accepted|clock|simulation)\.json$/,
  /^(simulation-state|local-key|session-secret|ended-sessions|restoring|repairing|erasing\.json)$/,
];
/** Its folders, and the files in them that a start or a command reads. */
const FOLDERS: Readonly<Record<string, RegExp>> = {
  journal: /\.ndjson(\.gz)?$/,
  audit: /\.ndjson$/,
  answers: /^$/,
  snapshots: /^index\.json$/,
};

/** Something else than what is expected at a name. */
export interface KindFault {
  /** Within the folder of the state. */
  readonly name: string;
  readonly what: string;
}

/**
 * Yields the names of a state's folder with a folder instead of a file, the reverse, or a link to nothing.
 * @throws InputError if this user may not read one
 */
export async function* kindFaults(data: string): AsyncGenerator<KindFault> {
  const names = await namesIn(data);
  for (const file of FILES) {
    for (const name of names.filter((each) => file.test(each))) {
      const fault = await faultOf(data, name, 'file');
      if (fault !== null) yield fault;
    }
  }
  for (const [folder, files] of Object.entries(FOLDERS)) {
    if (!names.includes(folder)) continue;
    const fault = await faultOf(data, folder, 'folder');
    if (fault !== null) {
      yield fault;
      continue;
    }
    for (const name of await namesIn(join(data, folder))) {
      const within = files.test(name) ? await faultOf(data, join(folder, name), 'file') : null;
      if (within !== null) yield within;
    }
  }
}

/** @throws InputError if a name of a state's folder has something else than expected, or this user may not read it */
export async function assertKinds(data: string): Promise<void> {
  for await (const { name, what } of kindFaults(data)) {
    throw new InputError(`${join(data, name)} ${what}. Nothing was changed`);
  }
}

async function faultOf(
  data: string,
  name: string,
  expected: 'file' | 'folder',
): Promise<KindFault | null> {
  const path = join(data, name);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES') throw unreadable(path);
    return null;
  });
  if (found === null) {
    // without a link it was removed meanwhile
    return (await isLink(path)) ? { name, what: LINK } : null;
  }
  if (expected === 'file' ? found.isFile() : found.isDirectory()) {
    if (expected === 'file') await assertReadable(path);
    return null;
  }
  const is = found.isDirectory() ? 'a folder' : found.isFile() ? 'a file' : 'no file';
  return { name, what: `is ${is}, and a ${expected} is expected there: ${AWAY}` };
}

const AWAY = 'move it away; "doctor" then says what is missing, and what to do';
const LINK = `is a link to what is not there: mount or restore that, or ${AWAY}`;

function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
}

/** @throws InputError if this user may not read a file */
async function assertReadable(path: string): Promise<void> {
  try {
    // to close a file of DuckDB would end the lock that this process may have on it
    if (/\.duckdb(\.wal)?$/.test(path)) await access(path, constants.R_OK);
    else await (await open(path)).close();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') throw unreadable(path);
    // removed meanwhile
    if (code !== 'ENOENT') throw error;
  }
}

/** Names in a folder, none if it does not exist. */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'EACCES') throw unreadable(folder);
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
}
