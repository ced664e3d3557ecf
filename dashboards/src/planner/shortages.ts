import { type Help, helpFor } from '../lending/help.ts';
import type { Lending } from '../lending/lending.ts';
import type { Column, FewRn, ShiftGrid, WardRow } from './shift-grid.ts';

/** A ward that is short in a shift, and what it can be lent. */
export interface Shortage {
  readonly shift: Column;
  readonly ward: WardRow;
  /** What is missing, signed. */
  readonly value: number;
  /** Registered nurses below the minimum, if they are. */
  readonly fewRn: FewRn | null;
  /** `null` if the current status of the wards is unknown. */
  readonly help: Help | null;
}

/**
 * The shifts in which wards are short, by time and in the order of the site.
 * @param lending of each shift, over every ward; `null` if the current status of the wards is unknown
 */
export function shortagesOf(
  { columns, rows }: ShiftGrid,
  lending: readonly Lending[] | null,
): Shortage[] {
  return columns.flatMap((shift, column) =>
    rows.flatMap((ward) => {
      const cell = ward.cells[column];
      if (cell?.kind !== 'difference' || cell.step !== 'short') return [];
      const help = lending === null ? null : helpFor(ward.wardId, lending[column]!);
      return [{ shift, ward, value: cell.value, fewRn: cell.fewRn, help }];
    }),
  );
}
