import { html, nothing, type TemplateResult } from 'lit';
import type { IntensityPoint } from '../../../schemas/read-api.ts';
import type { WardNow } from '../../../schemas/ward-now.ts';
import type { Format } from '../format.ts';
import type { WardWords } from '../i18n/messages.ts';
import { icon } from '../icons.ts';
import { stateWord } from '../state-word.ts';
import { isThin, type State } from '../status.ts';
import { requiredOf } from './timeline.ts';

export interface NowModel {
  readonly ward: WardNow;
  readonly state: State;
  /** The same hour with what each role is required to be; NULL where it is not known. */
  readonly hour: IntensityPoint | null;
  /** How old the newest input is, in words. */
  readonly age: string;
  readonly words: WardWords;
  readonly format: Format;
}

/** How the ward stands in this hour. */
export function nowPanel(model: NowModel): TemplateResult {
  const { ward, state, words } = model;
  return html`<section class="panel now" aria-labelledby="now-title">
    <h2 id="now-title" class="unseen">${words.nowTitle}</h2>
    <p class="now-state" data-state=${state}>${icon(state)} ${stateWord(ward, state, words)}</p>
    <dl class="figures">
      ${headline(model)} ${need(model)} ${role(model, 'rn')} ${role(model, 'na')} ${beds(model)}
      ${quality(model)}
    </dl>
    ${remark(model)}
  </section>`;
}

function headline({ ward, state, words, format }: NowModel): TemplateResult {
  const { load, usualLoad, requiredNurses, reason } = ward;
  const text =
    load !== null
      ? html`${format.percent(load)}<span class="unit"> %</span>`
      : requiredNurses === null
        ? '–'
        : html`${format.tenths(requiredNurses)}<span class="unit"> ${words.staff}</span>`;
  const beside =
    reason !== null
      ? words.reason[reason]
      : load === null
        ? words.staffingMissing
        : usualLoad === null
          ? words.noUsual
          : words.usualShare(format.percent(usualLoad));
  return html`<div class="figure figure-main">
    <dt>${load === null ? words.needNurses : words.load}</dt>
    <dd><b class="headline">${state === 'stale' && text !== '–' ? html`(${text})` : text}</b></dd>
    <dd class="figure-more">${beside}</dd>
  </div>`;
}

function need({ ward, words, format }: NowModel): TemplateResult {
  const { minutes, minutesLow, minutesHigh, requiredNurses } = ward;
  const bounds =
    minutesLow === null || minutesHigh === null
      ? ''
      : ` (${format.whole(minutesLow)}–${format.whole(minutesHigh)})`;
  return html`<div class="figure">
    <dt>${words.need}</dt>
    <dd>
      ${minutes === null ? '–' : html`<b>${format.whole(minutes)}</b> ${words.minutes}${bounds}`}
    </dd>
    <dd class="figure-more">
      ${requiredNurses === null ? nothing : `${format.tenths(requiredNurses)} ${words.staff}`}
    </dd>
  </div>`;
}

function role({ ward, hour, words, format }: NowModel, of: 'rn' | 'na'): TemplateResult {
  const present = ward.supply?.[of] ?? null;
  const required = hour === null ? null : requiredOf(hour, of);
  return html`<div class="figure">
    <dt>${of === 'rn' ? words.rnFull : words.naFull}</dt>
    <dd>
      ${present === null ? words.staffingMissing : html`<b>${format.tenths(present)}</b> ${words.present.toLowerCase()}`}
    </dd>
    <dd class="figure-more">
      ${words.need.toLowerCase()} ${required === null ? '–' : format.tenths(required)}
    </dd>
  </div>`;
}

function beds({ ward, words, format }: NowModel): TemplateResult {
  const { census, beds } = ward;
  const over = census === null ? 0 : census - beds;
  return html`<div class="figure">
    <dt>${words.patientsOfBeds}</dt>
    <dd><b>${census === null ? '–' : format.whole(census)}/${format.whole(beds)}</b> ${words.beds}</dd>
    <dd class="figure-more">
      ${over > 0 ? html`<b class="over-beds">+${words.overBeds(format.whole(over))}</b>` : nothing}
    </dd>
  </div>`;
}

function quality({ ward, age, words, format }: NowModel): TemplateResult {
  const { coverage } = ward;
  return html`<div class="figure">
      <dt>${words.coverageTitle}</dt>
      <dd><b>${coverage === null ? '–' : `${format.percent(coverage)} %`}</b></dd>
      <dd class="figure-more">${words.coverageHelp}</dd>
    </div>
    <div class="figure">
      <dt>${words.freshness}</dt>
      <dd><b>${age}</b></dd>
    </div>`;
}

function remark({ ward, state, words }: NowModel): TemplateResult | typeof nothing {
  const text =
    ward.reason === 'no-events'
      ? words.noData
      : ward.census === 0
        ? words.emptyWard
        : state !== 'stale' || ward.reason !== null
          ? null
          : isThin(ward)
            ? words.thinHelp
            : words.staleHelp;
  return text === null ? nothing : html`<p class="remark">${text}</p>`;
}
