import { expect } from 'vitest';
import { SWEDISH_VALUES } from '../../../pipelines/serving/swedish-values.ts';
import type { Row } from './flat.ts';
import type { Table } from './tables.ts';

/** Of these a row may have none: then its columns are null. */
const NESTED = /^(components|supply|planned|level|usual_?need|usual_?load|rn_?minimum|flags)$/i;
/** In flat forms alone. */
export const withoutSpare = ({ evaluated_at: _, ...row }: Row): Row => row;

/** A row of JSON with the columns of a table. */
export function whole(row: Row, { kinds }: Table): Row {
  const extra = Object.keys(row).filter((name) => !kinds.has(name));
  for (const name of extra)
    expect([name, row[name]]).toEqual([expect.stringMatching(NESTED), null]);
  const columns = [...kinds.keys()].filter((name) => name !== 'evaluated_at');
  return Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
}

/** A row as spreadsheets have it: empty text is nothing, and Swedish ones have local times without offset and words for codes. */
export function blank(row: Row, dialect: 'sv' | 'intl'): Row {
  const cell = (name: string, value: Row[string]) => {
    if (value === '') return null;
    const isShort = dialect === 'sv' && name.startsWith('local_');
    if (isShort) return String(value).slice(0, 16).replace('T', ' ');
    const words = dialect === 'sv' ? SWEDISH_VALUES[name] : undefined;
    if (words === undefined || typeof value !== 'string') return value;
    return value
      .split(',')
      .map((code) => words[code] ?? code)
      .join(',');
  };
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cell(name, value!)]));
}
