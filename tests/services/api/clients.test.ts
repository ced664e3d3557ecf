import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { flatRow, type Row } from './flat.ts';
import { END } from './hospital.ts';
import { Served } from './served.ts';

const python = inject('python');
const ADDRESS = `/v1/export/ward-hours?from=2026-10-24T00:00:00Z&to=${END}`;
const SCRIPT = new URL('clients.py', import.meta.url).pathname;

/** What a Python client made of a table. */
interface Summary {
  readonly rows: number;
  readonly types: Readonly<Record<string, string>>;
  readonly sums: Readonly<Record<string, number>>;
}
interface Snapshot {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
}
interface Result {
  readonly arrow: Summary;
  readonly parquet: Summary;
  readonly snapshots: readonly (Snapshot & { readonly hidden: number; readonly shown: number })[];
}

describe.skipIf(python === null)('a Python client', () => {
  let served: Served;
  let result: Result;
  beforeAll(async () => {
    served = await Served.start();
    const env = { ...process.env, API_KEY: served.headers.authorization.replace('Bearer ', '') };
    const args = [SCRIPT, await served.listen(), ADDRESS];
    const { stdout } = await promisify(execFile)(python!, args, { env });
    result = JSON.parse(stdout);
  });
  afterAll(() => served?.stop());

  test.each(['arrow', 'parquet'] as const)('reads ward-hours as %s', async (format) => {
    const rows = (await served.json<object[]>(ADDRESS)).map((row) => flatRow({ ...row }) as Row);
    const { rows: count, types, sums } = result[format];
    expect(count).toBe(rows.length);
    expect(types).toMatchObject({
      ...{ ward_id: 'string', local_from: 'string', shift_id: 'string', reason: 'string' },
      ...{ from: 'timestamp[us, tz=UTC]', computed_at: 'timestamp[us, tz=UTC]' },
      ...{ hours: 'int64', hidden_hours: 'int64', arrivals: 'int64' },
      ...{ minutes: 'double', components_base: 'double', supply_rn: 'double', load: 'double' },
      ...{ provisional: 'bool', flags_shortfall: 'bool' },
    });
    const known = ['string', 'timestamp[us, tz=UTC]', 'int64', 'double', 'bool'];
    expect(Object.entries(types).filter(([, type]) => !known.includes(type))).toEqual([]);
    const ours = Object.keys(sums).map((name) => [name, sum(rows, name)] as const);
    for (const [name, expected] of ours) expect(sums[name], name).toBeCloseTo(expected, 6);
    expect(sums.minutes).toBeGreaterThan(10_000);
  });

  test('reads months with DuckDB, whole and as the index says', async () => {
    const { snapshots } = await served.json<{ snapshots: Snapshot[] }>('/v1/snapshots');
    expect(snapshots.length).toBeGreaterThan(0);
    expect(result.snapshots).toMatchObject(
      snapshots.map(({ file, bytes, sha256, rows }) => ({ file, bytes, sha256, rows })),
    );
    // two patients are of their ward alone
    for (const { hidden, shown } of result.snapshots) {
      expect(hidden).toBeGreaterThan(100);
      expect(shown).toBe(0);
    }
  });
});

function sum(rows: readonly Row[], name: string): number {
  return rows.reduce((total, row) => total + Number(row[name] ?? 0), 0);
}
