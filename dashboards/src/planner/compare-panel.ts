import { html, svg, type TemplateResult } from 'lit';
import type { WardComparison } from '../../../schemas/read-api.ts';
import { address } from '../api.ts';
import { type SpreadGroup, spreadChart, spreadHeight } from '../charts/spread-chart.ts';
import { loadStatus } from '../page/load-status.ts';
import { COMPARED, type Compared } from './choice.ts';
import { alike, type Group, groups, spreadOf } from './comparison.ts';
import { key } from './key.ts';
import { Panel, type Source } from './panel.ts';
import { hiddenIn, quality, spanText } from './summaries.ts';
import { toggleGroup } from './toggle-group.ts';

/** The chosen wards beside all of their kinds. */
export class ComparePanel extends Panel {
  static override properties = { ...Panel.properties, compared: { attribute: false } };
  declare compared: Compared;
  declare onCompared: (compared: Compared) => void;
  protected override readonly name = 'compare';
  private readonly wards = this.resource<{ readonly items: readonly WardComparison[] }>(() => {
    const [{ path, query }] = this.sources();
    return address(path, query);
  });

  protected override heading(): string {
    return this.messages.compareTitle;
  }

  protected override sources(): readonly [Source] {
    const { wards, from, to, grain, knownAt } = this.query;
    const query = { wards: alike(wards, this.site).join(','), from, to, grain, asKnownAt: knownAt };
    return [{ path: '/v1/compare', query }];
  }

  protected override method(): readonly string[] {
    return [this.messages.compareMethod, this.messages.meaning];
  }

  protected override choices(): TemplateResult {
    const { messages, compared } = this;
    const word = (value: Compared) => this.measureWord(value);
    return toggleGroup(messages.compareMeasure, COMPARED, compared, word, (value) =>
      this.onCompared(value),
    );
  }

  protected override content(): TemplateResult {
    const { messages, format, language, compared, query } = this;
    const wards = this.wards.value?.items;
    if (wards === undefined) return html`${loadStatus(this.wards, messages)}`;
    if (wards.every((ward) => spreadOf(ward, compared).n === 0)) {
      const isNeedKnown = wards.some(({ minutesPerHour }) => minutesPerHour.n > 0);
      return this.nothingKnown(
        hiddenIn(wards),
        isNeedKnown ? messages.noStaffingOrLevel : undefined,
      );
    }
    const grouped = groups(wards, compared);
    const drawn = grouped.map((group) => this.drawn(group));
    const chart = spreadChart({
      groups: drawn,
      unit: this.unit(),
      label: this.write,
      missing: messages.missing,
      summary: this.sentence(grouped),
      table: () => this.table(wards),
    });
    return html`${loadStatus(this.wards, messages)}
      <p class="help">${messages.compareHelp(this.measureWord(compared), messages.grain[query.grain])}</p>
      <ul class="keys">
        ${key(svg`<g class="spread-row chosen"><path class="spread-line" d="M1 6H23" /><circle class="spread-dot" cx="12" cy="6" r="5" /></g>`, messages.chosen)}
        ${key(svg`<g class="spread-row"><path class="spread-line" d="M1 6H23" /><circle class="spread-dot" cx="12" cy="6" r="4" /></g>`, messages.alike)}
        ${key(svg`<path class="spread-median" d="M12 0V12" />`, messages.medianOfAlike)}
      </ul>
      <chart-figure
        .chart=${chart}
        height=${spreadHeight(drawn)}
        .language=${language}
      ></chart-figure>
      <p class="facts">
        ${messages.compareRowKey(messages.grains[query.grain])}. ${quality(wards, messages, format)}
      </p>`;
  }

  private drawn({ type, wards, median }: Group): SpreadGroup {
    const { messages, format } = this;
    return {
      heading: messages.wardType(type),
      median,
      rows: wards.map((ward) => {
        const { n, p10, p50, p90 } = spreadOf(ward, this.compared);
        const coverage = ward.coverage === null ? '–' : format.percent(ward.coverage);
        return {
          label: ward.wardId,
          note: messages.compareRow(format.whole(n), coverage),
          isChosen: this.query.wards.includes(ward.wardId),
          spread: p10 === null || p50 === null || p90 === null ? null : { p10, p50, p90 },
        };
      }),
    };
  }

  private sentence(grouped: readonly Group[]): string {
    const { messages, compared } = this;
    const parts = grouped
      .flatMap(({ wards }) => wards)
      .filter(({ wardId }) => this.query.wards.includes(wardId))
      .map((ward) => {
        const { p10, p50, p90 } = spreadOf(ward, compared);
        if (p10 === null || p50 === null || p90 === null)
          return `${ward.wardId} ${messages.missing}`;
        const span = spanText(p10, p90, this.write, messages);
        return messages.compareSentence(ward.wardId, this.write(p50), span);
      });
    return `${this.measureWord(compared)}, ${this.unit()}: ${parts.join(', ')}.`;
  }

  private table(wards: readonly WardComparison[]) {
    const { messages, format, compared } = this;
    const unit = this.unit();
    const number = (value: number | null) => (value === null ? '–' : this.write(value));
    return {
      columns: [
        messages.ward,
        messages.type,
        `${messages.median}, ${unit}`,
        messages.spread,
        messages.mean,
        'n',
        messages.wholeGap,
        messages.coverageColumn,
        messages.hiddenHours,
      ],
      rows: wards.map((ward) => {
        const { n, mean, p10, p50, p90 } = spreadOf(ward, compared);
        return [
          ward.wardId,
          messages.wardType(ward.type),
          number(p50),
          p10 === null || p90 === null ? '–' : spanText(p10, p90, this.write, messages),
          number(mean),
          format.whole(n),
          ward.gap === null ? '–' : format.signed(ward.gap),
          ward.coverage === null ? '–' : format.percent(ward.coverage),
          format.whole(ward.hiddenHours),
        ];
      }),
    };
  }

  private measureWord(compared: Compared): string {
    const { messages } = this;
    return { load: messages.load, minutes: messages.minutesPerHour, gap: messages.gap }[compared];
  }

  private unit(): string {
    const { messages } = this;
    return { load: '%', minutes: messages.minutes, gap: messages.staff }[this.compared];
  }

  private readonly write = (value: number): string => {
    const { format } = this;
    const writes = { load: format.percent, minutes: format.whole, gap: format.signed };
    return writes[this.compared](value);
  };
}
