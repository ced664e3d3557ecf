import { html, nothing, type TemplateResult } from 'lit';
import type { IntensityPoint } from '../../../schemas/read-api.ts';
import type { Format } from '../format.ts';
import type { WardMessages } from '../i18n/messages.ts';
import { scrollBox } from '../scroll-table.ts';
import type { Judged } from './judged.ts';
import { signed } from './judgement-form.ts';

/** Judgements with the score of their hour beside them, the newest first. */
export function judgedList(
  all: readonly Judged[],
  messages: WardMessages,
  format: Format,
): TemplateResult {
  if (all.length === 0) return html`<p class="remark">${messages.noHistory}</p>`;
  return scrollBox(
    `${messages.judgementTitle}: ${messages.judgementHistory}`,
    html`<ul class="judged" role="list">
      ${all.map(
        ({ judgement: { occurredAt, value, note }, hour }) => html`<li>
          <time datetime=${occurredAt}>${format.dayAndClock(Date.parse(occurredAt))}</time>
          <b>${signed(Math.round(value))} ${messages.judgementWord(Math.round(value))}</b>
          <span class="soft">${score(hour, messages, format)}</span>
          ${note === null ? nothing : html`<q>${note}</q>`}
        </li>`,
      )}
    </ul>`,
  );
}

function score(hour: IntensityPoint | null, messages: WardMessages, format: Format): string {
  if (hour === null || hour.required === null) {
    return hour?.reason == null ? messages.noScoreThen : messages.reason[hour.reason];
  }
  const { present } = hour;
  const staff =
    present === null ? messages.staffingMissing : messages.presentThen(format.tenth(present));
  const need = `${messages.needThen(format.tenth(hour.required))}, ${staff}`;
  return hour.load === null ? need : `${messages.scoreThen(format.percent(hour.load))}, ${need}`;
}
