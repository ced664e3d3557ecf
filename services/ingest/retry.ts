import { decode } from '../../pipelines/scoring/decode.ts';
import type { EventRules } from '../../pipelines/scoring/event-rules.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Intake } from './intake.ts';
import type { Sender } from './sender.ts';

const PORTION = 1000;
/** Of letters from before senders were kept. */
const UNKNOWN: Sender = { subject: 'unknown', sources: '*' };

/** What a retry did. */
export interface RetryOutcome {
  readonly retried: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/**
 * Submits every dead letter there is now once more, as after a ward was added to the site. A letter
 * goes when its record is stored; one that is rejected again stays.
 */
export async function retryDeadLetters(options: {
  readonly intake: Intake;
  readonly deadLetters: DeadLetters;
  readonly rules: EventRules;
}): Promise<RetryOutcome> {
  const { intake, deadLetters, rules } = options;
  const outcome = { retried: 0, accepted: 0, duplicates: 0, rejected: 0 };
  const last = await deadLetters.lastNumber();
  for (let after = 0; after < last; ) {
    const letters = (await deadLetters.take(after, PORTION)).filter(({ number }) => number <= last);
    if (letters.length === 0) break;
    after = letters.at(-1)!.number;
    const records = letters.map(({ raw }, offset) => ({ offset, bytes: raw }));
    const verdicts = await intake.submit(decode(records, rules), UNKNOWN);
    const stored = letters.filter((_, index) => verdicts[index]!.status !== 'rejected');
    await deadLetters.drop(stored.map(({ number }) => number));
    outcome.retried += verdicts.length;
    for (const { status } of verdicts) {
      if (status === 'accepted') outcome.accepted++;
      else if (status === 'duplicate') outcome.duplicates++;
      else outcome.rejected++;
    }
  }
  return outcome;
}
