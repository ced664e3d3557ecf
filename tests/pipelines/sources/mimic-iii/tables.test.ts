import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../../../pipelines/sources/mimic-iii/tables.ts';

async function read(files: Record<string, string | Buffer>, columns: string[]) {
  const directory = mkdtempSync(join(tmpdir(), 'mimic-'));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(directory, name), content);
  }
  const rows: Record<string, string>[] = [];
  for await (const row of readTable(directory, 'patients', columns)) rows.push(row);
  return rows;
}

describe('a table', () => {
  it('gives the wanted columns as text, quoted or not', async () => {
    const csv = '"row_id","dob","note"\n1,2061-03-25 00:00:00,"a, ""b"""\n';
    expect(await read({ 'patients.csv.gz': gzipSync(csv) }, ['row_id', 'note'])).toEqual([
      { row_id: '1', note: 'a, "b"' },
    ]);
  });

  it('may be uncompressed and in upper case, as the demo is published', async () => {
    expect(await read({ 'PATIENTS.csv': 'ROW_ID,DOB\n1,x\n' }, ['row_id'])).toEqual([
      { row_id: '1' },
    ]);
  });

  it('names the file and the column that is missing', async () => {
    const csv = { 'patients.csv': 'row_id\n1\n' };
    await expect(read(csv, ['dob'])).rejects.toThrow(/patients\.csv: column "dob" is missing/);
  });

  it('names the file that is missing', async () => {
    await expect(read({}, ['dob'])).rejects.toThrow(/patients\.csv\.gz: the table is missing/);
  });

  it('names the file that is damaged', async () => {
    const cut = gzipSync('row_id,dob\n1,x\n').subarray(0, 20);
    await expect(read({ 'patients.csv.gz': cut }, ['dob'])).rejects.toThrow(/patients\.csv\.gz: /);
    const ragged = { 'patients.csv': 'row_id,dob\n1,x,y,z\n' };
    await expect(read(ragged, ['dob'])).rejects.toThrow(/patients\.csv: /);
  });

  it('names the directory that is missing', async () => {
    const rows = readTable('/nowhere/at/all', 'patients', ['dob']);
    await expect(rows.next()).rejects.toThrow(/MIMIC-III directory \/nowhere\/at\/all/);
  });
});
