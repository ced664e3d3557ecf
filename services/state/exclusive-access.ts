import { existsSync } from 'node:fs';
import { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import { WarehouseError } from '../../pipelines/warehouse/warehouse-error.ts';
import { InputError } from '../platform/input-error.ts';
import { assertNoErasure } from './erasure/erasing-note.ts';
import { stateFile } from './files.ts';
import { assertRepaired, assertRestored } from './restoring.ts';

export interface ExclusiveAccessOptions {
  /** Whether the work is a repair: it may follow an interrupted one, and an interrupted erasure. */
  readonly isRepair?: boolean;
}

/**
 * Runs work on a folder that no server has open, and keeps servers out meanwhile if the scorer's file opens.
 * @param work gets the scorer's file, `null` if it is missing or damaged
 * @throws InputError if a server runs, or a restore, a repair or an erasure was interrupted
 */
export async function withExclusiveAccess<T>(
  data: string,
  work: (scorer: Warehouse | null) => Promise<T>,
  { isRepair = false }: ExclusiveAccessOptions = {},
): Promise<T> {
  assertRestored(data);
  if (!isRepair) assertRepaired(data);
  const held = await openScorer(data);
  try {
    // one that began since has let go of the file, and skips files that are done
    if (!isRepair) await assertNoErasure(data);
    return await work(held);
  } finally {
    await held?.close();
  }
}

async function openScorer(data: string): Promise<Warehouse | null> {
  const path = stateFile(data, 'scorer');
  try {
    if (existsSync(path)) return await Warehouse.open(path, { memoryLimit: '256MB', threads: 1 });
  } catch (error) {
    if (isInUse(error)) throw running(data);
  }
  // a file that does not open keeps servers out too, but one may go on without its name
  await assertNotHeld(data);
  return null;
}

/** @throws InputError if a server runs */
export async function assertNotHeld(data: string): Promise<void> {
  if (await isFolderOpen(data)) throw running(data);
}

/** Whether a process has a file of a folder open. */
export async function isFolderOpen(data: string): Promise<boolean> {
  for (const name of ['scorer', 'serving', 'ingest'] as const) {
    const path = stateFile(data, name);
    if (!existsSync(path)) continue;
    try {
      const options = { readOnly: true, memoryLimit: '128MB', threads: 1 };
      await (await Warehouse.open(path, options)).close();
    } catch (error) {
      if (isInUse(error)) return true;
    }
  }
  return false;
}

const isInUse = (error: unknown) => error instanceof WarehouseError && error.category === 'in use';

const running = (data: string) =>
  new InputError(`A server runs on ${data}: stop it first. Nothing was changed`);
