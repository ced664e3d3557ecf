import type { ReconnectingProducer } from './reconnecting-producer.ts';
import type { Topics } from './topics.ts';

/** A rejected record: what is wrong with it, and the record itself. */
export interface Letter {
  readonly reason: string;
  readonly pointer: string;
  readonly detail: string;
  readonly raw: Uint8Array;
}

/** The store of rejected records, which is authoritative, and how far they are mirrored. */
export interface Letters<T extends Letter> {
  /** Returns the oldest dead letters that are not mirrored; none at the end. */
  readonly next: () => Promise<readonly T[]>;
  /** Returns the origin of a dead letter, if known. */
  readonly placeOf: (letter: T) => Readonly<Record<string, string>>;
  /** Records that all dead letters up to one are mirrored. */
  readonly mark: (letter: T) => Promise<void>;
}

/** Sends the dead letters that their topic does not have. */
export async function mirror<T extends Letter>(
  { next, placeOf, mark }: Letters<T>,
  producer: ReconnectingProducer,
  { deadLetters: { name: topic } }: Topics,
): Promise<void> {
  for (let letters = await next(); letters.length > 0; letters = await next()) {
    const headers = letters.map((letter) => headersOf(letter, placeOf(letter)));
    const to = { topic, partition: 0, key: null };
    const { refused, cause } = await producer.send(
      letters.map(({ raw }, index) => {
        return { ...to, value: Buffer.from(raw), headers: headers[index]! };
      }),
    );
    if (cause !== null) throw cause;
    // a record that the topic refuses is named there, and stays where it was rejected
    await producer.sendAll(
      [...refused].map((index) => {
        const omitted = `${letters[index]!.raw.length} bytes`;
        return { ...to, value: null, headers: { ...headers[index]!, omitted } };
      }),
    );
    await mark(letters.at(-1)!);
  }
}

/** Headers of a dead letter: why it was rejected, and its origin. */
function headersOf(
  { reason, pointer, detail }: Letter,
  place: Readonly<Record<string, string>>,
): Record<string, string> {
  return { reason, pointer, detail, ...place };
}
