import { html, LitElement, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import { messagesOf, type PlannerMessages } from '../i18n/messages.ts';
import { type At, cellAfter, focusCell } from './cell-focus.ts';
import type { Measure } from './choice.ts';
import { type HeatCell, type HeatScale, heatClass } from './heat.ts';
import { spanText } from './summaries.ts';

/** Days of a week, and hours of a day. */
const SIZE: At = [7, 24];

/** A week by the hour. One cell is in the order of tabs, arrow keys lead on; a line reads it out. */
export class HeatTable extends LitElement {
  static override properties = {
    rows: { attribute: false },
    scale: { attribute: false },
    measure: { attribute: false },
    language: { attribute: false },
    format: { attribute: false },
    at: { state: true },
    under: { state: true },
  };
  /** Seven rows of 24. */
  declare rows: readonly (readonly HeatCell[])[];
  declare scale: HeatScale;
  declare measure: Measure;
  declare language: Lang;
  declare format: Format;
  /** The cell that has focus, or had it last: day and hour from 0. */
  declare private at: readonly [day: number, hour: number];
  /** The cell under the pointer. */
  declare private under: HeatCell | null;

  constructor() {
    super();
    this.at = [0, 8];
    this.under = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { rows, messages, format } = this;
    const [day, hour] = this.at;
    return html`<div class="scroll heat-scroll" role="region" aria-label=${messages.heatTitle}>
        <table
          class="heat"
          role="grid"
          aria-readonly="true"
          aria-label="${messages.heatTitle}: ${messages[this.measure]}"
          @keydown=${this.move}
          @pointerleave=${() => {
            this.under = null;
          }}
        >
          <thead>
            <tr>
              <th scope="col"><span class="unseen">${messages.weekday}</span></th>
              ${rows[0]!.map((cell) => html`<th scope="col">${twoDigits(cell.hour)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              (row, i) => html`<tr>
                <th scope="row">${format.weekday(i + 1)}</th>
                ${row.map((cell, j) => this.cell(cell, i === day && j === hour))}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="heat-readout" id="heat-readout">${this.readout(this.under ?? rows[day]![hour]!)}</p>`;
  }

  private cell(cell: HeatCell, isAt: boolean): TemplateResult {
    const { scale, messages } = this;
    const mean = cell.spread?.mean ?? null;
    return html`<td
      tabindex=${isAt ? 0 : -1}
      data-heat=${heatClass(scale, mean)}
      aria-describedby="heat-readout"
      @focus=${() => {
        this.at = [cell.weekday - 1, cell.hour];
        this.under = null;
      }}
      @pointerenter=${() => {
        this.under = cell;
      }}
    >
      ${mean === null ? html`<span class="unseen">${messages.missing}</span>` : this.write(mean)}
    </td>`;
  }

  private readout({ weekday, hour, spread, hiddenHours }: HeatCell): string {
    const { messages, format } = this;
    const place = messages.cell(
      format.weekday(weekday),
      twoDigits(hour),
      twoDigits((hour + 1) % 24),
    );
    const measure = messages[this.measure].toLowerCase();
    const { n = 0, mean = null, p10 = null, p90 = null } = spread ?? {};
    const text =
      mean === null || p10 === null || p90 === null
        ? messages.readoutMissing(place, measure)
        : messages.readout(
            place,
            measure,
            this.write(mean),
            spanText(p10, p90, this.write, messages),
            format.whole(n),
          );
    return hiddenHours === 0
      ? text
      : `${text}, ${messages.readoutHidden(format.whole(hiddenHours))}`;
  }

  private readonly write = (value: number): string =>
    this.measure === 'gap' ? this.format.signed(value) : this.format.tenth(value);

  private readonly move = async (event: KeyboardEvent): Promise<void> => {
    const to = cellAfter(event, this.at, SIZE);
    if (to === null) return;
    event.preventDefault();
    this.at = to;
    await focusCell(this);
  };

  private get messages(): PlannerMessages {
    return messagesOf(this.language).planner;
  }
}

function twoDigits(hour: number): string {
  return `${hour}`.padStart(2, '0');
}
