import type { LitElement } from 'lit';

/** A cell of a grid, from 0. */
export type At = readonly [row: number, column: number];

/** Where a key leads from a cell of a grid of so many rows and columns. */
const MOVES: Record<string, (at: At, size: At) => At> = {
  ArrowUp: ([row, column]) => [Math.max(0, row - 1), column],
  ArrowDown: ([row, column], [rows]) => [Math.min(rows - 1, row + 1), column],
  ArrowLeft: ([row, column]) => [row, Math.max(0, column - 1)],
  ArrowRight: ([row, column], [, columns]) => [row, Math.min(columns - 1, column + 1)],
  Home: ([row]) => [row, 0],
  End: ([row], [, columns]) => [row, columns - 1],
};

/** Returns the cell that a key leads to; `null` for a key that leads nowhere, and with a key of the browser's own. */
export function cellAfter(event: KeyboardEvent, at: At, size: At): At | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  return MOVES[event.key]?.(at, size) ?? null;
}

/** Moves focus to the one cell that is in the order of tabs, once the table is drawn. */
export async function focusCell(table: LitElement): Promise<void> {
  await table.updateComplete;
  table.querySelector<HTMLElement>('td[tabindex="0"]')?.focus();
}
