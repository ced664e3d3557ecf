import { LOAD_MARKS, type WardMark, type WardNow } from '../../schemas/ward-now.ts';
import { differenceOf } from './difference.ts';
import type { Format } from './format.ts';
import type { CommonMessages } from './i18n/messages.ts';
import type { State } from './status.ts';

/** A mark of a ward in a few words. */
export interface MarkWord {
  readonly mark: WardMark;
  readonly text: string;
}

/** The marks of a ward in words, without what the word of its state says already. */
export function markWords(
  ward: WardNow,
  state: State,
  messages: CommonMessages,
  format: Format,
): MarkWord[] {
  const isSaid = state === 'short' && differenceOf(ward, state)?.of === 'rn';
  const said: WardMark | null = !isSaid
    ? null
    : ward.missingRn === null
      ? 'rn-shortfall'
      : 'rn-missing';
  return ward.marks
    .filter((mark) => mark !== said)
    .map((mark) => ({ mark, text: textOf(mark, ward, messages, format) }));
}

/** That the load of a ward without level is as usual; null where it is not, or that is not known. */
export function usualLoadWord(
  { marks, level, normLoad, usualLoad }: WardNow,
  messages: CommonMessages,
): string | null {
  if (level !== null || normLoad === null || usualLoad === null) return null;
  return LOAD_MARKS.some((mark) => marks.includes(mark)) ? null : messages.loadAsUsual;
}

function textOf(
  mark: WardMark,
  { missingRn, census, beds }: WardNow,
  messages: CommonMessages,
  format: Format,
): string {
  if (mark === 'rn-missing') {
    return missingRn === null
      ? messages.fewRn
      : messages.rnMissingShort(missingRn, format.tenths(missingRn));
  }
  if (mark === 'rn-shortfall') return messages.rnShortfallShort;
  if (mark === 'over-capacity') {
    return messages.overCapacity(format.whole(Math.max(0, (census ?? beds) - beds)));
  }
  return messages.usual[mark];
}
