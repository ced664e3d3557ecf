import { createHash } from 'node:crypto';
import { migrate } from '../../../pipelines/warehouse/migrate.ts';
import { type Connection, Warehouse } from '../../../pipelines/warehouse/warehouse.ts';
import { jsonOf, piecesOf } from '../../ingest/letter-pieces.ts';
import { InputError } from '../../platform/input-error.ts';
import { SerialQueue } from '../../platform/serial-queue.ts';
import type { Extract } from '../adapter.ts';
import {
  type ExtractLog,
  JournalUnavailable,
  type RefusedRecord,
  type TakenRecord,
} from '../channel.ts';
import { type GroupLink, groupIdOf, linksOf } from './group-id.ts';
import { GroupStarts } from './group-starts.ts';
import { ADAPTERS_LAYOUT } from './layout.ts';
import { addNotes, type NotedAt } from './notes.ts';

export interface JournalOptions {
  /** Names the site's key: extracts of another key would make every patient a second time. */
  readonly keyId: string;
  /** False: of a record that cannot be read only the reason and the length are kept. */
  readonly keepRefused?: () => boolean;
  /** Records that may wait for a commit. */
  readonly queueLimit?: number;
  /** Called after a commit. */
  readonly onCommit?: () => void;
}

interface Waiting {
  readonly records: readonly TakenRecord[];
  readonly refused: readonly RefusedRecord[];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Milliseconds within which records share a commit. */
const TOGETHER = 20;
const QUEUE_LIMIT = 20_000;

/**
 * Keeps extracts in a DuckDB file of its own. What was taken survives a kill at any time. Statements of others run one
 * after another with its own (`use`), commits first.
 */
export class AdapterJournal implements ExtractLog {
  /** The open file. */
  readonly warehouse: Warehouse;
  private readonly connection: Connection;
  private readonly options: JournalOptions;
  private readonly queue = new SerialQueue();
  private waiting: Waiting[] = [];
  private depth = 0;
  private committing: Promise<void> | null = null;
  private stopped = false;
  private failing = false;

  /** Where the extracts of each group begin. */
  readonly extractStarts: GroupStarts;
  /** Where the published versions of each group begin. */
  readonly versionStarts: GroupStarts;

  private constructor(
    warehouse: Warehouse,
    connection: Connection,
    options: JournalOptions,
    starts: { readonly extract: GroupStarts; readonly published: GroupStarts },
  ) {
    this.warehouse = warehouse;
    this.connection = connection;
    this.options = options;
    this.extractStarts = starts.extract;
    this.versionStarts = starts.published;
  }

  /**
   * Opens or creates the file.
   * @throws InputError if its extracts have another key
   * @throws IncompatibleStateError if a newer program wrote it; the file stays as it was
   */
  static async open(path: string, options: JournalOptions): Promise<AdapterJournal> {
    const warehouse = await Warehouse.open(path, { memoryLimit: '256MB', threads: 1 });
    try {
      const connection = await warehouse.connect();
      await connection.transaction(async () => {
        await migrate(connection, ADAPTERS_LAYOUT);
        await assertKey(connection, options.keyId);
      });
      return new AdapterJournal(warehouse, connection, options, {
        extract: await GroupStarts.open(connection, 'extract'),
        published: await GroupStarts.open(connection, 'published'),
      });
    } catch (error) {
      await warehouse.close();
      throw error;
    }
  }

  /** True from a commit that failed to the next that does not. */
  get isFailing(): boolean {
    return this.failing;
  }

  take(records: readonly TakenRecord[]): Promise<void> {
    return this.add(records, []);
  }

  refuse(record: RefusedRecord): Promise<void> {
    return this.add([], [record]);
  }

  /** Runs statements in their turn, together in one transaction. */
  use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.queue.run(() => this.connection.transaction(() => work(this.connection)));
  }

  /** Runs a query in its turn. */
  read<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.queue.run(() => work(this.connection));
  }

  /** Commits what waits, takes nothing more, and closes the file. */
  async close(): Promise<void> {
    this.stopped = true;
    await this.committing;
    await this.queue.idle();
    this.connection.close();
    await this.warehouse.close();
  }

  private add(records: readonly TakenRecord[], refused: readonly RefusedRecord[]): Promise<void> {
    const count = records.length + refused.length;
    if (count === 0) return Promise.resolve();
    if (this.stopped) return Promise.reject(new JournalUnavailable('The adapters are stopping'));
    const { queueLimit = QUEUE_LIMIT } = this.options;
    if (this.depth > 0 && this.depth + count > queueLimit) {
      return Promise.reject(new JournalUnavailable('Too many records wait to be stored'));
    }
    this.depth += count;
    return new Promise((resolve, reject) => {
      this.waiting.push({ records, refused, resolve, reject });
      this.committing ??= this.commitAll();
    });
  }

  private async commitAll(): Promise<void> {
    while (this.waiting.length > 0) {
      if (!this.stopped) await new Promise((resolve) => setTimeout(resolve, TOGETHER));
      const round = this.waiting.splice(0);
      const failure = await this.queue
        .run(() => this.commit(round), { urgent: true })
        .then(() => null)
        .catch((cause: Error) => new JournalUnavailable('Nothing can be stored now', { cause }));
      this.failing = failure !== null;
      for (const { records, refused, resolve, reject } of round) {
        this.depth -= records.length + refused.length;
        if (failure === null) resolve();
        else reject(failure);
      }
      if (failure === null) this.options.onCommit?.();
    }
    // in the same step as the check for what waits
    this.committing = null;
  }

  private commit(round: readonly Waiting[]): Promise<void> {
    const { connection } = this;
    const records = round.flatMap((each) => each.records);
    const refused = round.flatMap((each) => each.refused);
    return connection.transaction(async () => {
      await insertLinks(connection, records);
      await addNotes(connection, [
        ...records,
        ...(await insertExtracts(connection, records, this.extractStarts)),
      ]);
      await this.insertRefused(refused);
    });
  }

  private async insertRefused(refused: readonly RefusedRecord[]): Promise<void> {
    if (refused.length === 0) return;
    const { connection } = this;
    const numbers = await connection.rows<{ number: number }>(
      "select nextval('refused_number') as number from range($count)",
      { count: refused.length },
    );
    const rows = refused.map(({ channel, receivedAt, reason, detail, bytes }, index) => ({
      ...{ number: numbers[index]!.number, channel, receivedAt, reason, detail },
      bytes: bytes.length,
    }));
    await connection.run(
      `insert into refused by name
        select * exclude ("receivedAt"), make_timestamp("receivedAt") as received_at
        from (select unnest(from_json($rows, '[{"number":"bigint","channel":"varchar",
          "receivedAt":"bigint","reason":"varchar","detail":"varchar","bytes":"bigint"}]'), recursive := true))`,
      { rows: jsonOf(rows) },
    );
    if (!(this.options.keepRefused?.() ?? true)) return;
    const pieces = refused.flatMap(({ bytes }, index) => piecesOf(bytes, numbers[index]!.number));
    await connection.run(
      `insert into refused_piece
        select number, place, from_base64(raw)
        from (select unnest(from_json($pieces, '[{"number":"bigint","place":"integer",
          "raw":"varchar"}]'), recursive := true))`,
      { pieces: JSON.stringify(pieces) },
    );
  }
}

/** What is stored of an extract; those of one hash say the same of the same group. */
function rowOf(extract: Extract, { channel, receivedAt }: TakenRecord) {
  const { kind, visit, patient, links = [] } = extract;
  const groupId = groupIdOf(extract);
  const body = JSON.stringify(extract.body);
  const hash = createHash('sha256')
    .update(JSON.stringify([channel, kind, visit, patient, groupId, links, body]))
    .digest('base64url')
    .slice(0, 22);
  return { channel, groupId, kind, visit, patient, receivedAt, hash, body, times: 1 };
}

/** Stores what is new, and notes what came for groups that are closed. */
async function insertExtracts(
  connection: Connection,
  records: readonly TakenRecord[],
  starts: GroupStarts,
): Promise<NotedAt[]> {
  const rows = new Map<string, ReturnType<typeof rowOf>>();
  for (const record of records) {
    for (const extract of record.extracts) {
      const row = rowOf(extract, record);
      const known = rows.get(row.hash);
      if (known === undefined) rows.set(row.hash, row);
      else known.times++;
    }
  }
  if (rows.size === 0) return [];
  const closed = await closedAmong(connection, [...rows.values()]);
  for (const { hash } of closed) rows.delete(hash);
  await storeRows(connection, rows, starts);
  return closed.map(({ channel, receivedAt }) => ({
    notes: [{ reason: 'closed', channel, key: '', count: 1 }],
    receivedAt,
  }));
}

async function storeRows(
  connection: Connection,
  rows: ReadonlyMap<string, ReturnType<typeof rowOf>>,
  starts: GroupStarts,
): Promise<void> {
  const taken = { rows: jsonOf([...rows.values()]) };
  const parsed = `(select unnest(from_json($rows, '[{"channel":"varchar","groupId":"varchar",
    "kind":"varchar","visit":"varchar","patient":"varchar","receivedAt":"bigint","hash":"varchar",
    "body":"varchar","times":"integer"}]'), recursive := true))`;
  // what came before is of the same group
  const start = starts.startOf([...rows.values()].map(({ groupId }) => groupId));
  const known =
    start === null
      ? []
      : await connection.rows<{ hash: string }>(
          `select hash from extract
            where sequence >= $start and hash in (select unnest(from_json($hashes, '["varchar"]')))`,
          { start, hashes: JSON.stringify([...rows.keys()]) },
        );
  if (known.length > 0) {
    await connection.run(
      `update extract set times = extract.times + again.times from ${parsed} again
        where extract.sequence >= $start and extract.hash = again.hash`,
      { ...taken, start },
    );
  }
  const isKnown = new Set(known.map(({ hash }) => hash));
  const fresh = [...rows.values()].filter(({ hash }) => !isKnown.has(hash));
  if (fresh.length === 0) return;
  starts.note(
    await connection.rows<{ group_id: string; sequence: number }>(
      `insert into extract by name
        select nextval('extract_sequence') as sequence, channel, "groupId" as group_id, kind, visit, patient,
          make_timestamp("receivedAt") as received_at, hash, times, body
        from ${parsed}
        returning group_id, sequence`,
      { rows: jsonOf(fresh) },
    ),
  );
}

async function closedAmong(
  connection: Connection,
  rows: readonly ReturnType<typeof rowOf>[],
): Promise<ReturnType<typeof rowOf>[]> {
  const found = await connection.rows<{ group_id: string }>(
    `select group_id from closed_group
      where group_id in (select unnest(from_json($groups, '["varchar"]')))`,
    { groups: JSON.stringify([...new Set(rows.map(({ groupId }) => groupId))]) },
  );
  const closed = new Set(found.map(({ group_id }) => group_id));
  return rows.filter(({ groupId }) => closed.has(groupId));
}

async function insertLinks(connection: Connection, records: readonly TakenRecord[]) {
  const links = new Map<string, GroupLink>();
  for (const { extracts } of records) {
    for (const link of extracts.flatMap(linksOf)) links.set(JSON.stringify(link), link);
  }
  if (links.size === 0) return;
  await connection.run(
    `insert into link by name
      select kind, "from" as from_id, "to" as to_id
      from (select unnest(from_json($links, '[{"kind":"varchar","from":"varchar","to":"varchar"}]'),
        recursive := true)) stated
      where not exists (from link where link.kind = stated.kind
        and link.from_id = stated."from" and link.to_id = stated."to")`,
    { links: JSON.stringify([...links.values()]) },
  );
}

async function assertKey(connection: Connection, keyId: string): Promise<void> {
  const [known] = await connection.rows<{ value: string }>(
    "select value from state where name = 'key'",
  );
  if (known === undefined) {
    await connection.run("insert into state values ('key', $keyId)", { keyId });
  } else if (known.value !== keyId) {
    throw new InputError(
      'The key file has another key than the one that the journal of the adapters was made with. Every patient would come a second time: put the first key back',
    );
  }
}
