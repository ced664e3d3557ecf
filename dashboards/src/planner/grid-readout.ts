import { html, nothing, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { PlannerMessages } from '../i18n/messages.ts';
import { helpFor } from '../lending/help.ts';
import type { Lending } from '../lending/lending.ts';
import { helpLines } from '../lending/lending-text.ts';
import { nameBeside } from '../ward-name.ts';
import { cellFigure, cellParts, cellRemark, shiftText } from './cell-text.ts';
import type { GridRow, SumRow } from './grid-rows.ts';
import type { Cell, Column, WardRow } from './shift-grid.ts';
import { isLacking } from './shift-lending.ts';

export interface ReadoutModel {
  readonly row: GridRow;
  readonly column: number;
  readonly shift: Column;
  /** What wards can lend each other in the shift; `null` if the current status of the wards is unknown. */
  readonly lending: Lending | null;
  /** What the sum of all shown wards is called. */
  readonly allLabel: string;
  readonly messages: PlannerMessages;
  readonly format: Format;
}

/** A cell in words: what it is computed from, and for a ward that lacks who can lend. */
export function gridReadout(model: ReadoutModel): TemplateResult {
  return model.row.kind === 'ward' ? ofWard(model) : ofSum(model.row, model);
}

function ofWard({ row, column, shift, lending, messages, format }: ReadoutModel): TemplateResult {
  if (row.kind !== 'ward') return html``;
  const { ward } = row;
  const cell = ward.cells[column]!;
  const said = cellRemark(cell, messages, format) ?? cellFigure(cell, format);
  const parts = cellParts(cell, messages, format);
  const lines = linesOf(ward, cell, lending, messages, format);
  return html`<p class="readout-line">
      <b>${ward.wardId} ${nameBeside(ward)}, ${shiftText(shift, messages, format)}: ${said}</b>
      ${parts === '' ? nothing : html`<span>${parts}</span>`}
    </p>
    ${
      lines.length === 0
        ? nothing
        : html`<p class="readout-line">${messages.lendersTitle} <span class="soft">${messages.competence}</span></p>
            <ul class="lenders">${lines.map((line) => html`<li>${line}</li>`)}</ul>`
    }`;
}

/** What a ward that lacks somebody can be lent; nothing for any other. */
function linesOf(
  { wardId }: WardRow,
  cell: Cell,
  lending: Lending | null,
  messages: PlannerMessages,
  format: Format,
): string[] {
  if (!isLacking(cell)) return [];
  const own = lending?.before.get(wardId);
  const help = lending === null ? null : helpFor(wardId, lending);
  if (own === undefined || help === null) return [messages.notStanding];
  if (own.trust !== 'sound') return [messages.notBorrowing[own.trust](wardId)];
  return helpLines(wardId, help, messages, format);
}

function ofSum(row: SumRow, model: ReadoutModel): TemplateResult {
  const { column, shift, allLabel, messages, format } = model;
  const { value, known, unknown } = row.sums[column]!;
  const label = row.kind === 'all' ? allLabel : (row.division ?? messages.otherWards);
  const wardsAt = (step: 'short' | 'tight') =>
    row.wards
      .flatMap(({ wardId, cells }) => {
        const cell = cells[column]!;
        return cell.kind === 'difference' && cell.step === step
          ? `${wardId} ${format.signed(cell.value)}`
          : [];
      })
      .join(', ');
  const [short, tight] = [wardsAt('short'), wardsAt('tight')];
  const figure = value === null ? messages.nothingCounted : format.signed(value);
  const counted = [format.whole(known), format.whole(unknown)] as const;
  return html`<p class="readout-line">
    <b>${label}, ${shiftText(shift, messages, format)}: ${figure}</b>
    ${
      value === null
        ? nothing
        : html`<span>${messages.knownOf(counted[0], format.whole(known + unknown))}${unknown === 0 ? '' : `; ${messages.uncountedWards(counted[1])}`}.
          ${short === '' ? nothing : `${messages.shortWards(short)}.`} ${tight === '' ? nothing : `${messages.tightWards(tight)}.`}
          ${short + tight === '' ? `${messages.noneShort(...counted)}.` : nothing}</span>`
    }
  </p>`;
}
