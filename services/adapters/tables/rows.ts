import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { Refusal } from '../adapter.ts';
import { type Charset, decode } from '../charset.ts';
import { isExcel, type Line, readExcel } from './excel.ts';

/** How a file is read. */
export interface FileForm {
  readonly charset: Charset;
  readonly separator: 'auto' | (typeof SEPARATORS)[number];
  /** Sheet of an Excel file; the first if it is not given. */
  readonly sheet?: string | undefined;
}

/** A row of a file by the names of its columns. */
export class SourceRow {
  /** Of the file, from 1; the header is a line too. */
  readonly line: number;
  private readonly columns: ReadonlyMap<string, number>;
  private readonly cells: readonly string[];
  private readonly numbers: ReadonlySet<number>;

  /** @param numbers cells that the file keeps as numbers and not as text */
  constructor(
    line: number,
    columns: ReadonlyMap<string, number>,
    cells: readonly string[],
    numbers: ReadonlySet<number> = new Set(),
  ) {
    this.line = line;
    this.columns = columns;
    this.cells = cells;
    this.numbers = numbers;
  }

  /** The text of a cell without the blanks around it; empty if the row has none. */
  get(column: string | undefined): string {
    const index = column === undefined ? undefined : this.columns.get(column);
    return index === undefined ? '' : this.cells[index]!.trim();
  }

  /** True if the file keeps the cell as a number: in Excel a time may be a fraction of a day. */
  isNumber(column: string): boolean {
    const index = this.columns.get(column);
    return index !== undefined && this.numbers.has(index);
  }
}

export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly SourceRow[];
}

const SEPARATORS = [';', ',', '\t', '|'] as const;
/** Lines that must agree on a separator. */
const SAMPLE = 10;
const PIECE = 1 << 16;

/**
 * Reads a file of text or an Excel sheet into rows.
 * @param required columns that the file must have
 * @returns why the file cannot be read: nothing of it is used
 */
export async function readRows(
  bytes: Buffer,
  form: FileForm,
  required: readonly string[],
): Promise<Rows | Refusal> {
  const lines = isExcel(bytes) ? await readExcel(bytes, form.sheet) : await readText(bytes, form);
  if ('reason' in lines) return lines;
  const [header, ...rest] = lines;
  if (header === undefined) return badFile('The file is empty');
  return toRows(header, rest, required);
}

function toRows(header: Line, lines: readonly Line[], required: readonly string[]): Rows | Refusal {
  const names = header.cells.map((name) => name.trim());
  while (names.at(-1) === '') names.pop();
  const columns = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    if (columns.has(name) && required.includes(name)) {
      return badFile(`Two columns have the name ${name}`);
    }
    columns.set(name, index);
  }
  const missing = required.filter((name) => !columns.has(name));
  if (missing.length > 0) {
    return badFile(`Missing columns: ${missing.join(', ')}. The file has: ${names.join(', ')}`);
  }
  const rows: SourceRow[] = [];
  for (const { line, cells, numbers } of lines) {
    const isWhole =
      cells.length >= names.length && cells.slice(names.length).every((cell) => cell.trim() === '');
    if (!isWhole) {
      const last = line === lines.at(-1)!.line ? ', the last: the file is cut off' : '';
      return badFile(`Line ${line}${last} has ${cells.length} columns, the header ${names.length}`);
    }
    rows.push(new SourceRow(line, columns, cells, numbers));
  }
  return { columns: names, rows };
}

async function readText(bytes: Buffer, form: FileForm): Promise<Line[] | Refusal> {
  const text = decode(bytes, form.charset);
  if (text === null) {
    return { reason: 'bad-charset', detail: `The file is not valid ${form.charset}` };
  }
  const separator = form.separator === 'auto' ? await separatorOf(text) : form.separator;
  if (separator === null) {
    return badFile(
      'No separator gives the first lines the same number of columns: tried semicolon, comma, tab and |',
    );
  }
  try {
    return await parsed(text, separator);
  } catch (error) {
    return badFile(whereOf(error));
  }
}

/** The separator that gives the first lines the same number of columns, of several the one that gives most. */
async function separatorOf(text: string): Promise<string | null> {
  let best: { separator: string; count: number } | null = null;
  for (const separator of SEPARATORS) {
    const lines = await parsed(text, separator, SAMPLE).catch(() => []);
    const count = lines[0]?.cells.length ?? 0;
    // the last may be cut off, which is the better reason to refuse the file
    const isAlike = lines.every(({ cells }, index) =>
      index > 0 && index === lines.length - 1 ? cells.length <= count : cells.length === count,
    );
    if (count > 1 && isAlike && count > (best?.count ?? 1)) best = { separator, count };
  }
  return best?.separator ?? null;
}

async function parsed(text: string, separator: string, to?: number): Promise<Line[]> {
  const parser = parse({
    delimiter: separator,
    info: true,
    relax_column_count: true,
    skip_records_with_empty_values: true,
    ...(to !== undefined && { to }),
  });
  const source = Readable.from(pieces(text));
  source.on('error', (error) => parser.destroy(error));
  const lines: Line[] = [];
  for await (const { record, info } of source.pipe(parser)) {
    lines.push({ line: info.lines, cells: record });
  }
  return lines;
}

/** Other work goes on between them. */
function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE);
}

/** What is wrong with the quotes of a file, without a text of it. */
function whereOf(error: unknown): string {
  const { code, lines } = error as { code?: string; lines?: number };
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'A quote is not closed: the file may be cut off';
  return `Line ${lines ?? '?'} has a quote where none may be`;
}

export function badFile(detail: string): Refusal {
  return { reason: 'bad-file', detail };
}
