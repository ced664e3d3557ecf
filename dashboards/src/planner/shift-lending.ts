import { type Lending, lendingOf } from '../lending/lending.ts';
import type { StaffedWard } from '../lending/staffed-ward.ts';
import type { Trust } from '../lending/trust.ts';
import type { Cell, WardRow } from './shift-grid.ts';

/** What wards can lend each other in the `column`th shift, of wards whose difference is known. */
export function shiftLending(
  rows: readonly WardRow[],
  column: number,
  trust: (wardId: string) => Trust,
): Lending {
  return lendingOf(
    rows.flatMap(({ wardId, type, cells }): StaffedWard[] => {
      const cell = cells[column];
      if (cell?.kind !== 'difference') return [];
      const { value, plan, high, roles, step } = cell;
      return [
        {
          ...{ wardId, type, over: value, present: plan, high, ...roles, mustHaveRn: false },
          standing: isLacking(cell) ? 'lacking' : step === 'room' ? 'room' : 'neither',
          trust: trust(wardId),
        },
      ];
    }),
  );
}

/** True if a ward lacks enough in a shift for others to lend. */
export function isLacking(cell: Cell | undefined): boolean {
  return cell?.kind === 'difference' && (cell.step === 'short' || cell.step === 'tight');
}
