import { type Differing, differenceOf, isNonZero } from './difference.ts';
import type { Format } from './format.ts';
import type { CommonMessages } from './i18n/messages.ts';
import type { State } from './status.ts';

/**
 * The word for a ward's state, with the figure of its headline where it is short or can spare, and the role that is not
 * known where the other one is.
 */
export function stateWord(
  ward: Differing,
  state: State,
  messages: CommonMessages,
  format: Format,
): string {
  const [missing, ...more] = ward.missingRoles;
  if (state === 'no-staffing' && missing !== undefined && more.length === 0) {
    return messages.noStaffingOf[missing];
  }
  const difference = differenceOf(ward, state);
  if (state === 'short' && difference?.of === 'rn') return rnWord(ward, messages, format);
  if ((state === 'short' || state === 'room') && difference !== null) {
    const { value, until } = difference;
    // a state holds for some minutes after its figure has gone
    if (isNonZero(value) && value < 0 === (state === 'short')) {
      const word = messages[state](format.tenth(Math.abs(value)));
      return until === null
        ? word
        : `${word} ${messages.untilTime(format.clock(Date.parse(until)))}`;
    }
  }
  return messages.states[state];
}

function rnWord({ missingRn }: Differing, messages: CommonMessages, format: Format): string {
  return missingRn === null
    ? messages.rnShortfall
    : messages.rnMissing(missingRn, format.tenths(missingRn));
}
