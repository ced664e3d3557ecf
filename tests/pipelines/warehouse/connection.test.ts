import { setImmediate as nextTurn, setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Dictionary, Float64, Int16, Int32, type RecordBatch, Utf8 } from 'apache-arrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Connection,
  Warehouse,
  WarehouseError,
} from '../../../pipelines/warehouse/warehouse.ts';
import { batchOf, batchOfData, bytesAsUtf8 } from './batch.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

let warehouse: Warehouse;
let connection: Connection;

beforeEach(async () => {
  warehouse = await Warehouse.open(':memory:');
  connection = await warehouse.connect();
});
afterEach(() => warehouse.close());

async function failure(work: Promise<unknown>): Promise<WarehouseError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(WarehouseError);
  return error as WarehouseError;
}

const count = async (table: string): Promise<unknown> =>
  (await connection.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n;

const numbers = (values: number[]): RecordBatch => batchOf({ n: [new Int32(), values] });

describe('run and rows', () => {
  it('carry the SQL and the cause in the error', async () => {
    const sql = "SELECT 'tolv'::INTEGER";
    for (const error of [
      await failure(connection.run(sql)),
      await failure(connection.rows(sql)),
      await failure(connection.rows(`${sql} + $n`, { n: 1 })),
    ]) {
      expect(error.sql?.startsWith(sql)).toBe(true);
      expect(error.message).toContain(sql);
      expect(error.message).toContain('Conversion Error');
      expect(error.cause).toBeInstanceOf(Error);
    }
  });

  it('cut a long statement in the error', async () => {
    const error = await failure(connection.run(`SELECT nothing, '${'x'.repeat(5000)}'`));
    expect(error.sql).toHaveLength(2000);
  });

  it('run several statements', async () => {
    await connection.run('CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), (2);');
    expect(await count('t')).toBe(2);
  });

  it('bind named parameters, integers as BIGINT', async () => {
    const parameters = { text: 'å', whole: 7, half: 0.5, big: 2n ** 63n, yes: true, none: null };
    expect(
      await connection.rows(
        `SELECT $text AS text, $whole AS whole, $half AS half, $big AS big, $yes AS yes,
          $none AS none, typeof($whole) AS type, epoch_us(make_timestamp($whole)) AS micros`,
        parameters,
      ),
    ).toEqual([{ ...parameters, type: 'BIGINT', micros: 7 }]);
    const error = await failure(connection.rows('SELECT $a + $b', { a: 1 }));
    expect(error.message).toContain('parameters: b');
  });

  it('may be called at once, and run in order', async () => {
    await connection.run('CREATE TABLE t (n INTEGER)');
    const inserts = [1, 2, 3].map((n) => connection.run('INSERT INTO t VALUES ($n)', { n }));
    const read = connection.rows('SELECT n FROM t');
    await Promise.all(inserts);
    expect(await read).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it('can be interrupted', async () => {
    const endless = failure(connection.run('SELECT max(i) FROM range(1_000_000_000_000) t(i)'));
    await setTimeout(50);
    connection.interrupt();
    expect((await endless).message).toContain('INTERRUPT');
    expect(await connection.rows('SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });
});

describe('transaction', () => {
  beforeEach(() => connection.run('CREATE TABLE t (n INTEGER)'));

  it('commits all of it and gives the result of the work', async () => {
    const result = await connection.transaction(async () => {
      await connection.run('INSERT INTO t VALUES (1)');
      connection.append('t', numbers([2, 3]));
      return 'done';
    });
    expect(result).toBe('done');
    expect(await count('t')).toBe(3);
  });

  it('is not seen by others before it commits', async () => {
    const other = await warehouse.connect();
    await connection.transaction(async () => {
      connection.append('t', numbers([1]));
      expect(await other.rows('SELECT n FROM t')).toEqual([]);
    });
    expect(await other.rows('SELECT n FROM t')).toEqual([{ n: 1 }]);
  });

  it('leaves nothing after an error, which it throws', async () => {
    const oops = new Error('oops');
    const work = connection.transaction(async () => {
      await connection.run('INSERT INTO t VALUES (1)');
      throw oops;
    });
    await expect(work).rejects.toBe(oops);
    expect(await count('t')).toBe(0);
    await connection.transaction(() => connection.run('INSERT INTO t VALUES (1)'));
    expect(await count('t')).toBe(1);
  });

  it('leaves nothing after a failed append, even if the work caught the error', async () => {
    // 300 000 rows are more than the appender keeps to itself; the last cannot be a TINYINT.
    await connection.run('CREATE TABLE small (n TINYINT)');
    const values = Array.from({ length: 300_000 }, (_, i) => (i === 299_999 ? 1000 : 1));
    for (const caught of [false, true]) {
      const work = connection.transaction(async () => {
        await connection.run('INSERT INTO t VALUES (1)');
        try {
          connection.append('small', numbers(values));
        } catch (error) {
          if (!caught) throw error;
        }
      });
      const error = await failure(work);
      expect(error.message).toContain('append to small: ');
      expect(await count('t')).toBe(0);
      expect(await count('small')).toBe(0);
    }
  });

  it('does not nest', async () => {
    const work = connection.transaction(() => connection.transaction(async () => {}));
    await expect(work).rejects.toThrow('a transaction is already open');
    expect(await connection.transaction(async () => 1)).toBe(1);
  });

  it('throws when the commit fails', async () => {
    await connection.run('CREATE TABLE once (n INTEGER PRIMARY KEY)');
    const other = await warehouse.connect();
    const work = connection.transaction(async () => {
      await connection.run('INSERT INTO once VALUES (1)');
      await other.run('INSERT INTO once VALUES (1)');
    });
    await failure(work);
    expect(await connection.rows('SELECT n FROM once')).toEqual([{ n: 1 }]);
  });
});

describe('append', () => {
  it('fills a temporary table', async () => {
    await connection.run('CREATE TEMP TABLE stage (n INTEGER)');
    connection.append('temp.main.stage', numbers([1, 2]));
    connection.append('stage', numbers([3]));
    expect(await connection.rows('SELECT n FROM stage')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it('casts to the types of the table', async () => {
    await connection.run("CREATE TABLE t (a ENUM ('x', 'y'), b DECIMAL(4, 2), c BIGINT)");
    connection.append(
      't',
      batchOf({
        a: [new Dictionary(new Utf8(), new Int16()), ['y', 'x', null]],
        b: [new Float64(), [1.25, null, 3]],
        c: [new Utf8(), [null, null, null]],
      }),
    );
    expect(await connection.rows('SELECT * FROM t')).toEqual([
      { a: 'y', b: 1.25, c: null },
      { a: 'x', b: null, c: null },
      { a: null, b: 3, c: null },
    ]);
  });

  it('names the table, and says when the columns do not match', async () => {
    await connection.run('CREATE TABLE t (a INTEGER, b INTEGER)');
    expect(() => connection.append('t', numbers([1]))).toThrow(
      'append to t: the table has 2 columns, the batch 1',
    );
    expect(() => connection.append('nowhere', numbers([1]))).toThrow('append to nowhere: ');
    expect(() => connection.append('a.b.c.d', numbers([1]))).toThrow('not a table name');
    expect(() => connection.append('', numbers([1]))).toThrow(WarehouseError);
  });

  it('stores nothing of a batch that fails late, not even after the appender is collected', async () => {
    await connection.run('CREATE TABLE t (s VARCHAR)');
    const good = Array.from({ length: 5000 }, () => [0x61]);
    const batch = batchOfData({ s: bytesAsUtf8([...good, [0xff]]) });
    expect(() => connection.append('t', batch)).toThrow('column s: a string is not valid UTF-8');
    for (let i = 0; i < 5; i++) {
      collectGarbage();
      await setTimeout(1);
    }
    expect(await count('t')).toBe(0);
    connection.append('t', batchOfData({ s: bytesAsUtf8([[0x62]]) }));
    expect(await count('t')).toBe(1);
  });

  it('is refused while a statement runs', async () => {
    await connection.run('CREATE TABLE t (n INTEGER)');
    const running = connection.run('SELECT 1');
    expect(() => connection.append('t', numbers([1]))).toThrow('a statement is still running');
    await running;
  });

  it('takes an empty batch', async () => {
    await connection.run('CREATE TABLE t (n INTEGER)');
    connection.append('t', numbers([]));
    expect(await count('t')).toBe(0);
  });
});

describe('batches', () => {
  const read = async (sql: string): Promise<number> => {
    let rows = 0;
    for await (const batch of connection.batches(sql)) rows += batch.numRows;
    return rows;
  };

  it('give every row, in order', async () => {
    const values: bigint[] = [];
    for await (const batch of connection.batches('SELECT i FROM range(200_000) t(i)')) {
      expect(batch.numRows).toBeLessThanOrEqual(65_536);
      values.push(...(batch.getChild('i')!.toArray() as BigInt64Array));
    }
    expect(values).toEqual(Array.from({ length: 200_000 }, (_, i) => BigInt(i)));
  });

  it('do not lose an error midway', async () => {
    const sql = `SELECT CASE WHEN i < 900_000 THEN i ELSE error('too far')::BIGINT END AS i
      FROM range(1_000_000) t(i)`;
    const error = await failure(read(sql));
    expect(error.message).toContain('midway');
    expect(error.sql).toBe(sql);
    expect(await read('SELECT 1')).toBe(1);
  });

  it('do not lose an interruption', async () => {
    const interrupted = async (): Promise<void> => {
      for await (const _ of connection.batches('SELECT i FROM range(100_000_000) t(i)')) {
        connection.interrupt();
      }
    };
    expect((await failure(interrupted())).message).toContain('midway');
  });

  it('leave the connection usable wherever interruptions hit them, also where they begin and end', async () => {
    let failures = 0;
    for (let round = 0; round < 200; round++) {
      let isOver = false;
      const interrupted = read('SELECT i FROM range(50_000) t(i)')
        .catch(() => failures++)
        .finally(() => {
          isOver = true;
        });
      while (!isOver) {
        connection.interrupt();
        await nextTurn();
      }
      await interrupted;
      expect(await read('SELECT 1')).toBe(1);
    }
    expect(failures).toBeGreaterThan(0);
  });

  it('carry the SQL of a statement that cannot start, or a type without a reader', async () => {
    expect((await failure(read('SELECT nothing'))).sql).toBe('SELECT nothing');
    const error = await failure(read('SELECT sum(i) AS total FROM range(3) t(i)'));
    expect(error.message).toContain('column total: cast HUGEINT to BIGINT or DOUBLE');
    expect(await connection.rows('SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('keep other statements off the connection, until the loop is left', async () => {
    await connection.run('CREATE TABLE t (n INTEGER)');
    for await (const _ of connection.batches('SELECT i FROM range(1_000_000) t(i)')) {
      await expect(connection.run('SELECT 1')).rejects.toThrow('streaming');
      expect(() => connection.append('t', numbers([1]))).toThrow('streaming');
      break;
    }
    expect(await connection.rows('SELECT 1 AS n')).toEqual([{ n: 1 }]);
    const nested = connection.transaction(() => read('SELECT 1'));
    await expect(nested).rejects.toThrow('connection of their own');
  });

  it('give the schema of an empty result', async () => {
    const batches: RecordBatch[] = [];
    for await (const batch of connection.batches("SELECT 1 AS a, 'x' AS b WHERE false")) {
      batches.push(batch);
    }
    expect(batches.map((batch) => batch.numRows)).toEqual([0]);
    expect(batches[0]?.schema.fields.map((field) => field.name)).toEqual(['a', 'b']);
  });

  it('take parameters', async () => {
    for await (const batch of connection.batches('SELECT $n AS n', { n: 5 })) {
      expect(batch.get(0)?.n).toBe(5n);
    }
  });

  it('throw when the connection is closed midway', async () => {
    const closing = async (): Promise<void> => {
      for await (const _ of connection.batches('SELECT i FROM range(10_000_000) t(i)')) {
        connection.close();
      }
    };
    expect((await failure(closing())).message).toContain('closed');
  });
});

describe('chunks', () => {
  const SQL = `SELECT i, if(i % 7 = 0, NULL, 'a text beyond twelve bytes ' || i) AS text,
      if(i % 5 = 0, NULL, make_timestamp(i)) AS at, (i / 8)::DECIMAL(18, 6) AS exact, i % 3 = 0 AS flag,
      [i, NULL] AS list
    FROM range(10_000) t(i)`;
  const difference = () =>
    connection.rows(
      'SELECT count(*) AS n FROM ((FROM a EXCEPT ALL FROM b) UNION ALL (FROM b EXCEPT ALL FROM a))',
    );

  it('bring every value of another file to a table of the same columns', async () => {
    const other = await Warehouse.open(':memory:');
    const source = await other.connect();
    await connection.run(`CREATE TABLE a AS ${SQL}; CREATE TABLE b AS FROM a LIMIT 0`);
    connection.append('b', ...(await source.chunks(SQL)));
    expect(await difference()).toEqual([{ n: 0 }]);
    await connection.run('TRUNCATE b');
    for await (const chunk of source.streamedChunks(SQL)) connection.append('b', chunk);
    expect(await difference()).toEqual([{ n: 0 }]);
    // what was appended stays when its source is gone
    await other.close();
    expect(await difference()).toEqual([{ n: 0 }]);
  });

  it('are refused by a table of other columns, and their transaction is rolled back', async () => {
    await connection.run('CREATE TABLE t (n INTEGER)');
    const chunks = await connection.chunks('SELECT 1 AS a, 2 AS b');
    const appended = connection.transaction(async () => connection.append('t', ...chunks));
    expect((await failure(appended)).message).toContain('the table has 1 columns, the batch 2');
    expect(await connection.rows('FROM t')).toEqual([]);
  });

  it('do not lose an error midway, and are none of an empty result', async () => {
    const read = async (sql: string) => {
      let rows = 0;
      for await (const { numRows } of connection.streamedChunks(sql)) rows += numRows;
      return rows;
    };
    const sql = `SELECT CASE WHEN i < 900_000 THEN i ELSE error('too far')::BIGINT END AS i
      FROM range(1_000_000) t(i)`;
    expect((await failure(read(sql))).message).toContain('midway');
    expect(await read('SELECT 1 WHERE false')).toBe(0);
    expect(await connection.chunks('SELECT 1 WHERE false')).toEqual([]);
  });
});
