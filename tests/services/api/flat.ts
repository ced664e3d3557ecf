/** A value as every format can express it; instants as text. */
export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** Inputs of an encounter-hour whose columns are not named after their codes. */
const COLUMNS: Readonly<Record<string, string>> = { 'supplemental-oxygen': 'on_oxygen' };
/** What lies nested in an encounter-hour, and not in its columns. */
const UNNAMED = new Set(['circumstances', 'counts']);

/** A row of JSON as a row of columns: what is nested is named after what it lies in. */
export function flatRow(item: Readonly<Record<string, unknown>>): Row {
  const isEncounter = 'inputs' in item;
  const row: Record<string, Cell> = {};
  const add = (prefix: string, fields: object) => {
    for (const [name, value] of Object.entries(fields)) {
      if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
        if (name === 'inputs') addInputs(row, value);
        else if (UNNAMED.has(name) || (isEncounter && name === 'components')) add('', value);
        else add(`${prefix}${snake(name)}_`, value);
      } else row[prefix + snake(name)] = Array.isArray(value) ? value.join(',') : value;
    }
  };
  add('', item);
  return row;
}

function addInputs(row: Record<string, Cell>, inputs: object): void {
  for (const [code, { value, occurredAt, freshness }] of Object.entries(inputs)) {
    const name = COLUMNS[code] ?? code.replace('function.', '').replaceAll('-', '_');
    Object.assign(row, {
      ...{ [name]: value, [`${name}_at`]: occurredAt, [`${name}_freshness`]: freshness },
    });
  }
}

/** `setsOfTwo8h` as `sets_of_two_8h`, `news2Low` as `news2_low`. */
function snake(name: string): string {
  return name.replace(/[A-Z]|\d+h$/g, (part) => `_${part.toLowerCase()}`);
}
