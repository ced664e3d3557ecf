import { csvCellSql } from '../../schemas/spreadsheet.ts';
import { swedishSql } from './swedish-values.ts';

/** A column of an answer. */
export interface Column {
  readonly name: string;
  /** As DuckDB writes it. */
  readonly type: string;
}

/** How spreadsheets are written: Swedish (`;`, decimal comma, words for codes) or international. */
export const DIALECTS = ['sv', 'intl'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** SQL for a row as the text of a JSON object: names in camelCase, instants in RFC 3339. */
export function jsonText(columns: readonly Column[]): string {
  const entries = columns.map(
    ({ name, type }) => `'${camelCase(name)}': ${wire(`"${name}"`, type)}`,
  );
  return `to_json({${entries.join(', ')}})`;
}

/**
 * Columns of data frames: those of a nested one stand each for itself, `band` with `low` as `band_low`.
 * Every format gives decimals as the nearest double.
 */
export function flatColumns(columns: readonly Column[]): (Column & { readonly sql: string })[] {
  return columns.flatMap(({ name, type }) => {
    const fields = fieldsOf(type);
    if (fields === null) return [flat(name, type, `"${name}"`)];
    return fields.map((field) =>
      flat(`${name}_${field.name}`, field.type, `"${name}"."${field.name}"`),
    );
  });
}

function flat(name: string, type: string, sql: string) {
  return type.startsWith('DECIMAL')
    ? { name, type: 'DOUBLE', sql: `${sql}::double` }
    : { name, type, sql };
}

/** SQL for the columns of a data frame. Instants say that they are UTC: without a zone they would be read as local. */
export function frameList(columns: readonly Column[]): string {
  return flatColumns(columns)
    .map(({ name, type, sql }) => {
      return `${type === 'TIMESTAMP' ? `timezone('UTC', ${sql})` : sql} as "${name}"`;
    })
    .join(', ');
}

/** SQL for a row as a line of a spreadsheet, its end of line with it. */
export function csvText(columns: readonly Column[], dialect: Dialect): string {
  const between = `'${separator(dialect)}'`;
  const runs: string[] = [];
  let numbers: string[] = [];
  const endRun = () => {
    if (numbers.length === 0) return;
    // one replacement for all the numbers that follow one another
    const run = `concat(${numbers.join(`, ${between}, `)})`;
    runs.push(dialect === 'sv' ? `replace(${run}, '.', ',')` : run);
    numbers = [];
  };
  for (const { name, type, sql } of flatColumns(columns)) {
    if (isNumber(type)) numbers.push(sql);
    else {
      endRun();
      runs.push(cell(name, sql, type, dialect));
    }
  }
  endRun();
  return `concat(${runs.join(`, ${between}, `)}, e'\\r\\n')`;
}

export function separator(dialect: Dialect): string {
  return dialect === 'sv' ? ';' : ',';
}

function isNumber(type: string): boolean {
  return !['VARCHAR', 'TIMESTAMP', 'BOOLEAN', 'DATE'].includes(type);
}

function cell(name: string, sql: string, type: string, dialect: Dialect): string {
  if (type === 'TIMESTAMP') return `to_iso(${sql})`;
  if (type === 'BOOLEAN') {
    const [yes, no] = dialect === 'sv' ? ['sant', 'falskt'] : ['true', 'false'];
    return `case when ${sql} then '${yes}' when not ${sql} then '${no}' end`;
  }
  // spreadsheets know dates without offset; the column in UTC distinguishes two hours of one name
  if (name.startsWith('local_')) {
    return dialect === 'sv' ? `replace(${sql}[:16], 'T', ' ')` : sql;
  }
  const text = dialect === 'sv' ? swedishSql(name, sql) : sql;
  return FREE_TEXT.has(name) ? csvCellSql(text) : text;
}

/** Text from the site file and of events, and lists; other text is one word of ours. */
const FREE_TEXT = new Set([
  ...['ward_id', 'name', 'type', 'shift_id', 'encounter_id', 'bed', 'note'],
  ...['imputed', 's_criteria'],
]);

function wire(sql: string, type: string): string {
  if (type === 'TIMESTAMP') return `to_iso(${sql})`;
  const fields = fieldsOf(type);
  if (fields === null) return sql;
  const entries = fields.map(
    (field) => `'${camelCase(field.name)}': ${wire(`${sql}."${field.name}"`, field.type)}`,
  );
  return `case when ${sql} is not null then {${entries.join(', ')}} end`;
}

/** The fields of a struct, `null` for any other type: `STRUCT(low DOUBLE, "high" DECIMAL(18,6))`. */
function fieldsOf(type: string): Column[] | null {
  const inner = /^STRUCT\((.*)\)$/.exec(type)?.[1];
  if (inner === undefined) return null;
  return inner.split(/, (?![^(]*\))/).map((field) => {
    const [, name, of] = /^"?(\w+)"? (.+)$/.exec(field)!;
    return { name: name!, type: of! };
  });
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
