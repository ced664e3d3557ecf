import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../platform/input-error.ts';

/** A folder with this file has an incomplete restore. */
export const RESTORING = 'restoring';

/** @throws InputError if a restore was interrupted */
export function assertRestored(data: string): void {
  if (!existsSync(join(data, RESTORING))) return;
  throw new InputError(
    `A restore into ${data} was cut short: start it again ("doctor --data ${data}" says how)`,
  );
}
