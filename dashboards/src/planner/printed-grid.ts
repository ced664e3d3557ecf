import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import { messagesOf } from '../i18n/messages.ts';
import { Printing } from '../page/printing.ts';
import { cellRemark } from './cell-text.ts';
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
import { gridRows } from './grid-rows.ts';
import type { Cell, ShiftGrid } from './shift-grid.ts';

/** Shifts that fit beside each other on A4 landscape in type that can be read: seven days of three. */
const ACROSS = 21;

/** The shifts to come as they are printed, one table above the other; nothing on the screen. */
export class PrintedGrid extends LitElement {
  static override properties = {
    grid: { attribute: false },
    allLabel: { attribute: false },
    language: { attribute: false },
    format: { attribute: false },
    isPrinting: { state: true },
  };
  /** The wards that are shown. */
  declare grid: ShiftGrid;
  /** What the sum of all shown wards is called. */
  declare allLabel: string;
  declare language: Lang;
  declare format: Format;
  declare private isPrinting: boolean;

  constructor() {
    super();
    this.isPrinting = false;
    new Printing(this, (isPrinting) => {
      this.isPrinting = isPrinting;
      this.performUpdate();
    });
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.isPrinting) return nothing;
    const { allLabel, format } = this;
    const words = { allLabel, format, messages: messagesOf(this.language).planner };
    return html`${inBlocks(this.grid).map((block) => table(block, words))}`;
  }
}

/** The shifts of a grid in blocks of whole days that fit the width of a page. */
export function inBlocks(grid: ShiftGrid): ShiftGrid[] {
  const blocks: ShiftGrid[] = [];
  let from = 0;
  let to = 0;
  for (const { count } of daysOf(grid.columns)) {
    if (to > from && to + count - from > ACROSS) {
      blocks.push(slice(grid, from, to));
      from = to;
    }
    to += count;
  }
  return to > from ? [...blocks, slice(grid, from, to)] : blocks;
}

function slice({ columns, rows }: ShiftGrid, from: number, to: number): ShiftGrid {
  return {
    columns: columns.slice(from, to),
    rows: rows.map((row) => ({ ...row, cells: row.cells.slice(from, to) })),
  };
}

function table(grid: ShiftGrid, words: GridWords): TemplateResult {
  const { columns } = grid;
  const { messages, format } = words;
  return html`<table class="ahead" aria-label=${messages.aheadTitle}>
    <thead>
      <tr>
        <th rowspan="2" scope="col">${messages.aheadRow}</th>
        ${daysOf(columns).map(
          ({ from, count }) =>
            html`<th class="day-start" colspan=${count} scope="colgroup">${format.day(from)}</th>`,
        )}
      </tr>
      <tr>
        ${columns.map(
          ({ shiftId }, i) =>
            html`<th class=${`shift-name ${dayClass(columns, i)}`} scope="col">${messages.shift(shiftId)}</th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${gridRows(grid).map(
        (row) => html`<tr class=${row.kind === 'ward' ? 'ahead-ward' : 'ahead-sum'}>
          ${rowHead(row, words)}
          ${
            row.kind === 'ward'
              ? wardCells(row.ward.cells, grid, words)
              : row.sums.map(
                  (sum, i) => html`<td class=${dayClass(columns, i)}>${sumCell(sum, words)}</td>`,
                )
          }
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** The cells of a ward; those with one reason for no figure are one. */
function wardCells(cells: readonly Cell[], { columns }: ShiftGrid, words: GridWords) {
  let written = 0;
  return cells.map((cell, i) => {
    if (i < written) return nothing;
    const run = runAt(cells, i);
    written = i + Math.max(1, run);
    const kind = `${dayClass(columns, i)} ${cell.kind}`;
    if (run > 0) {
      const remark = cellRemark(cell, words.messages, words.format);
      return html`<td class=${kind} colspan=${run}>${remark}</td>`;
    }
    return html`<td class=${kind} data-state=${cellStep(cell) ?? nothing}>${wardCell(cell, words)}</td>`;
  });
}
