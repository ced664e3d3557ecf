import type { Rejection, RejectionReason } from '../../pipelines/scoring/decode.ts';
import { type Connection, Warehouse } from '../../pipelines/warehouse/warehouse.ts';

/** A rejected record as it may be looked at: what is wrong and where, and its shape without values. */
export interface DeadLetter {
  readonly number: number;
  /** Microseconds since 1970. */
  readonly receivedAt: number;
  readonly reason: RejectionReason;
  readonly pointer: string;
  readonly detail: string;
  readonly bytes: number;
  /** The record with every value masked; NULL where it is not JSON. */
  readonly masked: string | null;
}

const TABLE = `
  create sequence if not exists dead_letter_number;
  create table if not exists dead_letter (
    number bigint primary key default nextval('dead_letter_number'),
    received_at timestamp not null, reason varchar not null, pointer varchar not null,
    detail varchar not null, raw blob not null
  )`;

/** Rejected records in a DuckDB file of their own, kept until a retry is taken. */
export class DeadLetters {
  private readonly warehouse: Warehouse;
  private readonly connection: Connection;
  private readonly now: () => number;
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(warehouse: Warehouse, connection: Connection, now: () => number) {
    this.warehouse = warehouse;
    this.connection = connection;
    this.now = now;
  }

  static async open(path: string, now: () => number = Date.now): Promise<DeadLetters> {
    const warehouse = await Warehouse.open(path, { memoryLimit: '128MB', threads: 1 });
    const connection = await warehouse.connect();
    // what is not in the file yet stays in memory, which large records would fill
    await connection.run("set global wal_autocheckpoint = '16MB'");
    await connection.run(TABLE);
    return new DeadLetters(warehouse, connection, now);
  }

  /** Keeps records; resolves when they are durable. */
  put(rejected: readonly Rejection[]): Promise<void> {
    return this.inTurn(async () => {
      for (const portion of portions(rejected)) await this.insert(portion);
    });
  }

  /** How many there are, by reason. */
  async counts(): Promise<Record<string, number>> {
    const rows = await this.inTurn(() =>
      this.connection.rows<{ reason: string; n: number }>(
        'select reason, count(*) as n from dead_letter group by reason order by reason',
      ),
    );
    return Object.fromEntries(rows.map(({ reason, n }) => [reason, n]));
  }

  /** The oldest `limit` after a number, masked. */
  async list(after: number, limit: number): Promise<DeadLetter[]> {
    const rows = await this.take(after, limit);
    return rows.map(({ raw, received_at, ...letter }) => ({
      ...letter,
      receivedAt: received_at,
      bytes: raw.length,
      masked: masked(raw),
    }));
  }

  /** The oldest `limit` after a number as they came, for a retry. */
  take(after: number, limit: number) {
    return this.inTurn(() =>
      this.connection.rows<{
        number: number;
        received_at: number;
        reason: RejectionReason;
        pointer: string;
        detail: string;
        raw: Uint8Array;
      }>('from dead_letter where number > $after order by number limit $limit', { after, limit }),
    );
  }

  /** The number of the newest letter, 0 where there is none. */
  async lastNumber(): Promise<number> {
    const [row] = await this.inTurn(() =>
      this.connection.rows<{ last: number }>(
        'select coalesce(max(number), 0) as last from dead_letter',
      ),
    );
    return row!.last;
  }

  /** Drops letters that were taken since. */
  async drop(numbers: readonly number[]): Promise<void> {
    await this.inTurn(() =>
      this.connection.run(
        `delete from dead_letter where number in (select unnest(from_json($numbers, '["bigint"]')))`,
        { numbers: JSON.stringify(numbers) },
      ),
    );
  }

  async close(): Promise<void> {
    await this.turn;
    this.connection.close();
    await this.warehouse.close();
  }

  private async insert(rejected: readonly Rejection[]): Promise<void> {
    const rows = rejected.map(({ reason, pointer, detail, raw }) => ({
      reason,
      pointer,
      detail,
      raw: Buffer.from(raw).toString('base64'),
    }));
    await this.connection.run(
      `insert into dead_letter (received_at, reason, pointer, detail, raw)
        select make_timestamp($now), reason, pointer, detail, from_base64(raw)
        from (select unnest(from_json($rows, '[{"reason":"varchar","pointer":"varchar",
          "detail":"varchar","raw":"varchar"}]'), recursive := true))`,
      { now: this.now() * 1000, rows: JSON.stringify(rows) },
    );
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }
}

/** Bytes of records that are kept in one statement: DuckDB holds them several times over. */
const PORTION_BYTES = 2 * 1024 * 1024;

/** Records in their order, in portions that end with the one that reaches the limit. */
function* portions(rejected: readonly Rejection[]): Generator<Rejection[]> {
  let portion: Rejection[] = [];
  let bytes = 0;
  for (const rejection of rejected) {
    portion.push(rejection);
    bytes += rejection.raw.length;
    if (bytes < PORTION_BYTES) continue;
    yield portion;
    portion = [];
    bytes = 0;
  }
  if (portion.length > 0) yield portion;
}

const LARGEST_MASKED = 4096;

/**
 * A record with its field names and every value masked but the type: enough to see which interface is
 * wrong, and nothing of a patient. A field name that is not of the schema is masked too.
 */
export function masked(raw: Uint8Array): string | null {
  if (raw.length > LARGEST_MASKED) return null;
  try {
    return JSON.stringify(maskedValue(JSON.parse(Buffer.from(raw).toString('utf8'))));
  } catch {
    return null;
  }
}

const SAFE_NAME = /^[a-zA-Z]{1,24}$/;
const EVENT_TYPE = /^[a-z]+(-[a-z]+)?(\.[a-z]+)?$/;

function maskedValue(value: unknown, name = ''): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return [`… ${value.length}`];
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        SAFE_NAME.test(key) ? key : '…',
        maskedValue(inner, key),
      ]),
    );
  }
  if (name === 'type' && typeof value === 'string' && EVENT_TYPE.test(value)) {
    return value.slice(0, 24);
  }
  return `… ${typeof value}`;
}
