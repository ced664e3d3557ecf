import type { Rejection } from '../../pipelines/events/decode.ts';
import { WarehouseError } from '../../pipelines/warehouse/warehouse-error.ts';

/** Reason for a valid record that the store refuses. */
export const UNSTORABLE = {
  reason: 'invalid-event',
  pointer: '',
  detail: 'Expected an event that can be stored: the log of the service names its place',
} as const satisfies Partial<Rejection>;

/**
 * Stores records together, in order. If the store refuses them, halving finds the records that it also refuses
 * alone, and these are refused one by one: one record never blocks the others.
 * @param take stores records, all of them or none; safe to repeat
 * @param refuse skips a record and notes it in the store; if this fails too, the store is at fault
 */
export async function isolate<T>(
  records: readonly T[],
  take: (records: readonly T[]) => Promise<void>,
  refuse: (record: T, error: Error) => Promise<void>,
): Promise<void> {
  try {
    await take(records);
  } catch (error) {
    if (records.length === 0 || !isOfTheData(error as Error)) throw error;
    if (records.length === 1) return refuse(records[0]!, error as Error);
    const half = Math.floor(records.length / 2);
    await isolate(records.slice(0, half), take, refuse);
    await isolate(records.slice(half), take, refuse);
  }
}

/** Whether records may be at fault; with a full disk, for example, they are not. */
function isOfTheData(error: Error): boolean {
  return error instanceof WarehouseError
    ? error.category === 'database'
    : !('code' in error) && error.name !== 'AbortError';
}
