import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../platform/input-error.ts';
import { assertNoErasure } from './erasure/erasing-note.ts';

/** A folder with this file has an incomplete restore. */
export const RESTORING = 'restoring';

/** A folder with this file has an incomplete repair of its journal. */
export const REPAIRING = 'repairing';

/** @throws InputError if a restore, a repair or an erasure of a state was interrupted */
export async function assertFinished(data: string): Promise<void> {
  assertRestored(data);
  assertRepaired(data);
  await assertNoErasure(data);
}

/** @throws InputError if a repair was interrupted: the scorer's file may have events that the journal gave up */
export function assertRepaired(data: string): void {
  if (!existsSync(join(data, REPAIRING))) return;
  throw new InputError(
    `A repair of the journal in ${data} was cut short: run "log repair" again ("doctor --data ${data}" says how)`,
  );
}

/** @throws InputError if a restore was interrupted */
export function assertRestored(data: string): void {
  if (!existsSync(join(data, RESTORING))) return;
  throw new InputError(
    `A restore into ${data} was cut short: start it again ("doctor --data ${data}" says how)`,
  );
}
