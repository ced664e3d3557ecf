import type { Micros } from '../../../schemas/instant.ts';
import type { Extract, Json, Note, Refusal } from '../adapter.ts';
import { authorityOf } from '../authority.ts';
import { type Border, shortName, shortText } from '../border.ts';
import { ageAt } from '../hl7v2/times.ts';
import type { Mapping, Table, TableChannel } from '../mapping/schema.ts';
import { Notes } from '../notes.ts';
import { readRows, type SourceRow } from './rows.ts';
import { readingOf } from './times.ts';

/** Kinds of extracts of tables, by the kind of the table. */
export const TABLE_KINDS = {
  stays: 'table-stay',
  movements: 'table-move',
  values: 'table-value',
  medications: 'table-medication',
  needs: 'table-need',
} as const satisfies Record<Table['kind'], string>;

export interface TableContext {
  readonly channel: TableChannel;
  readonly mapping: Mapping;
  readonly border: Border;
  /** When the file was written: stands in for the time of rows without one. */
  readonly writtenAt: Micros;
}

export interface TableFile {
  readonly extracts: readonly Extract[];
  readonly notes: readonly Note[];
  readonly rows: number;
  /** Readings of the period that the file is complete for, `null` if it names none. */
  readonly period: { readonly from: number; readonly to: number } | null;
}

type Body = Record<string, Json>;

/** Reads a file of a table into what is kept of its rows: an allow-list of cells, identifiers as pseudonyms. */
export async function readTable(
  bytes: Buffer,
  table: Table,
  context: TableContext,
): Promise<TableFile | Refusal> {
  const { channel } = context;
  const form = { charset: table.charset ?? channel.charset, ...separatorAndSheet(table) };
  const read = await readRows(bytes, form, columnsOf(table));
  if ('reason' in read) return read;
  const notes = new Notes();
  if (table.recorded === undefined) notes.add('no-recorded-column', channel.name);
  const times = new Times(table, read.rows);
  const extracts = read.rows.flatMap((row) => {
    const visit = row.get(table.visit);
    if (visit === '') {
      notes.add('no-visit-number', channel.name);
      return [];
    }
    return [extractOf(row, visit, { ...context, table, times, notes })];
  });
  return {
    extracts,
    notes: notes.list(),
    rows: read.rows.length,
    period: periodOf(table, read.rows),
  };
}

/** The file is read as its table says. */
function separatorAndSheet({ separator, sheet }: Table) {
  return { separator, sheet };
}

/** Columns that a table must have. */
export function columnsOf(table: Table): string[] {
  const { visit, recorded, withdrawn, key, period } = table;
  const shared = [visit, recorded, withdrawn?.column, ...key, period?.from, period?.to];
  return [...new Set([...shared, ...ownColumns(table)].filter((name) => name !== undefined))];
}

function ownColumns(table: Table): (string | undefined)[] {
  switch (table.kind) {
    case 'stays':
      return [...[table.place, table.bed, ...timeColumns(table)], table.birthDate, table.age];
    case 'movements':
      return [table.act.column, table.place, table.bed, table.at];
    case 'values': {
      const { code, value, unit, at, columns = {} } = table;
      return table.layout === 'wide' ? [at, ...Object.keys(columns)] : [code, value, unit, at];
    }
    case 'medications': {
      const { drug, route, amount, unit, status } = table;
      return [drug, route, amount, unit, status?.column, ...timeColumns(table)];
    }
    case 'needs':
      return [table.code, ...timeColumns(table)];
  }
}

function timeColumns(table: Table): string[] {
  const own = {
    stays: () => ['from', 'to', 'planned'],
    movements: () => ['at'],
    values: () => ['at'],
    medications: () => ['start', 'end'],
    needs: () => ['from', 'to'],
  }[table.kind]();
  const named = table as unknown as Record<string, string | undefined>;
  return own.map((name) => named[name]).filter((name) => name !== undefined);
}

interface RowContext extends TableContext {
  readonly table: Table;
  readonly times: Times;
  readonly notes: Notes;
}

function extractOf(row: SourceRow, visit: string, context: RowContext): Extract {
  const { table, channel, mapping, border } = context;
  const authority = authorityOf([], channel, mapping);
  return {
    kind: TABLE_KINDS[table.kind],
    visit: border.pseudonym('visit', authority, visit),
    patient: null,
    body: { ...sharedBody(row, context), ...ownBody(row, context) },
  };
}

function sharedBody(
  row: SourceRow,
  { table, channel, border, times, writtenAt, notes }: RowContext,
): Body {
  const { recorded, withdrawn, scope } = table;
  const cells = table.key.map((column) => row.get(column));
  const isNamed = cells.some((cell) => cell !== '');
  if (!isNamed) notes.add('no-message-id', channel.name);
  const identity = isNamed ? cells : columnsOf(table).map((column) => row.get(column));
  const stored = times.of(row, recorded);
  const isStored = readingOf(stored)?.hasTimeOfDay === true;
  return {
    key: border.pseudonym('row', `${channel.name} ${table.file}`, JSON.stringify(identity)),
    recorded: isStored ? stored : '',
    ...((!isStored || scope === 'complete') && { writtenAt }),
    ...(scope === 'complete' && { complete: true }),
    ...(withdrawn?.is.includes(row.get(withdrawn.column)) === true && { withdrawn: true }),
  };
}

function ownBody(row: SourceRow, context: RowContext): Body {
  const { table, times } = context;
  const time = (column: string | undefined) => times.of(row, column);
  const name = (column: string | undefined) => shortName(row.get(column));
  switch (table.kind) {
    case 'stays':
      return {
        ...{ unit: name(table.place), bed: name(table.bed), from: time(table.from) },
        ...{ to: time(table.to), planned: time(table.planned), age: ageOf(row, table, time) },
      };
    case 'movements':
      return {
        ...{ act: name(table.act.column), unit: name(table.place), bed: name(table.bed) },
        at: time(table.at),
      };
    case 'values':
      return { at: time(table.at), values: valuesOf(row, table, context) };
    case 'medications':
      return {
        ...{ drug: name(table.drug), route: name(table.route), start: time(table.start) },
        ...{ end: time(table.end), amount: decimal(row, table.amount, context) },
        unit: name(table.unit),
        given:
          table.status === undefined || table.status.given.includes(row.get(table.status.column)),
      };
    case 'needs':
      return { code: name(table.code), from: time(table.from), to: time(table.to) };
  }
}

/** Code, value and unit of each value of a row. */
function valuesOf(row: SourceRow, table: ValueTable, context: RowContext): Json[] {
  if (table.layout === 'wide') {
    return Object.entries(table.columns ?? {}).map(([column, code]) => ({
      ...{ column, code, unit: '', value: valueText(row, column, context) },
    }));
  }
  const { code, value, unit } = table;
  return [
    {
      ...{ column: '', code: shortName(row.get(code)), unit: shortName(row.get(unit)) },
      value: valueText(row, value, context),
    },
  ];
}
type ValueTable = Table & { kind: 'values' };

/** `null` for a text that is too long to be kept. */
function valueText(row: SourceRow, column: string | undefined, context: RowContext): string | null {
  return shortText(decimal(row, column, context));
}

/** A number with the decimal mark of the channel, as Excel and a table of its own may have another. */
function decimal(
  row: SourceRow,
  column: string | undefined,
  { table, channel }: RowContext,
): string {
  const text = row.get(column);
  if (column === undefined || !/^[+-]?\d*[.,]\d+$/.test(text)) return text;
  const mark = row.isNumber(column) ? '.' : (table.decimal ?? channel.decimal);
  return mark === channel.decimal ? text : text.replace(mark, channel.decimal);
}

/** Whole years at the start of the stay; the date of birth is not kept. */
function ageOf(
  row: SourceRow,
  table: Table & { kind: 'stays' },
  time: (column: string | undefined) => string,
): number | null {
  const age = row.get(table.age);
  if (/^\d{1,3}$/.test(age) && Number(age) <= 130) return Number(age);
  const born = row.get(table.birthDate).replaceAll('-', '').slice(0, 8);
  return ageAt(born, time(table.from).replaceAll('-', ''));
}

/** Rows of a file in which only dates are meant, if all of a column say midnight. */
const SEVERAL = 10;
const MIDNIGHT = /[T ]+00[:.]?00(?:[:.]?00(?:[.,]0+)?)?$/;
/** What a time may consist of: anything else is not kept. */
const TIME_TEXT = /^[\dT\s:.,Z+-]{1,40}$/i;

/** Cells with times, as they are kept. */
class Times {
  private readonly dates: ReadonlySet<string>;

  constructor(table: Table, rows: readonly SourceRow[]) {
    this.dates = new Set(
      timeColumns(table).filter((column) => {
        const texts = rows.map((row) => row.get(column)).filter((text) => text !== '');
        return texts.length >= SEVERAL && texts.every((text) => MIDNIGHT.test(text));
      }),
    );
  }

  of(row: SourceRow, column: string | undefined): string {
    const text = row.get(column);
    if (text === '' || column === undefined) return '';
    if (!TIME_TEXT.test(text)) return '?';
    return this.dates.has(column) ? text.replace(MIDNIGHT, '') : text;
  }
}

function periodOf({ scope, period }: Table, rows: readonly SourceRow[]): TableFile['period'] {
  if (scope !== 'complete' || period === undefined || rows.length === 0) return null;
  const readings = (column: string) =>
    rows
      .map((row) => readingOf(row.get(column))?.local ?? Number.NaN)
      .filter((local) => !Number.isNaN(local));
  const [from, to] = [readings(period.from), readings(period.to)];
  if (from.length === 0 || to.length === 0) return null;
  const earliest = from.reduce((a, b) => Math.min(a, b));
  return { from: earliest, to: to.reduce((a, b) => Math.max(a, b)) };
}
