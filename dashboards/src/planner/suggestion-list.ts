import { html, nothing, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { PlannerMessages } from '../i18n/messages.ts';
import type { Effect, Suggestion, Suggestions, Withheld } from './suggestion.ts';
import { spanText } from './summaries.ts';

/** The suggestions of a shift. */
export interface ShiftSuggestions extends Suggestions {
  /** What the shift is called. */
  readonly shift: string;
}

/** What might be moved, with its effect on both wards, and what is withheld for which reason. */
export function suggestionList(
  shifts: readonly ShiftSuggestions[],
  messages: PlannerMessages,
  format: Format,
): TemplateResult {
  const isLacking = shifts.some((shift) => shift.isLacking);
  const offered = shifts.flatMap(({ shift, suggestions }) =>
    suggestions.map((suggestion) => offer(shift, suggestion, messages, format)),
  );
  const withheld = shifts.flatMap((shift) =>
    shift.withheld.map((one) => reason(shift.shift, one, messages)),
  );
  return html`${
    offered.length === 0
      ? html`<p class="remark">${isLacking ? messages.noSuggestions : messages.noGap}</p>`
      : html`<ul class="suggestions">${offered}</ul>`
  }
  ${
    withheld.length === 0
      ? nothing
      : html`<details class="fold">
          <summary>${messages.withheldTitle(withheld.length)}</summary>
          <ul>${withheld}</ul>
        </details>`
  }`;
}

function offer(
  shift: string,
  { from, to, isSameType }: Suggestion,
  messages: PlannerMessages,
  format: Format,
): TemplateResult {
  return html`<li>
    <b>${messages.suggestion(shift, from.wardId, to.wardId)}</b>
    <span class="soft">(${isSameType ? messages.sameType : messages.otherType})</span>
    <ul>
      <li>${effectText(to, messages, format)}</li>
      <li>${effectText(from, messages, format)}</li>
    </ul>
  </li>`;
}

function effectText(
  { wardId, before, after, low, high }: Effect,
  messages: PlannerMessages,
  format: Format,
): string {
  const span = spanText(low, high, format.percent, messages);
  const earlier = before === null ? '–' : format.percent(before);
  return messages.effect(wardId, earlier, format.percent(after), span);
}

function reason(shift: string, withheld: Withheld, messages: PlannerMessages): TemplateResult {
  const { from, to, because, reason } = withheld;
  return html`<li>
    ${messages.withheld(shift, from, to)}: ${messages.withheldReason[reason](because)}
  </li>`;
}
