import { html, nothing, svg, type TemplateResult } from 'lit';
import type { IntensityPoint, WardHourChange } from '../../../schemas/read-api.ts';
import { address } from '../api.ts';
import { type Bucket, balanceChart, balanceValues } from '../charts/balance-chart.ts';
import { loadStatus } from '../page/load-status.ts';
import { balanceSentence, balanceTable, grainsWord } from './balance-text.ts';
import { axisLabel } from './bucket-label.ts';
import { bucketsOf } from './buckets.ts';
import { changesTable } from './changes.ts';
import { key } from './key.ts';
import { isOfOutside } from './outside.ts';
import { Panel, type Source } from './panel.ts';
import { hiddenIn, quality } from './summaries.ts';

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** More charts than these are smaller, so that they can be seen together. */
const MANY = 6;
/** Rows of a page. */
const limit = 10_000;

/** Need against staffing of wards over time. */
export class HistoryPanel extends Panel {
  protected override readonly name = 'history';
  private readonly points = this.resource<readonly IntensityPoint[]>(() => {
    const { path, query } = this.wardHours;
    return address(path, { ...query, format: 'json' });
  });
  private readonly changes = this.resource<Page<WardHourChange>>(() => {
    const { from, to, knownAt } = this.query;
    return this.isCompared
      ? address(this.path(this.shown[0]!, 'changes'), { from, to, asKnownAt: knownAt, limit })
      : null;
  });

  protected override heading(): string {
    return this.messages.historyTitle;
  }

  protected override sources(): readonly Source[] {
    const { from, to, knownAt } = this.query;
    const { messages, shown } = this;
    if (!this.isCompared) return [this.wardHours];
    return [
      { name: messages.historyTitle, ...this.wardHours },
      {
        name: messages.changesTitle,
        path: this.path(shown[0]!, 'changes'),
        query: { from, to, asKnownAt: knownAt },
      },
    ];
  }

  protected override method(): readonly string[] {
    return [this.messages.historyMethod, this.messages.meaning];
  }

  protected override content(): TemplateResult {
    const { messages, query, shown } = this;
    const points = this.points.value;
    if (points === null) return html`${loadStatus(this.points, messages)}`;
    const changed = this.changes.value?.items.map(({ from }) => Date.parse(from)) ?? [];
    const wards = shown.map((wardId) =>
      bucketsOf(
        points.filter((point) => point.wardId === wardId),
        changed,
      ),
    );
    const values = wards.flatMap(balanceValues);
    const areSomeByNorm = wards.flat().some(({ norm }) => norm !== null);
    const isOutside = points.some(isOfOutside);
    return html`${loadStatus(this.points, messages)}
      <p class="help">
        ${messages.historyHelp(messages.grain[query.grain])}
      </p>
      ${isOutside ? html`<p class="remark" data-outside>${messages.outside}</p>` : nothing}
      <ul class="keys">
        ${key(svg`<rect class="bounds-band" width="24" height="12" /><path class="need-line" d="M0 6H24" />`, messages.keyNeed)}
        ${key(svg`<path class="present-line" d="M0 10H12V3H24" />`, messages.keyPresent)}
        ${areSomeByNorm ? key(svg`<path class="norm-line" d="M0 6H24" />`, messages.keyNorm) : nothing}
        ${key(svg`<path class="lack-line" d="M2 12 10 2M9 12 17 2M16 12 24 2" />`, messages.keyLack)}
        ${changed.length === 0 ? nothing : key(svg`<path class="changed-mark" d="M6 11h12l-6-9z" />`, messages.keyChanged)}
      </ul>
      <div class=${shown.length > MANY ? 'multiples many' : 'multiples'}>
        ${wards.map(
          (ward, i) => html`<section class="multiple" aria-label=${shown[i]!}>
          <h3>${this.wardName(shown[i]!)}</h3>
          ${this.ward(shown[i]!, ward, values)}
        </section>`,
        )}
      </div>
      ${query.knownAt === null ? nothing : this.changed()}`;
  }

  private ward(wardId: string, buckets: readonly Bucket[], values: number[]): TemplateResult {
    const { messages, format, language, query } = this;
    const { grain } = query;
    if (
      buckets.every((one) => one.required === null && one.norm === null && one.present === null)
    ) {
      return this.nothingKnown(hiddenIn(buckets));
    }
    const areChangesKnown = this.isCompared && this.changes.value !== null;
    const chart = balanceChart({
      buckets,
      values,
      unit: messages.staff,
      label: format.tenths,
      axisLabel: (index) => axisLabel(buckets, index, grain, messages, format),
      summary: balanceSentence(wardId, buckets, grain, messages, format),
      table: () => balanceTable(buckets, { grain, areChangesKnown }, messages, format),
    });
    const known = buckets.filter(({ required, norm }) => required !== null || norm !== null).length;
    const isUncalibrated = buckets.some(({ norm }) => norm !== null);
    const isStaffed = buckets.some(({ present }) => present !== null);
    return html`<chart-figure .chart=${chart} height=${this.shown.length > MANY ? 140 : 200} .language=${language}></chart-figure>
      <p class="facts">
        n ${format.whole(known)} ${grainsWord(known, grain, messages)}. ${quality(buckets, messages, format)}
        ${isStaffed ? nothing : messages.noStaffing} ${isUncalibrated ? messages.noLevelHistory : nothing}
      </p>`;
  }

  private changed(): TemplateResult {
    const { messages, format } = this;
    if (!this.isCompared) return html`<p class="remark">${messages.changesOne}</p>`;
    const changes = this.changes.value;
    return html`<div class="remark">
      ${loadStatus(this.changes, messages)}
      ${changes === null ? nothing : changesTable(changes.items, messages, format)}
      ${changes !== null && changes.next !== null ? messages.cut : nothing}
    </div>`;
  }

  private get shown(): readonly string[] {
    return this.query.wards;
  }

  /** Whether what was known then is set against what is known now. */
  private get isCompared(): boolean {
    return this.query.knownAt !== null && this.query.wards.length === 1;
  }

  /** One request for all wards: it takes the server hardly longer than one of them. */
  private get wardHours(): Source {
    const { wards, from, to, grain, knownAt } = this.query;
    const query = { wards: wards.join(','), from, to, grain, asKnownAt: knownAt };
    return { path: '/v1/export/ward-hours', query };
  }

  private path(wardId: string, what: string): string {
    return `/v1/wards/${encodeURIComponent(wardId)}/${what}`;
  }

  private wardName(wardId: string): string {
    return this.site.wards.find((ward) => ward.wardId === wardId)?.name ?? wardId;
  }
}
