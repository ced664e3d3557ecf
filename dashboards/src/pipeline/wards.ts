import { html, nothing, type TemplateResult } from 'lit';
import type { SiteView } from '../../../schemas/read-api.ts';
import { age } from '../age.ts';
import type { Format } from '../format.ts';
import type { PipelineMessages } from '../i18n/messages.ts';
import { scrollTable } from '../scroll-table.ts';
import { nameBeside } from '../ward-name.ts';
import {
  type Freshness,
  freshnessOf,
  isLacking,
  oldestFirst,
  sourceFreshness,
} from './freshness.ts';
import { SOURCES, type SourceName, type WardHealth } from './health.ts';
import { sign } from './signs.ts';

/** How the wards are arranged. */
export const WARD_ORDERS = ['site', 'oldest'] as const;
export type WardOrder = (typeof WARD_ORDERS)[number];

export interface WardsModel {
  readonly wards: readonly WardHealth[];
  readonly site: SiteView | null;
  /** The time (ms) it is in the data. */
  readonly dataNow: number;
  readonly order: WardOrder;
  readonly isLackingOnly: boolean;
  readonly messages: PipelineMessages;
  readonly format: Format;
  readonly onOrder: (order: WardOrder) => void;
  readonly onLackingOnly: (isLackingOnly: boolean) => void;
}

/** Each ward's inputs: of when, how much of them, from where. */
export function wardTable(model: WardsModel): TemplateResult {
  const { wards, order, isLackingOnly, messages } = model;
  const lacking = wards.filter((ward) => isLacking(freshnessOf(ward)));
  const chosen = isLackingOnly ? lacking : wards;
  const shown = order === 'oldest' ? oldestFirst(chosen) : chosen;
  return html`${choices(model, lacking.length)}
    ${
      shown.length === 0
        ? html`<p>${messages.noneLacking}</p>`
        : scrollTable({
            label: messages.wards,
            name: 'ward-inputs',
            columns: [
              messages.ward,
              messages.state,
              messages.newest,
              messages.covered,
              ...SOURCES.map((name) => messages[name]),
            ],
            rows: shown.map((ward) => row(ward, model)),
          })
    }
    <p class="soft">${messages.limits}</p>`;
}

function choices(model: WardsModel, lacking: number): TemplateResult {
  const { wards, order, isLackingOnly, messages, format } = model;
  return html`<div class="ward-choices">
    <b>${messages.lackingCount(format.whole(lacking), format.whole(wards.length))}</b>
    <label class="check"
      ><input
        type="checkbox"
        .checked=${isLackingOnly}
        @change=${(event: Event) => model.onLackingOnly((event.target as HTMLInputElement).checked)}
      />${messages.onlyLacking}</label
    >
    <label
      >${messages.order}
      <select
        @change=${(event: Event) => model.onOrder((event.target as HTMLSelectElement).value as WardOrder)}
      >
        ${WARD_ORDERS.map(
          (value) =>
            html`<option value=${value} ?selected=${value === order}>${messages[value]}</option>`,
        )}
      </select></label
    >
  </div>`;
}

function row(ward: WardHealth, model: WardsModel): TemplateResult {
  const { site, messages, format } = model;
  const { wardId, newestInputAt, coverage } = ward;
  const freshness = freshnessOf(ward);
  const named = site?.wards.find((each) => each.wardId === wardId);
  const note =
    freshness === 'withheld'
      ? messages.fewPatients
      : freshness === 'empty'
        ? messages.noPatients
        : null;
  return html`<tr data-freshness=${freshness}>
    <th scope="row">
      ${wardId} ${named === undefined ? nothing : html`<span class="soft">${nameBeside(named)}</span>`}
    </th>
    <td>
      ${word(freshness, messages)}
      ${note === null ? nothing : html`<span class="soft">${note}</span>`}
    </td>
    <td>${since(newestInputAt, model)}</td>
    <td>${share(coverage, format)}</td>
    ${SOURCES.map((name) => html`<td>${cell(ward, name, model)}</td>`)}
  </tr>`;
}

function cell(ward: WardHealth, name: SourceName, model: WardsModel): TemplateResult | string {
  const { messages, format } = model;
  const source = ward.sources.find((each) => each.source === name);
  if (source === undefined) return '–';
  const freshness = sourceFreshness(source);
  const { newestAt, coverage } = source;
  if (freshness === null) return '–';
  // staffing is there or not: nothing between
  const isShare = name !== 'staffing' && coverage !== null;
  return html`${freshness === 'fresh' ? nothing : word(freshness, messages)}
  ${newestAt === null ? nothing : since(newestAt, model)}
  ${isShare ? html`<span class="soft">${share(coverage, format)}</span>` : nothing}`;
}

function word(freshness: Freshness, messages: PipelineMessages): TemplateResult {
  return html`<span class="freshness" data-freshness=${freshness}>${sign(freshness)} ${messages[freshness]}</span>`;
}

function since(instant: string | null, { dataNow, messages }: WardsModel): string {
  return instant === null ? '–' : age(dataNow - Date.parse(instant), messages);
}

function share(coverage: number | null, format: Format): string {
  return coverage === null ? '–' : `${format.percent(coverage)} %`;
}
