import { InvalidSpreadsheetError, readSheet, SheetNotFoundError } from 'read-excel-file/node';
import type { Refusal } from '../adapter.ts';

/** A line as a file has it. */
export interface Line {
  readonly line: number;
  readonly cells: readonly string[];
  readonly numbers?: ReadonlySet<number>;
}

/** A number as the sheet keeps it, apart from text with the same digits. */
class SheetNumber {
  readonly text: string;

  constructor(stored: string) {
    // the shortest digits of the stored number are those that were entered: 38.4 is stored as 38.399999999999999
    this.text = String(Number(stored));
  }
}

type Cell = string | SheetNumber | boolean | Date | null;

/** Excel keeps a time of day as a fraction of the first day of its calendar. */
const FIRST_YEAR = 1901;

/** True for the bytes of an `.xlsx` file, which is a zip file. */
export function isExcel(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'));
}

/**
 * Reads a sheet. Formulas give their stored values, dates the form `2026-03-02 08:10`: a column with nothing but
 * midnights has dates without a time of day.
 */
export async function readExcel(
  bytes: Buffer,
  sheet: string | undefined,
): Promise<Line[] | Refusal> {
  let rows: Cell[][];
  try {
    const options = { parseNumber: (stored: string) => new SheetNumber(stored) };
    rows = (await (sheet === undefined
      ? readSheet(bytes, options)
      : readSheet(bytes, sheet, options))) as unknown as Cell[][];
  } catch (error) {
    return { reason: 'bad-file', detail: problemOf(error, sheet) };
  }
  const timed = columnsWithTimes(rows);
  return rows
    .map((cells, index) => ({
      line: index + 1,
      cells: cells.map((cell, column) => textOf(cell, timed.has(column))),
      numbers: new Set(
        cells.flatMap((cell, column) => (cell instanceof SheetNumber ? [column] : [])),
      ),
    }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
}

function problemOf(error: unknown, sheet: string | undefined): string {
  if (error instanceof SheetNotFoundError) return `The file has no sheet ${sheet ?? ''}`;
  if (error instanceof InvalidSpreadsheetError)
    return 'The file is no Excel file of the form .xlsx';
  return 'The Excel file cannot be read: it may be cut off, or protected by a password';
}

function columnsWithTimes(rows: readonly (readonly Cell[])[]): Set<number> {
  const timed = new Set<number>();
  for (const cells of rows) {
    for (const [column, cell] of cells.entries()) {
      if (cell instanceof Date && secondsOf(cell) % 86_400 !== 0) timed.add(column);
    }
  }
  return timed;
}

function textOf(cell: Cell, hasTimes: boolean): string {
  if (cell === null) return '';
  if (cell instanceof SheetNumber) return cell.text;
  if (!(cell instanceof Date)) return String(cell);
  const [date, time] = new Date(secondsOf(cell) * 1000).toISOString().slice(0, 19).split('T');
  const clock = time!.replace(/:00$/, '');
  if (cell.getUTCFullYear() < FIRST_YEAR) return clock;
  return hasTimes ? `${date} ${clock}` : date!;
}

/** Whole seconds: fractions of a day are not exact. */
function secondsOf(date: Date): number {
  return Math.round(date.getTime() / 1000);
}
