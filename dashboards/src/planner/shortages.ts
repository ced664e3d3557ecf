import { type Lender, lendersOf, type Trust } from './lenders.ts';
import type { Column, FewRn, ShiftGrid, WardRow } from './shift-grid.ts';

/** A ward that is short in a shift, and who can lend to it. */
export interface Shortage {
  readonly shift: Column;
  readonly ward: WardRow;
  /** What is missing, signed. */
  readonly value: number;
  /** Registered nurses below the minimum, if they are. */
  readonly fewRn: FewRn | null;
  /** `null` if the current status of the wards is unknown. */
  readonly lenders: readonly Lender[] | null;
}

/**
 * The shifts in which wards are short, by time and in the order of the site.
 * @param all every ward; any may lend
 */
export function shortagesOf(
  { columns, rows }: ShiftGrid,
  all: ShiftGrid,
  trust: ((wardId: string) => Trust) | null,
): Shortage[] {
  return columns.flatMap((shift, column) =>
    rows.flatMap((ward) => {
      const cell = ward.cells[column];
      if (cell?.kind !== 'difference' || cell.step !== 'short') return [];
      const lenders = trust === null ? null : lendersOf(all.rows, column, ward, trust).lenders;
      return [{ shift, ward, value: cell.value, fewRn: cell.fewRn, lenders }];
    }),
  );
}
