import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../platform/input-error.ts';

/** A folder with this file has a part of what is being restored. */
export const RESTORING = 'restoring';

/** @throws InputError where a restore was cut short */
export function assertRestored(data: string): void {
  if (!existsSync(join(data, RESTORING))) return;
  throw new InputError(
    `A restore into ${data} was cut short: start it again ("doctor --data ${data}" says how)`,
  );
}
