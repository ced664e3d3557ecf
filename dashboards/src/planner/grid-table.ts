import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import { messagesOf, type PlannerMessages } from '../i18n/messages.ts';
import { icon } from '../icons.ts';
import type { Lending } from '../lending/lending.ts';
import { nameBeside } from '../ward-name.ts';
import { type At, cellAfter, focusCell } from './cell-focus.ts';
import { cellFigure, cellParts, cellRemark, fewRnText } from './cell-text.ts';
import { gridReadout } from './grid-readout.ts';
import { type GridRow, gridRows } from './grid-rows.ts';
import type { Cell, Column, ShiftGrid, Sum } from './shift-grid.ts';

/** Wards by the shifts to come. One cell is in the order of tabs, arrow keys lead on; a line reads it out. */
export class GridTable extends LitElement {
  static override properties = {
    grid: { attribute: false },
    lending: { attribute: false },
    allLabel: { attribute: false },
    language: { attribute: false },
    format: { attribute: false },
    at: { state: true },
  };
  /** The wards that are shown. */
  declare grid: ShiftGrid;
  /** What wards can lend each other, by shift; `null` if the current status of the wards is unknown. */
  declare lending: readonly Lending[] | null;
  /** What the sum of all shown wards is called. */
  declare allLabel: string;
  declare language: Lang;
  declare format: Format;
  /** The cell that has focus, or had it last. */
  declare private at: At;

  constructor() {
    super();
    this.at = [0, 0];
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { grid, messages, format } = this;
    const rows = gridRows(grid);
    const [row, column] = this.place(rows.length);
    const days = daysOf(grid.columns);
    return html`<div class="scroll ahead-scroll" role="region" aria-label=${messages.aheadTitle}>
        <table
          class="ahead"
          role="grid"
          aria-readonly="true"
          aria-label=${messages.aheadTitle}
          @keydown=${(event: KeyboardEvent) => void this.move(event, rows.length)}
        >
          <thead>
            <tr>
              <th rowspan="2" scope="col">${messages.aheadRow}</th>
              ${days.map(
                ({ from, count }) =>
                  html`<th class="day-start" colspan=${count} scope="colgroup"><span>${format.day(from)}</span></th>`,
              )}
            </tr>
            <tr>
              ${grid.columns.map(
                ({ shiftId }, i) =>
                  html`<th class=${`shift-name ${this.dayClass(i)}`} scope="col">${messages.shift(shiftId)}</th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              (each, i) => html`<tr class=${each.kind === 'ward' ? 'ahead-ward' : 'ahead-sum'}>
                ${this.head(each)}
                ${grid.columns.map((_, j) => this.cell(each, j, i === row && j === column, i))}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <div class="ahead-readout" id="ahead-readout">${this.readout(rows[row], column)}</div>`;
  }

  private head(row: GridRow): TemplateResult {
    const { messages } = this;
    if (row.kind !== 'ward') {
      const label = row.kind === 'all' ? this.allLabel : (row.division ?? messages.otherWards);
      return html`<th scope="row">${label}</th>`;
    }
    const { ward } = row;
    const isUncalibrated = ward.cells.every(({ kind }) => kind === 'no-level');
    return html`<th scope="row">
      ${ward.wardId} <span class="soft">${nameBeside(ward)}</span>
      ${isUncalibrated ? html`<span class="row-remark">${messages.noLevel}</span>` : nothing}
    </th>`;
  }

  private cell(row: GridRow, column: number, isAt: boolean, rowIndex: number): TemplateResult {
    const { messages, format } = this;
    const cell = row.kind === 'ward' ? row.ward.cells[column]! : null;
    const step = cell?.kind === 'difference' && cell.step !== 'balanced' ? cell.step : null;
    const parts = cell === null ? '' : cellParts(cell, messages, format);
    return html`<td
      class=${`${this.dayClass(column)} ${cell === null ? '' : cell.kind}`}
      tabindex=${isAt ? 0 : -1}
      data-state=${step ?? nothing}
      title=${parts === '' ? nothing : parts}
      aria-describedby="ahead-readout"
      @focus=${() => {
        this.at = [rowIndex, column];
      }}
    >${row.kind === 'ward' ? this.wardCell(row.ward.cells, column, step) : this.sumCell(row.sums[column]!)}</td>`;
  }

  private wardCell(
    cells: readonly Cell[],
    column: number,
    step: 'short' | 'tight' | 'room' | null,
  ) {
    const { messages, format } = this;
    const cell = cells[column]!;
    const figure = cellFigure(cell, format);
    const few = fewRnText(cell, messages, format);
    const mark =
      few === null
        ? nothing
        : html`<span class="cell-few">${messages.rn}<span class="unseen"> ${few}</span></span>`;
    if (cell.kind === 'difference')
      return html`${step === null ? nothing : icon(step)} ${figure} ${mark}`;
    const remark = cellRemark(cell, messages, format)!;
    // the reason is written once where cells beside each other have the same
    const run = cells.slice(column).findIndex(({ kind }) => kind !== cell.kind);
    const length = run === -1 ? cells.length - column : run;
    const isFirst = column === 0 || cells[column - 1]!.kind !== cell.kind;
    if (cell.kind === 'no-level' || !isFirst || length < 3)
      return html`${figure}<span class="unseen"> ${remark}</span> ${mark}`;
    return html`<span class="run">${remark}</span>`;
  }

  private sumCell({ value, known, unknown, short }: Sum): TemplateResult {
    const { format, messages } = this;
    return html`${value === null ? '–' : format.signed(value)}
      ${short === 0 ? nothing : html`<span class="sum-short">${icon('short')}<span class="unseen">${messages.states.short}</span> ${format.whole(short)}</span>`}
      ${unknown === 0 || known === 0 ? nothing : html`<span class="sum-known" aria-hidden="true">${format.whole(known)}/${format.whole(known + unknown)}</span>`}`;
  }

  private readout(row: GridRow | undefined, column: number) {
    const { grid, allLabel, messages, format } = this;
    const shift = grid.columns[column];
    if (row === undefined || shift === undefined) return nothing;
    const lending = this.lending?.[column] ?? null;
    return gridReadout({ row, column, shift, lending, allLabel, messages, format });
  }

  private dayClass(column: number): string {
    const { columns } = this.grid;
    return column > 0 && columns[column - 1]!.date === columns[column]!.date ? '' : 'day-start';
  }

  /** The cell that had focus, or the last one if there are fewer by now. */
  private place(rows: number): At {
    const [row, column] = this.at;
    const { columns } = this.grid;
    return [Math.min(row, rows - 1), Math.min(column, columns.length - 1)];
  }

  private async move(event: KeyboardEvent, rows: number): Promise<void> {
    const to = cellAfter(event, this.place(rows), [rows, this.grid.columns.length]);
    if (to === null) return;
    event.preventDefault();
    this.at = to;
    await focusCell(this);
  }

  private get messages(): PlannerMessages {
    return messagesOf(this.language).planner;
  }
}

/** The days of columns, and how many shifts of each there are. */
function daysOf(columns: readonly Column[]): { readonly from: number; readonly count: number }[] {
  const days = [...new Set(columns.map(({ date }) => date))];
  return days.map((day) => {
    const own = columns.filter(({ date }) => date === day);
    return { from: own[0]!.from, count: own.length };
  });
}
