import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importMimicIii } from '../../../../pipelines/sources/mimic-iii/import.ts';

const TABLES = join(import.meta.dirname, '../../../fixtures/mimic-iii-demo/tables');

/**
 * Imports the fixture's stay 126949 (admitted 2129-11-24 00:31, three ward stays, one discharge row at
 * 2129-12-01 06:03:55, died 01:45 that day) with some texts of a table replaced.
 */
async function imported(changes: Record<string, readonly (readonly [string, string])[]>) {
  const directory = mkdtempSync(join(tmpdir(), 'mimic-'));
  cpSync(TABLES, directory, { recursive: true });
  for (const [table, replacements] of Object.entries(changes)) {
    const file = join(directory, `${table}.csv.gz`);
    let text = gunzipSync(readFileSync(file)).toString('utf8');
    for (const [from, to] of replacements) {
      expect(text).toContain(from);
      text = text.replace(from, to);
    }
    writeFileSync(file, gzipSync(text));
  }
  const { events, report } = await importMimicIii({ directory, admissions: [126949] });
  const moves = events
    .filter(({ source }) => source === 'mimic-iii/transfers')
    .map(({ type, occurredAt }) => `${type} ${occurredAt}`);
  return { events, moves, report };
}

const IN = [
  'admission 2129-11-24T05:32:25Z',
  'transfer 2129-11-25T03:46:57Z',
  'transfer 2129-11-25T19:37:50Z',
];
const [ADMITTED, DIED] = ['2129-11-24 00:31:00', '2129-12-01 01:45:00,2129-12-01 01:45:00'];

describe('a death before the admission', () => {
  it.each(['2129-11-01 00:00:00', ADMITTED])('ends nothing: %s', async (death) => {
    const { moves, report } = await imported({
      admissions: [[DIED, `2129-12-01 01:45:00,${death}`]],
    });
    // the discharge row is at 06:03:55 EST
    expect(moves).toEqual([...IN, 'discharge 2129-12-01T11:03:55Z']);
    expect(report.tables.transfers?.mapped).toEqual({ 'ward stay': 3, discharge: 1 });
    expect(report.tables.transfers?.notMapped).toEqual({});
  });
});

describe('rows that give no move', () => {
  it('are counted with the reason where the end cuts off later stays', async () => {
    // dies on the second ward, 2129-11-25 10:00 EST, before the move to the third
    const { moves, report } = await imported({
      admissions: [[DIED, '2129-12-01 01:45:00,2129-11-25 10:00:00']],
    });
    expect(moves).toEqual([IN[0], IN[1], 'discharge 2129-11-25T15:00:00Z']);
    expect(report.tables.transfers).toMatchObject({
      rows: 7,
      mapped: { 'ward stay': 2, discharge: 1 },
      notMapped: { 'a stay that begins after the end of the admission': 1 },
    });
  });

  it('are counted with the reason where a stay ends before the admission', async () => {
    const { moves, report } = await imported({
      admissions: [[ADMITTED, '2129-11-25 00:00:00']],
    });
    // the second ward's stay is under way at the admission, 2129-11-25 00:00 EST
    expect(moves[0]).toBe('admission 2129-11-25T05:00:00Z');
    expect(report.tables.transfers?.notMapped).toEqual({
      'a stay that ends before the admission': 1,
    });
  });

  it('take every other row of the admission with them where no ward stay is left', async () => {
    const discharged = ['2129-12-01 06:03:55,\n', '2129-11-01 06:03:55,\n'] as const;
    const { events, report } = await imported({
      admissions: [[DIED, '2129-11-01 06:00:00,']],
      transfers: [discharged],
    });
    expect(events).toEqual([]);
    expect(report.tables.admissions).toMatchObject({
      mapped: {},
      notMapped: { 'the admission has no stay on a ward': 1 },
    });
    expect(report.tables.transfers).toMatchObject({
      mapped: {},
      notMapped: {
        'a stay that begins after the end of the admission': 3,
        'a discharge without a ward stay before it': 1,
      },
    });
    const { chartevents } = report.tables;
    expect(chartevents?.mapped).toEqual({});
    expect(chartevents?.notMapped).toEqual({
      'the admission has no stay on a ward': chartevents!.rows - chartevents!.notSelected,
    });
  });
});
