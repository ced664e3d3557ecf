import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../platform/file-lock.ts';
import { assertWritable } from '../platform/folder.ts';
import { assertKinds } from './file-kinds.ts';

/** Name of the lock in the folder of a state, and of what replaces one that was left behind. */
export const COMMAND_LOCK = /^command\.lock/;

/**
 * Runs a command that copies or changes the folder of a state, one at a time; a server may have the folder open.
 * @throws InputError if a name of the folder has something else than a file of a state, or another command is at work on it for long
 */
export async function withCommandLock<T>(data: string, work: () => Promise<T>): Promise<T> {
  // the command says what it expects
  if (!existsSync(data)) return work();
  await assertWritable('--data', data);
  await assertKinds(data);
  return withLock(join(data, 'command'), work);
}
