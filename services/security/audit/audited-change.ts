import { userInfo } from 'node:os';
import { withLock } from '../../platform/file-lock.ts';
import { InputError } from '../../platform/input-error.ts';
import type { KeyNote } from './audit-entry.ts';
import { AuditLog } from './audit-log.ts';

/** Folder of the audit of changes by command: a separate audit, because a server owns the other one. */
export function accessAudit(path: string): { readonly folder: string; readonly heads: string[] } {
  const folder = `${path}.audit`;
  return { folder, heads: [`${folder}-head.json`, `${folder}-head.copy.json`] };
}

/** What a command does to an access file. */
export type KeyChange = Omit<KeyNote, 'note' | 'by'>;

/**
 * Changes an access file, with one line of its audit before the change and one with the result.
 * @param work returns what only the second line can have, such as a new id
 * @throws InputError if the audit cannot be written: nothing changes then
 */
export function auditedChange<T>(
  path: string,
  change: KeyChange,
  work: () => Promise<{ readonly result: T; readonly more?: Partial<KeyChange> }>,
): Promise<T> {
  const { folder, heads } = accessAudit(path);
  // one at a time, because lines form a chain
  return withLock(folder, async () => {
    const audit = new AuditLog(folder, Date.now, null, heads);
    const note = (note: KeyNote['note'], more: Partial<KeyChange> = {}) =>
      audit.append({ note, by: userName(), ...change, ...more });
    try {
      await audit.open();
      await note('the access file is to be changed').catch((error: Error) => {
        throw new InputError(
          `Nothing is changed, since ${folder} cannot be written: ${error.message}`,
        );
      });
      const { result, more } = await work().catch(async (error: unknown) => {
        await note('the access file could not be changed');
        throw error;
      });
      await note('the access file is changed', more);
      return result;
    } finally {
      await audit.close();
    }
  });
}

/** User of the machine that runs a command. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? '?'}`;
  }
}
