import type { KafkaMessage } from 'kafkajs';
import { WarehouseError } from '../../pipelines/warehouse/warehouse-error.ts';

/**
 * Has messages taken together, in their order. Where the store cannot take them, those that it cannot take
 * alone are found by halving, and refused one by one: one message never holds up its partition.
 * @param take takes messages with their position; safe to repeat
 * @param refuse passes over a message, with its position; where it fails too, the store is at fault
 */
export async function isolate(
  messages: readonly KafkaMessage[],
  take: (messages: readonly KafkaMessage[]) => Promise<void>,
  refuse: (message: KafkaMessage, error: Error) => Promise<void>,
): Promise<void> {
  try {
    await take(messages);
  } catch (error) {
    if (!isOfTheData(error as Error)) throw error;
    if (messages.length === 1) return refuse(messages[0]!, error as Error);
    const half = Math.floor(messages.length / 2);
    await isolate(messages.slice(0, half), take, refuse);
    await isolate(messages.slice(half), take, refuse);
  }
}

/** Whether messages may be at fault: a disk that is full says nothing of them. */
function isOfTheData(error: Error): boolean {
  return error instanceof WarehouseError
    ? error.trouble === 'database'
    : !('code' in error) && error.name !== 'AbortError';
}
