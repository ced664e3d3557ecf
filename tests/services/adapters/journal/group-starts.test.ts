import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AdapterJournal } from '../../../../services/adapters/journal/journal.ts';

const record = (visit: string, value: number) => ({
  ...{ channel: 'adt', receivedAt: 0, notes: [] },
  extracts: [{ kind: 'hl7-adt', visit, patient: null, body: { value } }],
});
const known = (journal: AdapterJournal) =>
  journal.read((connection) =>
    connection.rows<{ group_id: string; sequence: number; times: number }>(
      'select group_id, sequence, times from extract order by sequence',
    ),
  );

test('groups are read from their first extract on, before and after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vi-starts-'));
  const open = () => AdapterJournal.open(join(folder, 'adapters.duckdb'), { keyId: 'aaaaaaaa' });
  let journal = await open();
  try {
    for (const [visit, value] of [
      ['A', 1],
      ['B', 1],
      ['A', 2],
    ] as const) {
      await journal.take([record(visit, value)]);
    }
    // what is known already adds no row, however the groups lie
    await journal.take([record('B', 1), record('A', 2), record('C', 1)]);
    const rows = await known(journal);
    expect(rows.map(({ group_id, times }) => [group_id, times])).toEqual([
      ...[
        ['v.A', 1],
        ['v.B', 2],
        ['v.A', 2],
        ['v.C', 1],
      ],
    ]);
    const starts = (of: AdapterJournal) =>
      [['v.A'], ['v.B'], ['v.C'], ['v.C', 'v.B'], ['v.D'], []].map((groups) =>
        of.extractStarts.startOf(groups),
      );
    const [a, b, , c] = rows.map(({ sequence }) => sequence);
    expect(starts(journal)).toEqual([a, b, c, b, null, null]);
    await journal.close();
    journal = await open();
    expect(starts(journal)).toEqual([a, b, c, b, null, null]);
    await journal.take([record('A', 1)]);
    expect((await known(journal))[0]).toMatchObject({ group_id: 'v.A', times: 2 });
  } finally {
    await journal.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
