import type { CommonWords } from './i18n/messages.ts';
import { isThin, type Judged, type State } from './status.ts';

/**
 * The word of a ward's state. A value that is there, and thinly covered, is not out of date; one that
 * nothing new is heard of is, however well it is covered.
 */
export function stateWord(ward: Judged, state: State, words: CommonWords): string {
  return state === 'stale' && ward.minutes !== null && isThin(ward) ? words.thin : words[state];
}
