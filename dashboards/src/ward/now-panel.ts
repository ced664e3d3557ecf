import { html, nothing, type TemplateResult } from 'lit';
import { worseNow } from '../difference.ts';
import type { Lang } from '../i18n/languages.ts';
import { messagesOf } from '../i18n/messages.ts';
import { icon } from '../icons.ts';
import { markWords } from '../marks.ts';
import { helpedWord } from '../state-help.ts';
import { stateWord } from '../state-word.ts';
import type { LendersNow } from './lenders-now.ts';
import { lendersPart } from './lenders-part.ts';
import { basisText, type NowLine, type NowLinesModel, nowLines } from './now-lines.ts';

export interface NowPanelModel extends NowLinesModel {
  readonly language: Lang;
  /** Who can lend to a ward that lacks; `null` where nobody is missing. */
  readonly lenders: LendersNow | null;
  /** Whether the user may use the planner. */
  readonly mayPlan: boolean;
}

/** Whether a ward has the people that are required, now and to the end of the shift, in words and figures, and who can lend. */
export function nowPanel(model: NowPanelModel): TemplateResult {
  const { ward, state, messages, format, language, lenders, mayPlan } = model;
  const word = stateWord(ward, state, messages, format);
  const lines = nowLines(model);
  const marks = markWords(ward, state, messages, format);
  const worse = worseNow(ward, state);
  const texts = [remark(model), basisText(ward, messages)].filter((text) => text !== null);
  return html`<section class="panel now" aria-labelledby="now-title">
    <h2 id="now-title" class="unseen">${messages.nowTitle}</h2>
    <div class="now-status">
      <p class="now-state" data-state=${state}>${icon(state)} ${helpedWord(word, state, language)}</p>
      ${
        marks.length === 0 && worse === null
          ? nothing
          : html`<ul class="now-marks" role="list" aria-label=${messages.marks}>
              ${
                worse === null
                  ? nothing
                  : html`<li class="worse-now" data-state=${worse}>
                      ${icon(worse)} ${messages.worseNow(format.signed(ward.gap ?? 0))}
                    </li>`
              }
              ${marks.map(({ mark, text }) => html`<li data-mark=${mark}>${text}</li>`)}
            </ul>`
      }
    </div>
    <dl class="figures figures-main">${lines.filter(({ isMain }) => isMain).map(figure)}</dl>
    <dl class="figures">${lines.filter(({ isMain }) => !isMain).map(figure)}</dl>
    ${lenders === null ? nothing : lendersPart(lenders, messagesOf(language), format, mayPlan)}
    ${texts.map((text) => html`<p class="remark">${text}</p>`)}
  </section>`;
}

function figure({ term, figure: value, unit, more }: NowLine): TemplateResult {
  return html`<div class="figure">
    <dt>${term}</dt>
    <dd><b>${value}</b>${unit === null ? nothing : html` <span class="unit">${unit}</span>`}</dd>
    ${more.map((text) => html`<dd class="figure-more">${text}</dd>`)}
  </div>`;
}

function remark({ ward, state, messages }: NowLinesModel): string | null {
  if (ward.reason === 'no-events') return messages.noData;
  if (ward.census === 0) return messages.emptyWard;
  if (state === 'incomplete') return messages.thinHelp;
  return state === 'old' ? messages.staleHelp : null;
}
