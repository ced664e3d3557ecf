import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { RejectionReason } from '../../pipelines/events/decode.ts';
import { migrate } from '../../pipelines/warehouse/migrate.ts';
import {
  type Connection,
  type Parameters,
  Warehouse,
} from '../../pipelines/warehouse/warehouse.ts';
import type { Micros } from '../../schemas/instant.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import type { Sources } from '../security/auth/sources.ts';
import type { Letter } from './commit-queue.ts';
import { DEAD_LETTERS_LAYOUT } from './layout.ts';
import { LARGEST_MASKED, masked } from './masked.ts';
import type { Sender } from './sender.ts';

/** A rejected record for display: what is wrong and where, and its structure without values. */
export interface DeadLetter {
  readonly number: number;
  /** Microseconds since 1970. */
  readonly receivedAt: number;
  readonly reason: RejectionReason;
  readonly pointer: string;
  readonly detail: string;
  readonly bytes: number;
  /** The record with every value masked; `null` if it is not JSON. */
  readonly masked: string | null;
}

/** Bytes of a piece of a record: see `tables.sql`. */
const PIECE_BYTES = 2000;

/** A dead letter with its original record. */
export interface TakenLetter {
  readonly number: number;
  readonly reason: RejectionReason;
  readonly pointer: string;
  readonly detail: string;
  readonly raw: Uint8Array;
  /** Its sender, `null` if not known. */
  readonly sender: Sender | null;
}

interface StoredLetter {
  readonly number: number;
  readonly received_at: number;
  readonly reason: RejectionReason;
  readonly pointer: string;
  readonly detail: string;
  readonly bytes: number;
}

/** Stores rejected records in a separate DuckDB file until a retry is accepted. */
export class DeadLetters {
  readonly warehouse: Warehouse;
  /** Number of changes since the file was opened. */
  changes = 0;
  private readonly connection: Connection;
  private readonly now: () => number;
  private readonly queue = new SerialQueue();

  private constructor(warehouse: Warehouse, connection: Connection, now: () => number) {
    this.warehouse = warehouse;
    this.connection = connection;
    this.now = now;
  }

  /**
   * Opens or creates the file.
   * @throws IncompatibleStateError if a newer program wrote it; the file stays as it was
   */
  static async open(path: string, now: () => number = Date.now): Promise<DeadLetters> {
    const warehouse = await Warehouse.open(path, { memoryLimit: '128MB', threads: 1 });
    try {
      const connection = await warehouse.connect();
      await connection.transaction(() => migrate(connection, DEAD_LETTERS_LAYOUT));
      return new DeadLetters(warehouse, connection, now);
    } catch (error) {
      await warehouse.close();
      throw error;
    }
  }

  /**
   * Stores records; resolves when they are durable. A record that the same sender sent before is not stored
   * twice; its reason is updated.
   */
  put(rejected: readonly Letter[]): Promise<void> {
    return this.queue.run(async () => {
      for (const portion of portions(rejected)) {
        const records = new Map(portion.map((letter) => [digestOf(letter), letter]));
        const known = await this.known([...records.keys()]);
        await this.renew(known.map((digest) => [digest, records.get(digest)!]));
        for (const digest of known) records.delete(digest);
        await this.insert(records);
      }
    });
  }

  /** Returns the number of dead letters by reason. */
  async counts(): Promise<Record<string, number>> {
    const rows = await this.queue.run(() =>
      this.connection.rows<{ reason: string; n: number }>(
        'select reason, count(*) as n from dead_letter group by reason order by reason',
      ),
    );
    return Object.fromEntries(rows.map(({ reason, n }) => [reason, n]));
  }

  /** Returns the oldest `limit` dead letters after a number, masked. */
  async list(after: number, limit: number): Promise<DeadLetter[]> {
    return this.queue.run(async () => {
      const letters = await this.connection.rows<StoredLetter>(
        `select number, received_at, reason, pointer, detail, bytes
          from dead_letter where number > $after order by number limit $limit`,
        { after, limit },
      );
      const raw = await this.rawOf(letters, LARGEST_MASKED);
      const page: DeadLetter[] = [];
      for (const { received_at, ...letter } of letters) {
        const text = masked(raw.get(letter.number) ?? null);
        page.push({ ...letter, receivedAt: received_at, masked: text });
        if (page.length % MASKED_AT_ONCE === 0) await setImmediate();
      }
      return page;
    });
  }

  /** Returns the oldest dead letters after a number, with records, for a retry: at most `limit`, fewer if large. */
  take(after: number, limit: number): Promise<TakenLetter[]> {
    return this.takeWhere('number > $after', limit, { after });
  }

  /** Returns the oldest from the future that are due by a time (microseconds since 1970), in the form of `take`. */
  takeDue(now: Micros, limit: number): Promise<TakenLetter[]> {
    return this.takeWhere('due_at <= make_timestamp($now::bigint)', limit, { now });
  }

  /** Returns the number of the last dead letter that a mirror has. */
  async mirroredTo(): Promise<number> {
    const [row] = await this.queue.run(() =>
      this.connection.rows<{ number: number }>('select number from mirrored'),
    );
    return row!.number;
  }

  /** Records that a mirror has the dead letters up to a number. */
  async markMirrored(number: number): Promise<void> {
    await this.queue.run(() =>
      this.connection.run('update mirrored set number = $number', { number }),
    );
  }

  /** Resolves if dead letters can be stored now. @throws WarehouseError if they cannot */
  async probe(): Promise<void> {
    await this.queue.run(() => this.connection.run('update mirrored set number = number'));
  }

  /** Returns the number of the newest dead letter, 0 if there is none. */
  async lastNumber(): Promise<number> {
    const [row] = await this.queue.run(() =>
      this.connection.rows<{ last: number }>(
        'select coalesce(max(number), 0) as last from dead_letter',
      ),
    );
    return row!.last;
  }

  /** Deletes dead letters that were accepted since. */
  async drop(numbers: readonly number[]): Promise<void> {
    const dropped = { numbers: JSON.stringify(numbers) };
    await this.queue.run(() =>
      this.connection.transaction(async () => {
        for (const table of ['dead_letter', 'dead_letter_piece']) {
          await this.connection.run(
            `delete from ${table} where number in (select unnest(from_json($numbers, '["bigint"]')))`,
            dropped,
          );
        }
      }),
    );
    this.changes++;
  }

  async close(): Promise<void> {
    await this.queue.idle();
    this.connection.close();
    await this.warehouse.close();
  }

  /** Returns the digests that are stored. */
  private async known(digests: readonly string[]): Promise<string[]> {
    const known = await this.connection.rows<{ digest: string }>(
      `select digest from dead_letter
        where digest in (select unnest(from_json($digests, '["varchar"]')))`,
      { digests: JSON.stringify(digests) },
    );
    return known.map(({ digest }) => digest);
  }

  /** Updates why stored records are rejected: another release, or a corrected site file, may find another fault. */
  private async renew(records: readonly (readonly [string, Letter])[]): Promise<void> {
    if (records.length === 0) return;
    const faults = records.map(([digest, { reason, pointer, detail, dueAt }]) => {
      return { digest, reason, pointer, detail, dueAt };
    });
    await this.connection.run(
      `update dead_letter
        set reason = fault.reason, pointer = fault.pointer, detail = fault.detail,
          due_at = make_timestamp(fault."dueAt")
        from (select unnest(from_json($faults, '[{"digest":"varchar","reason":"varchar",
          "pointer":"varchar","detail":"varchar","dueAt":"bigint"}]'), recursive := true)) fault
        where dead_letter.digest = fault.digest`,
      { faults: jsonOf(faults) },
    );
  }

  private async insert(records: ReadonlyMap<string, Letter>): Promise<void> {
    if (records.size === 0) return;
    const { connection } = this;
    const digests = [...records.keys()];
    const rejected = [...records.values()];
    await connection.transaction(async () => {
      const numbers = await connection.rows<{ number: number }>(
        "select nextval('dead_letter_number') as number from range($count)",
        { count: rejected.length },
      );
      const letters = rejected.map(({ reason, pointer, detail, raw, sender, dueAt }, index) => ({
        ...{ number: numbers[index]!.number, reason, pointer, detail, bytes: raw.length },
        digest: digests[index]!,
        sender: sender?.subject,
        sources: sender === undefined ? undefined : JSON.stringify(sender.sources),
        dueAt,
      }));
      await connection.run(
        `insert into dead_letter by name
          select * exclude ("dueAt"), make_timestamp("dueAt") as due_at, make_timestamp($now) as received_at
          from (select unnest(from_json($letters, '[{"number":"bigint","reason":"varchar",
            "pointer":"varchar","detail":"varchar","bytes":"bigint","digest":"varchar",
            "sender":"varchar","sources":"varchar","dueAt":"bigint"}]'), recursive := true))`,
        { now: this.now() * 1000, letters: jsonOf(letters) },
      );
      const pieces = rejected.flatMap(({ raw }, index) => piecesOf(raw, numbers[index]!.number));
      await connection.run(
        `insert into dead_letter_piece
          select number, place, from_base64(raw)
          from (select unnest(from_json($pieces, '[{"number":"bigint","place":"integer",
            "raw":"varchar"}]'), recursive := true))`,
        { pieces: JSON.stringify(pieces) },
      );
    });
    this.changes++;
  }

  private takeWhere(
    condition: string,
    limit: number,
    parameters: Parameters,
  ): Promise<TakenLetter[]> {
    return this.queue.run(async () => {
      const letters = await this.connection.rows<
        Omit<TakenLetter, 'raw' | 'sender'> & { sender: string | null; sources: string | null }
      >(
        `select number, reason, pointer, detail, sender, sources from (
          from dead_letter where ${condition} order by number limit $limit
        ) qualify sum(bytes) over (order by number) - bytes < ${TAKEN_BYTES} order by number`,
        { ...parameters, limit },
      );
      const raw = await this.rawOf(letters);
      return letters.map(({ sender: subject, sources, ...letter }) => ({
        ...letter,
        raw: raw.get(letter.number) ?? Buffer.alloc(0),
        sender: subject === null ? null : { subject, sources: JSON.parse(sources!) as Sources },
      }));
    });
  }

  /** Returns records by number, of dead letters up to a size. */
  private async rawOf(
    letters: readonly Pick<DeadLetter, 'number'>[],
    most = Number.MAX_SAFE_INTEGER,
  ) {
    const pieces = await this.connection.rows<{ number: number; raw: Uint8Array }>(
      `select number, raw from dead_letter_piece
        where number >= $first and number <= $last
          and number in (
            select number from dead_letter
            where bytes <= $most
              and number in (select unnest(from_json($numbers, '["bigint"]')))
          )
        order by number, place`,
      {
        ...{ first: letters[0]?.number ?? 0, last: letters.at(-1)?.number ?? 0, most },
        numbers: JSON.stringify(letters.map(({ number }) => number)),
      },
    );
    const whole = new Map<number, Uint8Array[]>();
    for (const { number, raw } of pieces) {
      const before = whole.get(number);
      if (before === undefined) whole.set(number, [raw]);
      else before.push(raw);
    }
    return new Map([...whole].map(([number, parts]) => [number, Buffer.concat(parts)]));
  }
}

/** Returns JSON for a parameter, with escaped apostrophes: DuckDB takes seconds for thousands of them in a long text. */
function jsonOf(value: unknown): string {
  return JSON.stringify(value).replaceAll("'", '\\u0027');
}

/** Digest of a record and its sender: a record does not replace the same record of another sender. */
function digestOf({ raw, sender }: Letter): string {
  const hash = createHash('sha256');
  if (sender !== undefined) hash.update(`${sender.subject}\0`);
  return hash.update(raw).digest('hex');
}

function piecesOf(raw: Uint8Array, number: number) {
  const count = Math.ceil(raw.length / PIECE_BYTES);
  return Array.from({ length: count }, (_, place) => {
    const piece = raw.subarray(place * PIECE_BYTES, (place + 1) * PIECE_BYTES);
    return { number, place, raw: Buffer.from(piece).toString('base64') };
  });
}

/** Number of records that are masked before other work can run. */
const MASKED_AT_ONCE = 50;
/** Bytes after which a take ends. */
const TAKEN_BYTES = 8 * 1024 * 1024;
/** Bytes of records in one statement: DuckDB keeps several copies of them in memory. */
const PORTION_BYTES = 2 * 1024 * 1024;

/** Splits records in order into portions; the record that reaches the limit is the last of its portion. */
function* portions(rejected: readonly Letter[]): Generator<Letter[]> {
  let portion: Letter[] = [];
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
