import type { KafkaMessage } from 'kafkajs';
import type { RawRecord } from '../../pipelines/scoring/decode.ts';

/** Messages as records to decode; one without a value is an empty record. */
export function recordsOf(messages: readonly KafkaMessage[]): RawRecord[] {
  return messages.map(({ offset, value }) => {
    return { offset: Number(offset), bytes: value ?? Buffer.alloc(0) };
  });
}
