import { readFile } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { type FileForm, readRows } from '../../../../services/adapters/tables/rows.ts';

const FORM: FileForm = { charset: 'auto', separator: 'auto' };
const bytes = (text: string) => Buffer.from(text);
const fixture = (name: string) =>
  readFile(new URL(`../../../fixtures/adapters/tables/${name}`, import.meta.url));

async function cells(file: Buffer, columns: readonly string[], form: Partial<FileForm> = {}) {
  const read = await readRows(file, { ...FORM, ...form }, columns);
  if ('reason' in read) return `${read.reason}: ${read.detail}`;
  return read.rows.map((row) => [row.line, ...columns.map((column) => row.get(column))]);
}

describe('rows of a file', () => {
  const table = 'Enhet;Värde\r\nVäst – 1;38,4\r\n';
  const expected = [[2, 'Väst – 1', '38,4']];

  it.each([
    ['windows-1252', iconv.encode(table, 'windows-1252')],
    ['UTF-8', bytes(table)],
    ['UTF-8 with a mark', bytes(`\uFEFF${table}`)],
    ['tabs', bytes(table.replaceAll(';', '\t'))],
    ['bars', bytes(table.replaceAll(';', '|'))],
    ['commas with quotes', bytes('Enhet,Värde\n"Väst – 1","38,4"\n')],
    ['no end of the last line', bytes(table.trimEnd())],
    ['empty lines and cells at the end', bytes('Enhet;Värde;\n\nVäst – 1;38,4;\n;;\n')],
  ])('reads %s', async (_, file) => {
    const read = await cells(file, ['Enhet', 'Värde']);
    expect(read).toHaveLength(1);
    expect((read as string[][])[0]!.slice(1)).toEqual(expected[0]!.slice(1));
  });

  it('reads a code page only if it is named', async () => {
    const file = iconv.encode('Enhet;Rum\nÖNH;1\n', 'cp850');
    expect(await cells(file, ['Enhet'], { charset: 'cp850' })).toEqual([[2, 'ÖNH']]);
    expect(await cells(file, ['Enhet'])).not.toEqual([[2, 'ÖNH']]);
  });

  it('counts lines, also within quotes', async () => {
    const file = bytes('a;b\n1;"x ; ""y"""\n2;3\n');
    expect(await cells(file, ['a', 'b'])).toEqual([
      [2, '1', 'x ; "y"'],
      [3, '2', '3'],
    ]);
  });

  it.each([
    ['a missing column', 'a;b\n1;2\n', 'bad-file: Missing columns: c. The file has: a, b'],
    [
      'a last line that is cut off',
      'a;b;c\n1;2;3\n4;5',
      'bad-file: Line 3, the last: the file is cut off has 2 columns, the header 3',
    ],
    [
      'a line with a column more',
      'a;b;c\n1;2;3;4\n5;6;7\n',
      'bad-file: Line 2 has 4 columns, the header 3',
    ],
    [
      'a quote that is not closed',
      'a;b;c\n1;"2;3\n',
      'bad-file: A quote is not closed: the file may be cut off',
    ],
    [
      'an empty file',
      '',
      'bad-file: No separator gives the first lines the same number of columns: tried semicolon, comma, tab and |',
    ],
    ['a column twice', 'a;b;c;c\n1;2;3;4\n', 'bad-file: Two columns have the name c'],
  ])('refuses %s', async (what, text, expected) => {
    const separator = what === 'an empty file' ? 'auto' : ';';
    expect(await cells(bytes(text), ['a', 'c'], { separator })).toBe(expected);
  });

  it('names the cut-off line of a short file whose separator is not given', async () => {
    expect(await cells(bytes('a;b;c\n1;2;3\n4;5'), ['a'])).toMatch(/^bad-file: Line 3, the last/);
  });

  it('refuses bytes that the named charset does not have', async () => {
    expect(await cells(iconv.encode(table, 'windows-1252'), [], { charset: 'utf-8' })).toBe(
      'bad-charset: The file is not valid utf-8',
    );
  });

  it('reads dates, times of day, numbers and text of Excel', async () => {
    const columns = ['Anst', 'Datum', 'Start', 'Slut'];
    const roster = await cells(await fixture('schema.xlsx'), columns);
    expect(roster.slice(0, 5)).toEqual([
      [2, '1001', '2026-03-02', '07:00', '0.6458333333333334'],
      [3, '1002', '2026-03-02', '07:00', '0.5104166666666666'],
      [4, '1002', '2026-03-02', '12:00', '0.6666666666666666'],
      [5, '1003', '2026-03-02', '21:00', '0.3125'],
      [6, '1004', '2026-03-02', '6.45', '16.00'],
    ]);
    const values = await cells(await fixture('vitalparametrar.xlsx'), ['Värde', 'Tidpunkt']);
    expect(values.slice(0, 2)).toEqual([
      [2, '38.4', '2026-03-02 09:00'],
      [3, '140/90', '2026-03-02 09:00'],
    ]);
  });

  it('names the sheets that it does not find, and files that are not Excel', async () => {
    expect(await cells(await fixture('schema.xlsx'), [], { sheet: 'Mars' })).toBe(
      'bad-file: The file has no sheet Mars',
    );
    const whole = await fixture('schema.xlsx');
    expect(await cells(whole.subarray(0, 900), [])).toMatch(/^bad-file: The (Excel )?file/);
  });
});
