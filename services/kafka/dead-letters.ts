import type { Message } from 'kafkajs';
import type { SteadyProducer } from './steady-producer.ts';
import type { Topics } from './topics.ts';

/** Bytes of one request to the broker, which takes a batch of four times as much. */
const MOST_BYTES = 1024 * 1024;
/** A record that is larger is told of, and not sent along. */
const LARGEST_RECORD = 3 * MOST_BYTES;

/** A rejected record: what is wrong with it, and the record itself. */
export interface Letter {
  readonly reason: string;
  readonly pointer: string;
  readonly detail: string;
  readonly raw: Uint8Array;
}

/** Where rejected records are kept, which is the truth of them, and how far they are mirrored. */
export interface Letters<T extends Letter> {
  /** The oldest that are not mirrored; none at the end. */
  readonly next: () => Promise<readonly T[]>;
  /** Where one is from, if that is known. */
  readonly placeOf: (letter: T) => Readonly<Record<string, string>>;
  /** Notes that all up to one are mirrored. */
  readonly mark: (letter: T) => Promise<void>;
}

/** Sends the letters that the topic of dead letters does not have. */
export async function mirror<T extends Letter>(
  { next, placeOf, mark }: Letters<T>,
  producer: SteadyProducer,
  topics: Topics,
): Promise<void> {
  for (let letters = await next(); letters.length > 0; letters = await next()) {
    for (const group of bySize(letters)) {
      await producer.send({
        topic: topics.deadLetters.name,
        acks: -1,
        messages: group.map((letter) => messageOf(letter, placeOf(letter))),
      });
      await mark(group.at(-1)!);
    }
  }
}

/** A letter as a message, with why it was rejected, and where it is from. */
function messageOf(letter: Letter, place: Readonly<Record<string, string>>): Message {
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

/** Letters in their order, in groups that a broker takes: each ends before it is too large. */
function* bySize<T extends Letter>(letters: readonly T[]): Generator<T[]> {
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
