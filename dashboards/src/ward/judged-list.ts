import { html, nothing, type TemplateResult } from 'lit';
import type { IntensityPoint } from '../../../schemas/read-api.ts';
import type { Format } from '../format.ts';
import type { WardWords } from '../i18n/messages.ts';
import { scrollBox } from '../scroll-table.ts';
import type { Judged } from './judged.ts';
import { signed } from './judgement-form.ts';
import { nurses } from './timeline.ts';

/** Judgements with the score of their hour beside them, the newest first. */
export function judgedList(
  all: readonly Judged[],
  words: WardWords,
  format: Format,
): TemplateResult {
  if (all.length === 0) return html`<p class="remark">${words.noHistory}</p>`;
  return scrollBox(
    `${words.judgementTitle}: ${words.judgementHistory}`,
    html`<ul class="judged" role="list">
      ${all.map(
        ({ judgement: { occurredAt, value, note }, hour }) => html`<li>
          <time datetime=${occurredAt}>${format.dayAndClock(Date.parse(occurredAt))}</time>
          <b>${signed(Math.round(value))} ${words.judgementWord(Math.round(value))}</b>
          <span class="soft">${score(hour, words, format)}</span>
          ${note === null ? nothing : html`<q>${note}</q>`}
        </li>`,
      )}
    </ul>`,
  );
}

function score(hour: IntensityPoint | null, words: WardWords, format: Format): string {
  if (hour === null || hour.required === null) {
    return hour?.reason == null ? words.noScoreThen : words.reason[hour.reason];
  }
  const present = nurses(hour.supply);
  const staff =
    present === null ? words.staffingMissing : words.presentThen(format.tenths(present));
  const need = `${words.needThen(format.tenths(hour.required))}, ${staff}`;
  return hour.load === null ? need : `${words.scoreThen(format.percent(hour.load))}, ${need}`;
}
