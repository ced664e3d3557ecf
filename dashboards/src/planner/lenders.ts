import { tenthOf } from '../shown-figure.ts';
import type { Cell, WardRow } from './shift-grid.ts';

/** Whether a ward's current state supports advice. */
export type Trust = 'sound' | 'stale' | 'thin';

/** A ward that can lend a person for a shift: its difference before and after, and after in a heavy shift (p90). */
export interface Lender {
  readonly wardId: string;
  readonly isSameType: boolean;
  readonly before: number;
  readonly after: number;
  readonly afterAtHigh: number;
}

/** A ward with room that is not offered, and why. */
export interface Withheld {
  readonly wardId: string;
  readonly reason: Exclude<Trust, 'sound'> | 'few';
}

export interface Lenders {
  readonly lenders: readonly Lender[];
  readonly withheld: readonly Withheld[];
}

/** Persons that a ward has to spare, to lend one; and that it keeps. Both as they are shown. */
const LEAST_SPARE = 1;
const LEAST_LEFT = 2;

/** True if a ward lacks enough in a shift for others to lend. */
export function isLacking(cell: Cell | undefined): boolean {
  return cell?.kind === 'difference' && (cell.step === 'short' || cell.step === 'tight');
}

/**
 * Wards with room for a person in a shift (the `column`th), for a ward that lacks: those of the same type first, then
 * in the order of the site. A ward with registered nurses below its minimum is lent one: by wards that stay at theirs.
 */
export function lendersOf(
  rows: readonly WardRow[],
  column: number,
  ward: Pick<WardRow, 'wardId' | 'type' | 'cells'>,
  trust: (wardId: string) => Trust,
): Lenders {
  const lenders: Lender[] = [];
  const withheld: Withheld[] = [];
  const lacking = ward.cells[column];
  const isOfRn = lacking?.kind === 'difference' && lacking.fewRn !== null;
  for (const { wardId, type, cells } of rows) {
    const cell = cells[column];
    if (wardId === ward.wardId || cell?.kind !== 'difference') continue;
    const { step, value, plan, high, rnOver } = cell;
    if (step !== 'room' || tenthOf(value) < LEAST_SPARE) continue;
    if (isOfRn && tenthOf(rnOver ?? 0) < LEAST_SPARE) continue;
    const standing = trust(wardId);
    const reason = standing !== 'sound' ? standing : tenthOf(plan - 1) < LEAST_LEFT ? 'few' : null;
    if (reason !== null) withheld.push({ wardId, reason });
    else {
      lenders.push({
        ...{
          wardId,
          isSameType: type === ward.type,
          before: tenthOf(value),
          after: tenthOf(value) - 1,
        },
        afterAtHigh: plan - 1 - high,
      });
    }
  }
  const isSame = ({ isSameType }: Lender) => isSameType;
  return {
    lenders: [...lenders.filter(isSame), ...lenders.filter((lender) => !isSame(lender))],
    withheld,
  };
}
