import type { Message } from 'kafkajs';

/** Bytes of one request to the broker, which takes a batch of four times as much. */
const MOST_BYTES = 1024 * 1024;
/** A record that is larger is told of, and not sent along. */
const LARGEST_RECORD = 3 * MOST_BYTES;

/** A rejected record as a message, with why it was rejected, and where it is from if that is known. */
export function deadLetterMessage(
  letter: {
    readonly reason: string;
    readonly pointer: string;
    readonly detail: string;
    readonly raw: Uint8Array;
  },
  place: Readonly<Record<string, string>> = {},
): Message {
  const { reason, pointer, detail, raw } = letter;
  const isSent = raw.length <= LARGEST_RECORD;
  return {
    key: null,
    value: isSent ? Buffer.from(raw) : null,
    headers: {
      reason,
      pointer,
      detail,
      ...place,
      ...(isSent ? {} : { omitted: `${raw.length} bytes` }),
    },
  };
}

/** Messages in their order, in groups that a broker takes: each ends before it is too large. */
export function* bySize<T extends { readonly raw: Uint8Array }>(
  letters: readonly T[],
): Generator<T[]> {
  let group: T[] = [];
  let bytes = 0;
  for (const letter of letters) {
    if (group.length > 0 && bytes + letter.raw.length > MOST_BYTES) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(letter);
    bytes += letter.raw.length;
  }
  if (group.length > 0) yield group;
}
