import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersRight, canKeepPlans, KeptPlans } from '../../../pipelines/warehouse/kept-plans.ts';
import { type Connection, Warehouse } from '../../../pipelines/warehouse/warehouse.ts';

let warehouse: Warehouse;
let connection: Connection;
let kept: KeptPlans;

beforeEach(async () => {
  warehouse = await Warehouse.open(':memory:', { threads: 1 });
  connection = await warehouse.connect();
  await connection.run('create temp table sign (patient integer, value double)');
  kept = new KeptPlans(connection);
});
afterEach(() => warehouse.close());

describe('the self-test', () => {
  it('passes with the DuckDB this project pins', async () => {
    expect(await canKeepPlans()).toBe(true);
  });

  /** Keeps plans that are made with some optimizers off, the ASOF join among them or not. */
  const keeping = (off: string, isAsofKept: boolean) => (on: Connection) => {
    const names = new Map<string, string>();
    const plan = async (statements: Iterable<string>) => {
      for (const sql of statements) {
        if (names.has(sql)) continue;
        if (!isAsofKept && sql.includes('asof')) throw new Error('a plan that is not kept');
        names.set(sql, `statement_${names.size}`);
        await on.run(`set disabled_optimizers = '${off}'`);
        await on.run(`prepare ${names.get(sql)} as ${sql}`);
        await on.run('reset disabled_optimizers');
      }
    };
    const planned = async (sql: string) => {
      await plan([sql]);
      return `execute ${names.get(sql)}`;
    };
    return {
      plan,
      run: async (sql: string) => on.run(await planned(sql)),
      rows: async <T>(sql: string) => on.rows<T>(await planned(sql)),
    };
  };
  const [statistics, keys] = ['statistics_propagation', 'join_filter_pushdown'];

  it.each([
    ['passes where all is off that must be', `${statistics},${keys}`, false, true],
    ['fails by plans that hold the statistics of empty tables', keys!, false, false],
    ['fails by plans that hold keys that a join looked for', statistics!, false, false],
    ['fails by an ASOF join that is kept', `${statistics},${keys}`, true, false],
  ])('%s', async (_, off, isAsofKept, isRight) => {
    expect(await answersRight(keeping(off, isAsofKept))).toBe(isRight);
  });

  it('fails by statistics, also where the setting says that they are off', async () => {
    const pretending = (on: Connection) => {
      const kept = keeping(keys!, false)(on);
      const rows = async <T>(sql: string) =>
        sql.includes('current_setting')
          ? ([{ names: `${statistics},${keys}` }] as T[])
          : kept.rows<T>(sql);
      return { ...kept, rows };
    };
    expect(await answersRight(pretending)).toBe(false);
  });

  it('fails by answers of before', async () => {
    class Remembering extends KeptPlans {
      private readonly answers = new Map<string, unknown[]>();
      override async rows<T>(sql: string): Promise<T[]> {
        const rows = this.answers.get(sql) ?? (await super.rows(sql));
        this.answers.set(sql, rows);
        return rows as T[];
      }
    }
    expect(await answersRight((on) => new Remembering(on))).toBe(false);
  });
});

describe('KeptPlans', () => {
  it('runs a statement with other parameters over other rows', async () => {
    const add = 'insert into sign values ($patient, $value)';
    const over = 'select count(*) as n from sign where value > $limit::double';
    await kept.plan([add, over]);
    const counts = [];
    for (const value of [90, 200.5, null]) {
      await kept.run(add, { patient: 1, value });
      for (const limit of [100, 80.5])
        counts.push((await kept.rows<{ n: number }>(over, { limit }))[0]!.n);
    }
    expect(counts).toEqual([0, 1, 1, 2, 1, 2]);
  });

  it('answers right after tables have changed', async () => {
    const sum = 'select sum(value) as sum from sign';
    expect(await kept.rows(sum)).toEqual([{ sum: null }]);
    await connection.run('create or replace temp table sign as select 1 as patient, 5 as value');
    expect(await kept.rows(sum)).toEqual([{ sum: 5 }]);
  });

  it('looks for the keys of this run, not of the run before', async () => {
    // a join hands its keys to the scan of the other side, and below a grouping that scan may begin before: with two
    // threads one run in five then found nothing
    const other = await Warehouse.open(':memory:', { threads: 2 });
    try {
      const on = await other.connect();
      await on.run('create table sign (patient integer); create temp table stay (patient integer)');
      const plans = new KeptPlans(on);
      const counted = `select patient, n
        from (select patient, count(*) as n from sign group by patient) join stay using (patient)`;
      await plans.plan([counted]);
      await on.run('insert into sign select i % 1000 from range(100000) t(i)');
      for (let run = 0; run < 500; run++) {
        const patient = (run * 37) % 1000;
        await on.run(`truncate stay; insert into stay values (${patient})`);
        expect(await plans.rows(counted)).toEqual([{ patient, n: 100 }]);
      }
    } finally {
      await other.close();
    }
  });

  it('makes plans again that are forgotten', async () => {
    const sum = 'select sum(value) as sum from sign';
    await kept.run('insert into sign values (1, 4)');
    expect(await kept.rows(sum)).toEqual([{ sum: 4 }]);
    await kept.forget();
    await kept.run('insert into sign values (1, 5)');
    expect(await kept.rows(sum)).toEqual([{ sum: 9 }]);
  });

  it('refuses what this DuckDB cannot keep', async () => {
    const asof =
      'from sign asof join (from sign) s on s.patient = sign.patient and s.value <= sign.value';
    for (const sql of ["select getvariable('hour')", asof]) {
      await expect(kept.rows(sql)).rejects.toThrow('a plan that is not kept');
    }
  });

  it('throws the SQL of what cannot be planned or run, and plans it again', async () => {
    const later = 'select count(*) as n from later';
    await expect(kept.rows(later)).rejects.toThrow(later);
    await connection.run('create temp table later as select 1 as n');
    expect(await kept.rows(later)).toEqual([{ n: 1 }]);
    await expect(kept.rows('select $word::integer as n', { word: 'ett' })).rejects.toThrow('$word');
  });

  it('lets go of the file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vi-plans-'));
    const file = join(folder, 'state.duckdb');
    try {
      for (const opened of [1, 2]) {
        const other = await Warehouse.open(file);
        const plans = new KeptPlans(await other.connect());
        if (opened === 1) await plans.run('create table t as select 7 as n');
        expect(await plans.rows('from t')).toEqual([{ n: 7 }]);
        await other.close();
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
