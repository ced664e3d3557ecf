import { html, nothing, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { PlannerWords } from '../i18n/messages.ts';
import { spanText } from './spoken.ts';
import type { Effect, Suggestion, Suggestions, Withheld } from './suggestion.ts';

/** The suggestions of a shift. */
export interface ShiftSuggestions extends Suggestions {
  /** What the shift is called. */
  readonly shift: string;
}

/** What might be moved, with its effect on both wards, and what is withheld for which reason. */
export function suggestionList(
  shifts: readonly ShiftSuggestions[],
  words: PlannerWords,
  format: Format,
): TemplateResult {
  const isLacking = shifts.some((shift) => shift.isLacking);
  const offered = shifts.flatMap(({ shift, suggestions }) =>
    suggestions.map((suggestion) => offer(shift, suggestion, words, format)),
  );
  const withheld = shifts.flatMap((shift) =>
    shift.withheld.map((one) => reason(shift.shift, one, words)),
  );
  return html`${
    offered.length === 0
      ? html`<p class="remark">${isLacking ? words.noSuggestions : words.noGap}</p>`
      : html`<ul class="suggestions">${offered}</ul>`
  }
  ${
    withheld.length === 0
      ? nothing
      : html`<details class="fold">
          <summary>${words.withheldTitle(withheld.length)}</summary>
          <ul>${withheld}</ul>
        </details>`
  }`;
}

function offer(
  shift: string,
  { from, to, isSameType }: Suggestion,
  words: PlannerWords,
  format: Format,
): TemplateResult {
  return html`<li>
    <b>${words.suggestion(shift, from.wardId, to.wardId)}</b>
    <span class="soft">(${isSameType ? words.sameType : words.otherType})</span>
    <ul>
      <li>${effectText(to, words, format)}</li>
      <li>${effectText(from, words, format)}</li>
    </ul>
  </li>`;
}

function effectText(
  { wardId, before, after, low, high }: Effect,
  words: PlannerWords,
  format: Format,
): string {
  const span = spanText(low, high, format.percent, words);
  const earlier = before === null ? '–' : format.percent(before);
  return words.effect(wardId, earlier, format.percent(after), span);
}

function reason(shift: string, withheld: Withheld, words: PlannerWords): TemplateResult {
  const { from, to, because, reason } = withheld;
  return html`<li>
    ${words.withheld(shift, from, to)}: ${words.withheldReason[reason](because)}
  </li>`;
}
