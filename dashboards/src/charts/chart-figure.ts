import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Lang } from '../i18n/languages.ts';
import { messagesOf } from '../i18n/messages.ts';
import { scrollTable, tableRow } from '../scroll-table.ts';
import type { Chart } from './chart.ts';

/** Type of a page in CSS pixels, at which a chart is drawn in these. */
const USUAL_TYPE = 16;

/**
 * A chart as wide as there is room, with its sentence for those who do not see it, and its table. It is as much larger
 * as the type of the page is, on a large screen or by the user's choice.
 */
export class ChartFigure extends LitElement {
  static override properties = {
    chart: { attribute: false },
    height: { type: Number },
    language: { attribute: false },
    width: { state: true },
    scale: { state: true },
    isOpen: { state: true },
  };
  declare chart: Chart;
  /** CSS pixels, where the page has usual type. */
  declare height: number;
  declare language: Lang;
  /** As the height. */
  declare private width: number;
  /** How much larger the type of the page is. */
  declare private scale: number;
  /** Whether the table is shown. */
  declare private isOpen: boolean;
  private readonly observer = new ResizeObserver(() => this.measure());

  constructor() {
    super();
    this.height = 240;
    this.language = 'sv';
    this.width = 0;
    this.scale = 1;
    this.isOpen = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    this.observer.disconnect();
    super.disconnectedCallback();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { chart, width, height, scale } = this;
    return html`<figure class="chart">
      ${
        width === 0
          ? nothing
          : html`<svg
              class="chart-picture"
              width=${width * scale}
              height=${height * scale}
              viewBox="0 0 ${width} ${height}"
              role="img"
              aria-label=${chart.summary}
            >
              ${chart.draw({ width, height })}
            </svg>`
      }
      <details
        class="chart-table"
        @toggle=${(event: Event) => {
          this.isOpen = (event.target as HTMLDetailsElement).open;
        }}
      >
        <summary>${messagesOf(this.language).common.table}</summary>
        ${this.isOpen ? this.table() : nothing}
      </details>
    </figure>`;
  }

  private table(): TemplateResult {
    const { columns, rows } = this.chart.table();
    return scrollTable({ label: this.chart.summary, columns, rows: rows.map(tableRow) });
  }

  private measure(): void {
    this.scale =
      Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_TYPE;
    this.width = Math.floor(this.getBoundingClientRect().width / this.scale);
  }
}
