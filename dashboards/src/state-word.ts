import type { CommonWords } from './i18n/messages.ts';
import { isThin, type Judged, type State } from './status.ts';

/**
 * The word for a ward's state. A value with low coverage is incomplete, not out of date. Nothing is called
 * usual before the ward's usual load is known, nor if nobody is present.
 */
export function stateWord(ward: Judged, state: State, words: CommonWords): string {
  if (state === 'stale') return ward.minutes !== null && isThin(ward) ? words.thin : words.stale;
  if (state === 'noStaffing') return words.noStaffing;
  if (ward.load === null) return words.nobodyPresent;
  return ward.usualLoad === null ? words.byLoad[state] : words[state];
}
