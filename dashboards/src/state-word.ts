import type { CommonMessages } from './i18n/messages.ts';
import { isThin, type Judged, type State } from './status.ts';

/**
 * The word for a ward's state. A value with low coverage is incomplete, not out of date. Nothing is called
 * usual before the ward's usual load is known, nor if nobody is present.
 */
export function stateWord(ward: Judged, state: State, messages: CommonMessages): string {
  if (state === 'stale')
    return ward.minutes !== null && isThin(ward) ? messages.thin : messages.stale;
  if (state === 'noStaffing') return messages.noStaffing;
  if (ward.load === null) return messages.nobodyPresent;
  return ward.usualLoad === null ? messages.byLoad[state] : messages[state];
}

/** Names of the states of several wards; nothing is called usual before any ward's usual load is known. */
export function stateLabels(
  wards: readonly Pick<Judged, 'usualLoad'>[],
  messages: CommonMessages,
): Record<State, string> {
  const { stale, noStaffing, byLoad } = messages;
  const { farOver, over, within, under } = wards.some(({ usualLoad }) => usualLoad !== null)
    ? messages
    : byLoad;
  return { farOver, over, stale, under, within, noStaffing };
}
