import type { WardNow } from '../../schemas/ward-now.ts';
import type { State } from './status.ts';
import type { CommonWords } from './words/common.ts';

/** The word of a ward's state. A value that is there, and thinly covered, is not out of date. */
export function stateWord(
  { minutes }: Pick<WardNow, 'minutes'>,
  state: State,
  words: CommonWords,
): string {
  return state === 'stale' && minutes !== null ? words.thin : words[state];
}
