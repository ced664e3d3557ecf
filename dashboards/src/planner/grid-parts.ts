import { html, nothing, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { PlannerMessages } from '../i18n/messages.ts';
import { icon } from '../icons.ts';
import { nameBeside } from '../ward-name.ts';
import { cellFigure, cellRemark, fewRnText } from './cell-text.ts';
import type { GridRow } from './grid-rows.ts';
import type { Cell, Column, Sum } from './shift-grid.ts';

/** What the shifts to come are written with, on the screen and on paper. */
export interface GridWords {
  /** What the sum of all shown wards is called. */
  readonly allLabel: string;
  readonly messages: PlannerMessages;
  readonly format: Format;
}

/** Cells beside each other from which their common reason is written once. */
const RUN = 3;

/** The name of a row, as its heading. */
export function rowHead(row: GridRow, { allLabel, messages }: GridWords): TemplateResult {
  if (row.kind !== 'ward') {
    const label = row.kind === 'all' ? allLabel : (row.division ?? messages.otherWards);
    return html`<th scope="row">${label}</th>`;
  }
  const { ward } = row;
  const isUncalibrated = ward.cells.every(({ kind }) => kind === 'no-level');
  return html`<th scope="row">
    ${ward.wardId} <span class="soft">${nameBeside(ward)}</span>
    ${isUncalibrated ? html`<span class="row-remark">${messages.noLevel}</span>` : nothing}
  </th>`;
}

/** The state that a cell is coloured by; `null` if it is quiet. */
export function cellStep(cell: Cell): 'short' | 'tight' | 'room' | null {
  return cell.kind === 'difference' && cell.step !== 'balanced' ? cell.step : null;
}

/** What stands in the cell of a ward, alone. */
export function wardCell(cell: Cell, { messages, format }: GridWords): TemplateResult {
  const step = cellStep(cell);
  const few = fewRnText(cell, messages, format);
  const remark = cellRemark(cell, messages, format);
  return html`${step === null ? nothing : icon(step)} ${cellFigure(cell, format)}${
    remark === null ? nothing : html`<span class="unseen"> ${remark}</span>`
  }
    ${
      few === null
        ? nothing
        : html`<span class="cell-few">${messages.rn}<span class="unseen"> ${few}</span></span>`
    }`;
}

/**
 * How many cells from this one on have the same reason for no figure, if it is written once for all of them; 0 if each cell
 * stands for itself.
 */
export function runAt(cells: readonly Cell[], column: number): number {
  const { kind } = cells[column]!;
  if (kind === 'difference' || kind === 'no-level') return 0;
  if (column > 0 && cells[column - 1]!.kind === kind) return 0;
  const end = cells.slice(column).findIndex((cell) => cell.kind !== kind);
  const length = end === -1 ? cells.length - column : end;
  return length < RUN ? 0 : length;
}

/** The sum of a shift, how many wards are short behind it, and of how many it is if not of all. */
export function sumCell(
  { value, known, unknown, short }: Sum,
  { messages, format }: GridWords,
): TemplateResult {
  return html`${value === null ? '–' : format.signed(value)}
    ${short === 0 ? nothing : html`<span class="sum-short">${icon('short')}<span class="unseen">${messages.states.short}</span> ${format.whole(short)}</span>`}
    ${unknown === 0 || known === 0 ? nothing : html`<span class="sum-known" aria-hidden="true">${format.whole(known)}/${format.whole(known + unknown)}</span>`}`;
}

/** The days of columns, and how many shifts of each there are. */
export function daysOf(
  columns: readonly Column[],
): { readonly from: number; readonly count: number }[] {
  const days = [...new Set(columns.map(({ date }) => date))];
  return days.map((day) => {
    const own = columns.filter(({ date }) => date === day);
    return { from: own[0]!.from, count: own.length };
  });
}

/** The class of a column: a line parts the days. */
export function dayClass(columns: readonly Column[], column: number): string {
  return column > 0 && columns[column - 1]!.date === columns[column]!.date ? '' : 'day-start';
}
