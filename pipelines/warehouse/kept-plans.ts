import { type Connection, HOLDING_ROWS, type Plan, type Statements } from './connection.ts';
import type { Parameters } from './parameters.ts';
import { rowValue } from './row-values.ts';
import { Warehouse } from './warehouse.ts';
import { WarehouseError } from './warehouse-error.ts';

/** DuckDB 1.5 plans a variable again at each run, and breaks the database when an ASOF join is run again. */
const NOT_KEPT = /\b(getvariable|asof)\b/i;
const REFUSAL = 'a plan that is not kept';

/**
 * The statements of a connection, each planned once: at its first run, or in advance. Parameters have their type in the
 * SQL (`$hours::bigint`), or follow from what they are compared with; with parameters the plan is made again at each run. If the connection creates, alters or drops a table
 * or view, its plans are made again at each run.
 */
export class KeptPlans implements Statements {
  private readonly connection: Connection;
  private readonly searching: ReadonlySet<string>;
  private readonly plans = new Map<string, Promise<Plan>>();

  /**
   * @param searching statements that look for few rows in a large table, and are planned at each run: a join hands its keys
   *   to the scan of that table then, which reads what it needs; a plan that is kept must not (see DECISIONS.md)
   */
  constructor(connection: Connection, searching: Iterable<string> = []) {
    this.connection = connection;
    this.searching = new Set(searching);
  }

  /**
   * Plans statements before their first run, with tables as they are.
   *
   * @throws WarehouseError with the SQL, if it holds a variable or an ASOF join or cannot be planned
   */
  async plan(statements: Iterable<string>): Promise<void> {
    for (const sql of statements) if (!this.searching.has(sql)) await this.planOf(sql);
  }

  /** As `Connection.run`, of one statement. */
  async run(sql: string, parameters?: Parameters): Promise<void> {
    if (this.searching.has(sql)) return this.connection.run(sql, parameters);
    await (await this.planOf(sql)).run(parameters);
  }

  /** As `Connection.rows`. */
  async rows<T>(sql: string, parameters?: Parameters): Promise<T[]> {
    if (this.searching.has(sql)) return this.connection.rows<T>(sql, parameters);
    const result = await (await this.planOf(sql)).run(parameters);
    return (await result.convertRowObjects(rowValue)) as T[];
  }

  /** Plans a statement again, with tables as they are: a plan holds what its last run materialized. */
  async planAgain(sql: string): Promise<void> {
    const before = this.plans.get(sql);
    this.plans.delete(sql);
    await (await before)?.drop();
    await this.planOf(sql);
  }

  /** Drops all plans: each is made again at its next run, with tables as they are then. */
  async forget(): Promise<void> {
    const before = [...this.plans.values()];
    this.plans.clear();
    for (const plan of before) await (await plan).drop();
  }

  private planOf(sql: string): Promise<Plan> {
    let plan = this.plans.get(sql);
    if (plan === undefined) {
      if (NOT_KEPT.test(sql)) throw new WarehouseError(REFUSAL, sql);
      plan = this.connection.plan(sql);
      this.plans.set(sql, plan);
      plan.catch(() => this.plans.delete(sql));
    }
    return plan;
  }
}

let right: Promise<boolean> | null = null;

/** Whether this DuckDB answers right by kept plans when rows change, tried once at first use. */
export function canKeepPlans(): Promise<boolean> {
  right ??= answersRight((connection) => new KeptPlans(connection));
  return right;
}

/** What a plan could hold of the rows that it was made with: ranges, NULLs, distinct values, that there are none. */
const PROBES = [
  'select count(*) as n from sign where value > 100',
  'select count(*) as n from stay where patient < 100',
  'select count(*) as n from sign where value is null',
  'select count(*) as n, max(value) as last, sum(value * 1000) as sum from sign',
  'select count(distinct patient) as n from stay',
  "select count(*) as n from sign where word = 'ö'",
  'select value, count(*) as n from sign group by value order by value nulls first',
  'select patient, seen_at from sign join stay using (patient) where seen_at >= from_hour and seen_at < until_hour order by all',
  'select patient, value from stay left join sign using (patient) order by all',
  'select patient from sign semi join stay using (patient) order by all',
  'select patient from sign anti join stay using (patient) order by all',
  'select patient, lag(value) over (partition by patient order by seen_at) as value from sign order by all',
  'select patient from sign where patient > (select coalesce(min(patient), 0) from stay) order by all',
  `with known as materialized (select patient, max(seen_at) as seen_at from sign group by patient)
    select patient, value from known join sign using (patient, seen_at) order by all`,
];

/** Breaks the database at its second run, unless it is refused. */
const ASOF = `select count(*) as n
  from (select i % 3 as patient, i as minute from range(200) t(i)) sign
  asof join (select i % 3 as patient, i as minute from range(200) t(i)) stay
  on sign.patient = stay.patient and sign.minute >= stay.minute`;

/**
 * What was off when the statement was planned: DuckDB makes a setting a constant of the plan. Keys that a join leaves
 * behind are a race of two threads, which takes hundreds of runs to show.
 */
const OFF = "select current_setting('disabled_optimizers') as names";

const STATES = [
  [
    "insert into sign values (1, timestamp '2026-01-05 08:00', 7, 'a')",
    "insert into stay values (1, timestamp '2026-01-05 08:00', timestamp '2026-01-05 12:00')",
  ],
  [
    `insert into sign values (1, timestamp '2026-01-05 09:00', 200, 'ö'), (2000000, timestamp '2026-01-05 09:00', 5e9, 'ö'),
      (2000000, timestamp '2027-01-05 09:00', null, null), (3, timestamp '2026-01-05 07:00', 200, 'b')`,
    "insert into stay values (2000000, timestamp '2026-01-05 08:00', timestamp 'infinity')",
  ],
  [
    'truncate sign',
    'delete from stay where patient = 1',
    "insert into sign values (2000000, timestamp '2026-01-05 10:00', 300, 'c')",
  ],
];

type Keeper = (connection: Connection) => Statements & Pick<KeptPlans, 'plan'>;

/**
 * Whether statements that are planned over empty tables, a temporary and another, answer as the same statements do that
 * are planned after the rows have changed; an ASOF join does, or is refused; and nothing is planned with optimizers whose plans
 * hold something of the rows. False also after an error.
 */
export async function answersRight(keeper: Keeper): Promise<boolean> {
  try {
    return await areSame(keeper);
  } catch {
    return false;
  }
}

async function areSame(keeper: Keeper): Promise<boolean> {
  const warehouse = await Warehouse.open(':memory:', { threads: 1 });
  try {
    const connection = await warehouse.connect();
    await connection.run(`
      create table sign (patient integer, seen_at timestamp, value double, word varchar);
      create temp table stay (patient integer, from_hour timestamp, until_hour timestamp)`);
    const kept = keeper(connection);
    await kept.plan([...PROBES, ...STATES.flat()]);
    const [off] = await kept.rows<{ names: string }>(OFF);
    if (!HOLDING_ROWS.every((name) => off!.names.split(',').includes(name))) return false;
    for (const changes of STATES) {
      for (const change of changes) await kept.run(change);
      for (const probe of PROBES) {
        if (!same(await kept.rows(probe), await connection.rows(probe))) return false;
      }
      const found = await kept.rows(ASOF).catch(refused);
      if (found !== null && !same(found, await connection.rows(ASOF))) return false;
    }
    return true;
  } finally {
    await warehouse.close();
  }
}

function refused(error: Error): null {
  if (error.message.includes(REFUSAL)) return null;
  throw error;
}

function same(one: readonly unknown[], other: readonly unknown[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
