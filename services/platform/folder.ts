import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from './input-error.ts';

/**
 * Creates a folder and its missing parents. Node 20's `recursive` loops forever if an existing folder
 * denies that a child can exist, as `/proc` does.
 * @throws the error of the operating system if it cannot be created, or something else has its name
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (await isFolder(path)) return;
    const above = dirname(path);
    if (code !== 'ENOENT' || above === path) throw error;
    // another process may create the parent in between, so a parent that is there proves nothing
    await makeFolder(above);
    await mkdir(path).catch(async (again) => {
      if (!(await isFolder(path))) throw again;
    });
  }
}

/**
 * Creates the folder of an option if needed, and checks that a file can be written in it.
 * @throws InputError that names the option
 */
export async function writableFolder(option: string, path: string): Promise<void> {
  const probe = join(path, `.${randomUUID()}.tmp`);
  try {
    await makeFolder(path);
    await writeFile(probe, '', { flag: 'wx' }).finally(() => rm(probe, { force: true }));
  } catch (error) {
    throw unusable(option, path, error as NodeJS.ErrnoException);
  }
}

/**
 * Checks that this user may write in the folder of an option, and writes nothing.
 * @throws InputError that names the option
 */
export async function assertWritable(option: string, path: string): Promise<void> {
  await access(path, constants.W_OK | constants.X_OK).catch((error: NodeJS.ErrnoException) => {
    throw unusable(option, path, error);
  });
}

/** The error for a file or folder that is there and is not for this user to read. */
export function unreadable(path: string): InputError {
  return new InputError(`This user may not read ${path}: run it as the user of the server`);
}

function unusable(option: string, path: string, error: NodeJS.ErrnoException): InputError {
  const why = WHY[error.code ?? ''] ?? error.message;
  return new InputError(`${option} ${path} cannot be used: ${why}. Give a folder to write in.`);
}

const WHY: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file',
  ENOTDIR: 'something above it is a file',
  EACCES: 'this user may not write there',
  EPERM: 'nobody may write there',
  EROFS: 'it can only be read',
  ENOENT: 'no folder can be made there',
  ENOSPC: 'there is no space left',
};

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Whether a path exists; a path that cannot be checked counts as existing. */
export async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
}
