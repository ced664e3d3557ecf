import { decodeInTurns } from '../../pipelines/events/decode.ts';
import type { EventRules } from '../../pipelines/events/event-rules.ts';
import type { Micros } from '../../schemas/instant.ts';
import type { Sources } from '../security/auth/sources.ts';
import type { CommitQueue } from './commit-queue.ts';
import type { DeadLetters, FullLetter } from './dead-letters.ts';
import { COUNT_OF } from './outcome.ts';
import type { RetryOutcome } from './response-schemas.ts';
import { type Sender, UNKNOWN_SENDER } from './sender.ts';

const PORTION = 1000;

export interface RetryOptions {
  readonly queue: CommitQueue;
  readonly deadLetters: DeadLetters;
  readonly rules: EventRules;
  /** Returns the systems that a sender may write for now, `null` if the sender no longer has access. */
  readonly sourcesOf: (subject: string) => Promise<Sources | null>;
}

/**
 * Submits all open dead letters again, for example after a ward was added to the site. A dead letter
 * is deleted when its record is stored; one that is rejected again stays. The current grants of its sender
 * apply; if the key was withdrawn, the grants at the time of sending apply.
 */
export async function retryDeadLetters(options: RetryOptions): Promise<RetryOutcome> {
  const { deadLetters } = options;
  const outcome = { retried: 0, accepted: 0, duplicates: 0, rejected: 0 };
  const last = await deadLetters.lastNumber();
  for (let after = 0; after < last; ) {
    const letters = (await deadLetters.readOpen(after, PORTION)).filter(
      ({ number }) => number <= last,
    );
    if (letters.length === 0) break;
    after = letters.at(-1)!.number;
    await retryLetters(letters, options, outcome);
  }
  return outcome;
}

/**
 * Submits dead letters that came from the future of the server's clock and are due: a thousand at most, which
 * leaves time for new events.
 * @param now microseconds since 1970
 */
export async function retryDue(options: RetryOptions, now: Micros): Promise<RetryOutcome> {
  const outcome = { retried: 0, accepted: 0, duplicates: 0, rejected: 0 };
  await retryLetters(await options.deadLetters.readDue(now, PORTION), options, outcome);
  return outcome;
}

/** Submits dead letters, each on behalf of its sender. */
async function retryLetters(
  letters: readonly FullLetter[],
  options: RetryOptions,
  outcome: RetryOutcome,
): Promise<void> {
  for (const of of bySender(letters)) {
    await retry(of, await senderOf(of[0]!, options), options, outcome);
  }
}

/** Submits dead letters of one sender, and deletes those that are stored. */
async function retry(
  letters: readonly FullLetter[],
  sender: Sender,
  { queue, deadLetters, rules }: RetryOptions,
  outcome: RetryOutcome,
): Promise<void> {
  const records = letters.map(({ raw }, offset) => ({ offset, bytes: raw }));
  const results = await queue.submit(await decodeInTurns(records, rules), sender);
  const stored = letters.filter((_, index) => results[index]!.status !== 'rejected');
  await deadLetters.drop(stored.map(({ number }) => number));
  outcome.retried += results.length;
  for (const { status } of results) outcome[COUNT_OF[status]]++;
}

/** Groups dead letters by sender and its systems, in order. */
function bySender(letters: readonly FullLetter[]): Iterable<FullLetter[]> {
  const groups = new Map<string, FullLetter[]>();
  for (const letter of letters) {
    const key = JSON.stringify(letter.sender);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [letter]);
    else group.push(letter);
  }
  return groups.values();
}

async function senderOf({ sender }: FullLetter, { sourcesOf }: RetryOptions): Promise<Sender> {
  if (sender === null) return UNKNOWN_SENDER;
  return { ...sender, sources: (await sourcesOf(sender.subject)) ?? sender.sources };
}
