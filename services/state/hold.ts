import { existsSync } from 'node:fs';
import { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import { WarehouseError } from '../../pipelines/warehouse/warehouse-error.ts';
import { InputError } from '../platform/input-error.ts';
import { stateFile } from './files.ts';

/**
 * Runs work on a folder that no server has open, and keeps servers out meanwhile where the scorer's file opens.
 * @param work is given the scorer's file, `null` where it is missing or damaged
 * @throws InputError where a server runs
 */
export async function holding<T>(
  data: string,
  work: (scorer: Warehouse | null) => Promise<T>,
): Promise<T> {
  const path = stateFile(data, 'scorer');
  if (!existsSync(path)) return work(null);
  let held: Warehouse;
  try {
    held = await Warehouse.open(path, { memoryLimit: '256MB', threads: 1 });
  } catch (error) {
    if (error instanceof WarehouseError && error.trouble === 'in use') {
      throw new InputError(`A server runs on ${data}: stop it first. Nothing was changed`);
    }
    // a file that does not open lets no server start either
    return work(null);
  }
  try {
    return await work(held);
  } finally {
    await held.close();
  }
}

/** Whether a process has the scorer's file of a folder open. */
export async function isHeld(data: string): Promise<boolean> {
  const path = stateFile(data, 'scorer');
  if (!existsSync(path)) return false;
  try {
    const options = { readOnly: true, memoryLimit: '128MB', threads: 1 };
    await (await Warehouse.open(path, options)).close();
    return false;
  } catch (error) {
    return error instanceof WarehouseError && error.trouble === 'in use';
  }
}
