import { html, svg, type TemplateResult } from 'lit';
import type { WardComparison } from '../../../schemas/read-api.ts';
import { address } from '../api.ts';
import { type SpreadGroup, spreadChart, spreadHeight } from '../charts/spread-chart.ts';
import { trouble } from '../page/trouble.ts';
import { COMPARED, type Compared } from './choice.ts';
import { alike, type Group, groups, spreadOf } from './comparison.ts';
import { key } from './key.ts';
import { Panel, type Source } from './panel.ts';
import { pressed } from './pressed.ts';
import { hiddenIn, quality, spanText } from './spoken.ts';

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
    return this.words.compareTitle;
  }

  protected override sources(): readonly [Source] {
    const { wards, from, to, grain, knownAt } = this.asked;
    const query = { wards: alike(wards, this.site).join(','), from, to, grain, asKnownAt: knownAt };
    return [{ path: '/v1/compare', query }];
  }

  protected override method(): readonly string[] {
    return [this.words.compareMethod, this.words.meaning];
  }

  protected override choices(): TemplateResult {
    const { words, compared } = this;
    const word = (value: Compared) => this.measureWord(value);
    return pressed(words.compareMeasure, COMPARED, compared, word, (value) =>
      this.onCompared(value),
    );
  }

  protected override content(): TemplateResult {
    const { words, format, language, compared, asked } = this;
    const wards = this.wards.value?.items;
    if (wards === undefined) return html`${trouble(this.wards, words)}`;
    if (wards.every((ward) => spreadOf(ward, compared).n === 0)) {
      const isNeedKnown = wards.some(({ minutesPerHour }) => minutesPerHour.n > 0);
      return this.nothingKnown(hiddenIn(wards), isNeedKnown ? words.noStaffing : undefined);
    }
    const grouped = groups(wards, compared);
    const drawn = grouped.map((group) => this.drawn(group));
    const chart = spreadChart({
      groups: drawn,
      unit: this.unit(),
      label: this.write,
      missing: words.missing,
      summary: this.sentence(grouped),
      table: () => this.table(wards),
    });
    return html`${trouble(this.wards, words)}
      <p class="help">${words.compareHelp(this.measureWord(compared), words.grain[asked.grain])}</p>
      <ul class="keys">
        ${key(svg`<g class="spread-row chosen"><path class="spread-line" d="M1 6H23" /><circle class="spread-dot" cx="12" cy="6" r="5" /></g>`, words.chosen)}
        ${key(svg`<g class="spread-row"><path class="spread-line" d="M1 6H23" /><circle class="spread-dot" cx="12" cy="6" r="4" /></g>`, words.alike)}
        ${key(svg`<path class="spread-median" d="M12 0V12" />`, words.medianOfAlike)}
      </ul>
      <chart-figure
        .chart=${chart}
        height=${spreadHeight(drawn)}
        .language=${language}
      ></chart-figure>
      <p class="facts">
        ${words.compareRowKey(words.grains[asked.grain])}. ${quality(wards, words, format)}
      </p>`;
  }

  private drawn({ type, wards, median }: Group): SpreadGroup {
    const { words, format } = this;
    return {
      heading: words.wardType(type),
      median,
      rows: wards.map((ward) => {
        const { n, p10, p50, p90 } = spreadOf(ward, this.compared);
        const coverage = ward.coverage === null ? '–' : format.percent(ward.coverage);
        return {
          label: ward.wardId,
          note: words.compareRow(format.whole(n), coverage),
          isChosen: this.asked.wards.includes(ward.wardId),
          spread: p10 === null || p50 === null || p90 === null ? null : { p10, p50, p90 },
        };
      }),
    };
  }

  private sentence(grouped: readonly Group[]): string {
    const { words, compared } = this;
    const parts = grouped
      .flatMap(({ wards }) => wards)
      .filter(({ wardId }) => this.asked.wards.includes(wardId))
      .map((ward) => {
        const { p10, p50, p90 } = spreadOf(ward, compared);
        if (p10 === null || p50 === null || p90 === null) return `${ward.wardId} ${words.missing}`;
        const span = spanText(p10, p90, this.write, words);
        return words.compareSentence(ward.wardId, this.write(p50), span);
      });
    return `${this.measureWord(compared)}, ${this.unit()}: ${parts.join(', ')}.`;
  }

  private table(wards: readonly WardComparison[]) {
    const { words, format, compared } = this;
    const unit = this.unit();
    const number = (value: number | null) => (value === null ? '–' : this.write(value));
    return {
      columns: [
        words.ward,
        words.type,
        `${words.median}, ${unit}`,
        words.spread,
        words.mean,
        'n',
        words.wholeGap,
        words.coverageColumn,
        words.hiddenHours,
      ],
      rows: wards.map((ward) => {
        const { n, mean, p10, p50, p90 } = spreadOf(ward, compared);
        return [
          ward.wardId,
          words.wardType(ward.type),
          number(p50),
          p10 === null || p90 === null ? '–' : spanText(p10, p90, this.write, words),
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
    const { words } = this;
    return { load: words.load, minutes: words.minutesPerHour, gap: words.gap }[compared];
  }

  private unit(): string {
    const { words } = this;
    return { load: '%', minutes: words.minutes, gap: words.staff }[this.compared];
  }

  private readonly write = (value: number): string => {
    const { format } = this;
    const writes = { load: format.percent, minutes: format.whole, gap: format.signed };
    return writes[this.compared](value);
  };
}
