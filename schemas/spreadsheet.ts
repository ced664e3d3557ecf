/**
 * What a spreadsheet program takes for the start of a formula, full-width and small forms among them, with
 * blanks and invisible characters before it; or for a new cell. The same pattern in JavaScript
 * (with `u`) and in DuckDB.
 * Source: OWASP, CSV Injection.
 */
const FORMULA_START = String.raw`^([\s\p{Z}\p{Cc}\p{Cf}]*[-=+@＝＋－＠﹦﹢﹣﹫]|[\t\r\n])`;

const formulaStart = new RegExp(FORMULA_START, 'u');
const NEEDS_QUOTES = /[";,\r\n]/;

/** Text as a cell of CSV: no formula, by an apostrophe before it, and in quotes if it parts cells. */
export function csvCell(text: string): string {
  const guarded = formulaStart.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** SQL for the same of a text column. */
export function csvCellSql(sql: string): string {
  const guarded = `if(regexp_matches(${sql}, '${FORMULA_START}'), '''' || ${sql}, ${sql})`;
  return `if(regexp_matches(${sql}, '[";,\\r\\n]'), '"' || replace(${guarded}, '"', '""') || '"', ${guarded})`;
}
