import { html, nothing, type TemplateResult } from 'lit';
import type { IntensityPoint } from '../../../schemas/read-api.ts';
import type { WardNow } from '../../../schemas/ward-now.ts';
import type { Format } from '../format.ts';
import type { WardMessages } from '../i18n/messages.ts';
import { stateBadge } from '../state-word.ts';
import { isSound, type State } from '../status.ts';
import { requiredOf } from './timeline.ts';

export interface NowModel {
  readonly ward: WardNow;
  readonly state: State;
  /** The same hour with what each role is required to be; NULL where it is not known. */
  readonly hour: IntensityPoint | null;
  /** How old the newest input is, in words. */
  readonly age: string;
  readonly messages: WardMessages;
  readonly format: Format;
}

/** How the ward stands in this hour. */
export function nowPanel(model: NowModel): TemplateResult {
  const { ward, state, messages, format } = model;
  return html`<section class="panel now" aria-labelledby="now-title">
    <h2 id="now-title" class="unseen">${messages.nowTitle}</h2>
    <p class="now-state" data-state=${state}>${stateBadge(ward, state, messages, format)}</p>
    <dl class="figures">
      ${headline(model)} ${need(model)} ${role(model, 'rn')} ${role(model, 'na')} ${beds(model)}
      ${quality(model)}
    </dl>
    ${remark(model)}
  </section>`;
}

function headline({ ward, state, messages, format }: NowModel): TemplateResult {
  const { load, usualLoad, requiredNurses, reason } = ward;
  const text =
    load !== null
      ? html`${format.percent(load)}<span class="unit"> %</span>`
      : requiredNurses === null
        ? '–'
        : html`${format.tenths(requiredNurses)}<span class="unit"> ${messages.staff}</span>`;
  const beside =
    reason !== null
      ? messages.reason[reason]
      : load === null
        ? messages.staffingMissing
        : usualLoad === null
          ? messages.noUsual
          : messages.usualShare(format.percent(usualLoad.load));
  return html`<div class="figure figure-main">
    <dt>${load === null ? messages.needNurses : messages.load}</dt>
    <dd><b class="headline">${isSound(state) || text === '–' ? text : html`(${text})`}</b></dd>
    <dd class="figure-more">${beside}</dd>
  </div>`;
}

function need({ ward, messages, format }: NowModel): TemplateResult {
  const { minutes, minutesLow, minutesHigh, requiredNurses } = ward;
  const bounds =
    minutesLow === null || minutesHigh === null
      ? ''
      : ` (${format.whole(minutesLow)}–${format.whole(minutesHigh)})`;
  return html`<div class="figure">
    <dt>${messages.need}</dt>
    <dd>
      ${minutes === null ? '–' : html`<b>${format.whole(minutes)}</b> ${messages.minutes}${bounds}`}
    </dd>
    <dd class="figure-more">
      ${requiredNurses === null ? nothing : `${format.tenths(requiredNurses)} ${messages.staff}`}
    </dd>
  </div>`;
}

function role({ ward, hour, messages, format }: NowModel, of: 'rn' | 'na'): TemplateResult {
  const present = ward.supply?.[of] ?? null;
  const required = hour === null ? null : requiredOf(hour, of);
  return html`<div class="figure">
    <dt>${of === 'rn' ? messages.rnFull : messages.naFull}</dt>
    <dd>
      ${present === null ? messages.staffingMissing : html`<b>${format.tenths(present)}</b> ${messages.present.toLowerCase()}`}
    </dd>
    <dd class="figure-more">
      ${messages.need.toLowerCase()} ${required === null ? '–' : format.tenths(required)}
    </dd>
  </div>`;
}

function beds({ ward, messages, format }: NowModel): TemplateResult {
  const { census, beds } = ward;
  const over = census === null ? 0 : census - beds;
  return html`<div class="figure">
    <dt>${messages.patientsOfBeds}</dt>
    <dd><b>${census === null ? '–' : format.whole(census)}/${format.whole(beds)}</b> ${messages.beds}</dd>
    <dd class="figure-more">
      ${over > 0 ? html`<b class="over-beds">+${messages.overBeds(format.whole(over))}</b>` : nothing}
    </dd>
  </div>`;
}

function quality({ ward, age, messages, format }: NowModel): TemplateResult {
  const { coverage } = ward;
  return html`<div class="figure">
      <dt>${messages.coverageTitle}</dt>
      <dd><b>${coverage === null ? '–' : `${format.percent(coverage)} %`}</b></dd>
      <dd class="figure-more">${messages.coverageHelp}</dd>
    </div>
    <div class="figure">
      <dt>${messages.freshness}</dt>
      <dd><b>${age}</b></dd>
    </div>`;
}

function remark({ ward, state, messages }: NowModel): TemplateResult | typeof nothing {
  const text =
    ward.reason === 'no-events'
      ? messages.noData
      : ward.census === 0
        ? messages.emptyWard
        : state === 'incomplete'
          ? messages.thinHelp
          : state === 'old'
            ? messages.staleHelp
            : null;
  return text === null ? nothing : html`<p class="remark">${text}</p>`;
}
