import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import { messagesOf, type PlannerMessages } from '../i18n/messages.ts';
import type { Lending } from '../lending/lending.ts';
import { type At, cellAfter, focusCell } from './cell-focus.ts';
import { cellParts, cellRemark } from './cell-text.ts';
import {
  cellStep,
  dayClass,
  daysOf,
  type GridWords,
  rowHead,
  runAt,
  sumCell,
  wardCell,
} from './grid-parts.ts';
import { gridReadout } from './grid-readout.ts';
import { type GridRow, gridRows } from './grid-rows.ts';
import type { Cell, ShiftGrid } from './shift-grid.ts';

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
                  html`<th class=${`shift-name ${dayClass(grid.columns, i)}`} scope="col">${messages.shift(shiftId)}</th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              (each, i) => html`<tr class=${each.kind === 'ward' ? 'ahead-ward' : 'ahead-sum'}>
                ${rowHead(each, this.words)}
                ${grid.columns.map((_, j) => this.cell(each, j, i === row && j === column, i))}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <div class="ahead-readout" id="ahead-readout">${this.readout(rows[row], column)}</div>`;
  }

  private cell(row: GridRow, column: number, isAt: boolean, rowIndex: number): TemplateResult {
    const { grid, messages, format } = this;
    const cell = row.kind === 'ward' ? row.ward.cells[column]! : null;
    const parts = cell === null ? '' : cellParts(cell, messages, format);
    return html`<td
      class=${`${dayClass(grid.columns, column)} ${cell === null ? '' : cell.kind}`}
      tabindex=${isAt ? 0 : -1}
      data-state=${(cell === null ? null : cellStep(cell)) ?? nothing}
      title=${parts === '' ? nothing : parts}
      aria-describedby="ahead-readout"
      @focus=${() => {
        this.at = [rowIndex, column];
      }}
    >${row.kind === 'ward' ? this.wardCell(row.ward.cells, column) : sumCell(row.sums[column]!, this.words)}</td>`;
  }

  /** The reason is written once where cells beside each other have the same. */
  private wardCell(cells: readonly Cell[], column: number): TemplateResult {
    const { messages, format } = this;
    return runAt(cells, column) === 0
      ? wardCell(cells[column]!, this.words)
      : html`<span class="run">${cellRemark(cells[column]!, messages, format)}</span>`;
  }

  private readout(row: GridRow | undefined, column: number) {
    const { grid, allLabel, messages, format } = this;
    const shift = grid.columns[column];
    if (row === undefined || shift === undefined) return nothing;
    const lending = this.lending?.[column] ?? null;
    return gridReadout({ row, column, shift, lending, allLabel, messages, format });
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

  private get words(): GridWords {
    const { allLabel, messages, format } = this;
    return { allLabel, messages, format };
  }

  private get messages(): PlannerMessages {
    return messagesOf(this.language).planner;
  }
}
