import { html, nothing, type TemplateResult } from 'lit';
import type { HeatmapCell } from '../../../schemas/read-api.ts';
import type { WardNow } from '../../../schemas/ward-now.ts';
import { address } from '../api.ts';
import { loadStatus } from '../page/load-status.ts';
import { MEASURES, type Measure } from './choice.ts';
import { type HeatScale, heatRows, heatScale, isWithoutLevel, unlevelledOf } from './heat.ts';
import { Panel, type Source } from './panel.ts';
import { hiddenIn, quality, spanOf } from './summaries.ts';
import { toggleGroup } from './toggle-group.ts';

/** Need, staffing or gap by weekday and hour of the day. */
export class HeatmapPanel extends Panel {
  static override properties = {
    ...Panel.properties,
    measure: { attribute: false },
    standing: { attribute: false },
  };
  declare measure: Measure;
  /** The wards as they stand; `null` if unknown. */
  declare standing: readonly WardNow[] | null;
  declare onMeasure: (measure: Measure) => void;
  protected override readonly name = 'heatmap';
  private readonly cells = this.resource<{ readonly items: readonly HeatmapCell[] }>(() => {
    const [{ path, query }] = this.sources();
    return address(path, query);
  });

  protected override heading(): string {
    return this.messages.heatTitle;
  }

  protected override sources(): readonly [Source] {
    const { wards, from, to, knownAt } = this.query;
    const query = { wards: wards.join(','), from, to, asKnownAt: knownAt };
    return [{ path: '/v1/heatmap', query }];
  }

  protected override method(): readonly string[] {
    const { messages } = this;
    return [messages.heatMethod, messages.notByGrain, messages.meaning];
  }

  protected override choices(): TemplateResult {
    const { messages, measure } = this;
    const word = (value: Measure) => messages[value];
    return toggleGroup(messages.heatMeasure, MEASURES, measure, word, (value) =>
      this.onMeasure(value),
    );
  }

  protected override content(): TemplateResult {
    const { messages, format, measure, language } = this;
    const cells = this.cells.value?.items;
    if (cells === undefined) return html`${loadStatus(this.cells, messages)}`;
    const rows = heatRows(cells, measure);
    const known = rows.flat().flatMap(({ spread }) => spread ?? []);
    if (known.length === 0) {
      return this.nothingKnown(hiddenIn(cells), this.why(cells));
    }
    const scale = heatScale(measure);
    const n = spanOf(
      known.map((spread) => spread.n),
      format.whole,
      messages,
    );
    return html`${loadStatus(this.cells, messages)}
      <p class="help">
        ${messages.heatHelp(messages[measure])} <span class="screen-only">${messages.heatKeys}</span>
      </p>
      <heat-table
        .rows=${rows}
        .scale=${scale}
        .measure=${measure}
        .language=${language}
        .format=${format}
      ></heat-table>
      ${this.legend(scale)} ${this.unlevelled(cells)}
      <p class="facts">
        ${messages.heatN(format.whole(known.length), n ?? '0')} ${quality(rows.flat(), messages, format)}
      </p>`;
  }

  /** Which wards are in the staffing and not in need and difference. */
  private unlevelled(cells: readonly HeatmapCell[]): TemplateResult | typeof nothing {
    const { messages } = this;
    if (!isWithoutLevel(cells)) return nothing;
    const wards = unlevelledOf(this.standing, this.query.wards);
    const text =
      wards.length === 0 ? messages.heatSomeLevels : messages.heatNoLevel(wards.join(', '));
    return html`<p class="remark">${text}</p>`;
  }

  /** What is missing where need is known. */
  private why(cells: readonly HeatmapCell[]): string | undefined {
    const { messages } = this;
    if (cells.every(({ normNeed }) => normNeed.n === 0)) return undefined;
    return cells.some(({ required }) => required.n > 0)
      ? messages.noStaffing
      : messages.noLevelHelp;
  }

  private legend({ bounds, classes }: HeatScale): TemplateResult {
    const { messages, format, measure } = this;
    const write = measure === 'gap' ? format.signed : format.tenth;
    const text = (i: number) => {
      const [low, high] = [bounds[i - 1], bounds[i]];
      if (low === undefined) return `${measure === 'gap' ? '≤' : '<'} ${write(high!)}`;
      return high === undefined
        ? `≥ ${write(low)}`
        : `${write(low)} ${messages.until} ${write(high)}`;
    };
    return html`<ul class="heat-legend" aria-label=${messages.scale}>
      ${measure === 'gap' ? html`<li class="heat-side">${messages.lackSide}</li>` : nothing}
      ${classes.map((name, i) => html`<li data-heat=${name}>${text(i)}</li>`)}
      ${measure === 'gap' ? html`<li class="heat-side">${messages.surplusSide}</li>` : nothing}
      <li data-heat="none">${messages.missing}</li>
    </ul>`;
  }
}
