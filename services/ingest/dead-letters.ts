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
import { DEAD_LETTERS_LAYOUT, LETTER_TABLES } from './layout.ts';
import type { Dismissal, StoredDismissal } from './letter-filter.ts';
import { conditionOf, LETTERS, type LetterFilter, type LetterState } from './letter-filter.ts';
import { digestOf, jsonOf, piecesOf, portions, recordsOf } from './letter-pieces.ts';
import { LARGEST_MASKED, masked } from './masked.ts';
import { type Origin, originOf } from './origin.ts';
import type { Sender } from './sender.ts';

/** A rejected record for display: where it is from, what is wrong and where, and its structure without values. */
export interface DeadLetter extends Origin {
  readonly number: number;
  /** Microseconds since 1970. */
  readonly receivedAt: number;
  readonly reason: RejectionReason;
  readonly pointer: string;
  readonly detail: string;
  readonly bytes: number;
  /** Who sent it, as the audit names them; `null` if that is not known. */
  readonly sender: string | null;
  /** Position in the journal; `null` if it was refused before. */
  readonly position: number | null;
  /** The record with every value masked; `null` if it is not JSON. */
  readonly masked: string | null;
  /** `null` while it is open. */
  readonly dismissal: StoredDismissal | null;
}

/** How many dead letters there are, and where they are from. */
export interface LetterCounts {
  /** Number that a filter selects. */
  readonly matching: number;
  /** Number that are dismissed. */
  readonly dismissed: number;
  /** Systems of those in its state, by name, at most `MOST_SOURCES`; '' for those whose system is not known. */
  readonly sources: string[];
}

/** A dead letter with its original record. */
export interface FullLetter {
  readonly number: number;
  readonly reason: RejectionReason;
  readonly pointer: string;
  readonly detail: string;
  readonly raw: Uint8Array;
  /** Its sender, `null` if not known. */
  readonly sender: Sender | null;
}

interface StoredLetter extends Omit<DeadLetter, 'receivedAt' | 'masked' | 'dismissal'> {
  readonly received_at: number;
  readonly dismissed_at: number | null;
  readonly dismissed_by: string | null;
  readonly because: Dismissal['because'] | null;
  readonly note: string | null;
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
      const letters = new DeadLetters(warehouse, connection, now);
      await letters.noteOrigins();
      return letters;
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

  /** Returns the number of open dead letters by reason. */
  async counts(): Promise<Record<string, number>> {
    const rows = await this.queue.run(() =>
      this.connection.rows<{ reason: string; n: number }>(
        `select reason, count(*) as n from dead_letter anti join dead_letter_dismissal using (number)
          group by reason order by reason`,
      ),
    );
    return Object.fromEntries(rows.map(({ reason, n }) => [reason, n]));
  }

  /** Counts the dead letters that a filter selects, and those in its state. */
  async countsOf(filter: LetterFilter): Promise<LetterCounts> {
    const { condition, parameters } = conditionOf(filter);
    const ofState = conditionOf({ state: filter.state });
    return this.queue.run(async () => {
      const [counted] = await this.connection.rows<{ matching: number; dismissed: number }>(
        `select count(*) filter (where ${condition}) as matching, count(dismissed_at) as dismissed
          from ${LETTERS}`,
        parameters,
      );
      const sources = await this.connection.rows<{ source: string }>(
        `select distinct coalesce(source, '') as source from ${LETTERS}
          where ${ofState.condition} order by source limit ${MOST_SOURCES}`,
        ofState.parameters,
      );
      return { ...counted!, sources: sources.map(({ source }) => source) };
    });
  }

  /**
   * Returns at most `limit` of the dead letters that a filter selects, masked: the newest first, or the oldest
   * first if it says after which number.
   */
  async list(filter: LetterFilter, limit: number): Promise<DeadLetter[]> {
    const { condition, parameters } = conditionOf(filter);
    const order = filter.after === undefined ? 'desc' : 'asc';
    return this.queue.run(async () => {
      const letters = await this.connection.rows<StoredLetter>(
        `select number, received_at, reason, pointer, detail, bytes, source, id, sender, position,
            dismissed_at, dismissed_by, because, note
          from ${LETTERS} where ${condition} order by number ${order} limit $limit`,
        { ...parameters, limit },
      );
      const raw = await this.rawOf(letters, LARGEST_MASKED);
      const page: DeadLetter[] = [];
      for (const stored of letters) {
        page.push(shownAs(stored, masked(raw.get(stored.number) ?? null)));
        if (page.length % MASKED_AT_ONCE === 0) await setImmediate();
      }
      return page;
    });
  }

  /**
   * Dismisses the open dead letters that a filter selects: they count no more, and no retry takes them.
   * Returns their number, once that is durable.
   */
  dismiss(filter: LetterFilter, { because, note, by }: Dismissal): Promise<number> {
    return this.changeState({ ...filter, state: 'open' }, (chosen, parameters) =>
      this.connection.run(
        `insert into dead_letter_dismissal by name
          select number, make_timestamp($at::bigint) as dismissed_at, $by as dismissed_by,
            $because as because, nullif($note, '') as note
          from (${chosen})`,
        { ...parameters, at: this.now() * 1000, by, because, note: note ?? '' },
      ),
    );
  }

  /** Opens the dismissed dead letters that a filter selects again. Returns their number, once that is durable. */
  reopen(filter: LetterFilter): Promise<number> {
    return this.changeState({ ...filter, state: 'dismissed' }, (chosen, parameters) =>
      this.connection.run(
        `delete from dead_letter_dismissal where number in (${chosen})`,
        parameters,
      ),
    );
  }

  /** Returns the oldest dead letters after a number, with records: at most `limit`, fewer if large. */
  read(after: number, limit: number): Promise<FullLetter[]> {
    return this.readWhere('number > $after', limit, { after });
  }

  /** Returns the same of open ones, for a retry. */
  readOpen(after: number, limit: number): Promise<FullLetter[]> {
    return this.readWhere(`number > $after and ${IS_OPEN}`, limit, { after });
  }

  /** Returns the oldest open ones from the future that are due by a time (microseconds since 1970). */
  readDue(now: Micros, limit: number): Promise<FullLetter[]> {
    const isDue = 'due_at <= make_timestamp($now::bigint)';
    return this.readWhere(`${isDue} and ${IS_OPEN}`, limit, { now });
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
        for (const table of LETTER_TABLES) {
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
      await this.insertOrigins(
        rejected.map(({ raw, sender, position }, index) => ({
          ...{ number: numbers[index]!.number, position: position ?? null },
          ...originOf(raw, sender ?? null),
        })),
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

  /** Notes where dead letters are from that an earlier program kept. */
  private async noteOrigins(): Promise<void> {
    for (let after = -1; ; ) {
      const letters = await this.readWhere(
        'number > $after and number not in (select number from dead_letter_origin)',
        UNNOTED_AT_ONCE,
        { after },
      );
      if (letters.length === 0) return;
      after = letters.at(-1)!.number;
      await this.insertOrigins(
        letters.map(({ number, raw, sender }) => {
          return { number, position: null, ...originOf(raw, sender) };
        }),
      );
    }
  }

  private async insertOrigins(
    origins: readonly (Origin & { readonly number: number; readonly position: number | null })[],
  ): Promise<void> {
    await this.connection.run(
      `insert into dead_letter_origin by name
        select unnest(from_json($origins, '[{"number":"bigint","source":"varchar","id":"varchar",
          "position":"bigint"}]'), recursive := true)`,
      { origins: jsonOf(origins) },
    );
  }

  /** Changes the state of the dead letters that a filter selects, in one transaction. Returns their number. */
  private changeState(
    filter: LetterFilter & { readonly state: LetterState },
    change: (chosen: string, parameters: Parameters) => Promise<void>,
  ): Promise<number> {
    const { condition, parameters } = conditionOf(filter);
    return this.queue.run(() =>
      this.connection.transaction(async () => {
        const chosen = `select number from ${LETTERS} where ${condition}`;
        const [row] = await this.connection.rows<{ n: number }>(
          `select count(*) as n from (${chosen})`,
          parameters,
        );
        if (row!.n > 0) await change(chosen, parameters);
        return row!.n;
      }),
    );
  }

  private readWhere(
    condition: string,
    limit: number,
    parameters: Parameters,
  ): Promise<FullLetter[]> {
    return this.queue.run(async () => {
      const letters = await this.connection.rows<
        Omit<FullLetter, 'raw' | 'sender'> & { sender: string | null; sources: string | null }
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
    const numbers = letters.map(({ number }) => number);
    if (numbers.length === 0) return new Map<number, Uint8Array>();
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
        ...{ first: Math.min(...numbers), last: Math.max(...numbers), most },
        numbers: JSON.stringify(numbers),
      },
    );
    return recordsOf(pieces);
  }
}

/** A stored dead letter in the form that is shown. */
function shownAs(stored: StoredLetter, text: string | null): DeadLetter {
  const { received_at, dismissed_at, dismissed_by, because, note, ...letter } = stored;
  const dismissal =
    dismissed_at === null ? null : { at: dismissed_at, by: dismissed_by!, because: because!, note };
  return { ...letter, receivedAt: received_at, masked: text, dismissal };
}

const IS_OPEN = 'number not in (select number from dead_letter_dismissal)';
/** Most systems that are listed. */
const MOST_SOURCES = 200;
/** Number of records that are masked before other work can run. */
const MASKED_AT_ONCE = 50;
/** Bytes after which a take ends. */
const TAKEN_BYTES = 8 * 1024 * 1024;
/** Dead letters whose origin is noted at once. */
const UNNOTED_AT_ONCE = 1_000;
