import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { InputError } from '../../platform/input-error.ts';
import type { Logger } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { LONGEST_WAIT, type ReadinessCheck } from '../../platform/readiness.ts';
import { ReconnectingAdmin } from './cluster.ts';
import { assertReadable } from './record-headers.ts';
import type { SiteCheck } from './site-check.ts';
import { Waiting } from './waiting.ts';

/** Handles the messages of a partition. */
export interface PartitionHandler {
  /** The next offset to read, which is stored with the messages. */
  nextOffset(): number;
  /**
   * Stores messages, all at or after `nextOffset`; resolves once they are durable with their position.
   * @param lag messages of the partition after these
   */
  take(messages: readonly KafkaMessage[], lag: number): Promise<void>;
  /** True while stored messages cannot be processed. */
  readonly isFailing?: boolean;
  /** Milliseconds that the oldest stored message has waited to be processed. */
  waited?(): number;
  /** Closes the files of the partition. */
  close(): Promise<void>;
}

export interface PartitionConsumerOptions {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Opens the sink of an assigned partition. */
  readonly open: (topic: string, partition: number) => Promise<PartitionHandler>;
  /** Called if the log begins after the read position: `missing` messages are lost. */
  readonly onLoss: (topic: string, partition: number, missing: number) => void;
  /** Called when reading has ended permanently. */
  readonly onCrash: (error: Error) => void;
  readonly log: Logger;
  /** Compares the site file of writers; without it none is compared. */
  readonly siteCheck?: SiteCheck;
  /** Most messages of one call of `take`. */
  readonly chunk?: number;
  /** Milliseconds without a sign of life after which a member's partitions go to others. */
  readonly sessionTimeout: number;
  /** Milliseconds that messages of the log may wait before reading counts as behind. */
  readonly longestWait?: number;
  /** Whether gaps in a topic are normal because it is compacted. */
  readonly compacted?: (topic: string) => boolean;
}

const HEARTBEAT_INTERVAL = 1_000;
const PROGRESS_INTERVAL = 2_000;
/**
 * Bytes of a fetch of a partition, compressed; they expand to about ten times as much. The same as the default
 * limit of brokers for a message, so that a huge invalid message does not need a fetch of its own, for which
 * valid messages behind it would wait.
 */
const FETCH_BYTES = 1024 * 1024;

/** A partition that is assigned to this member. */
interface Assigned {
  readonly topic: string;
  readonly partition: number;
  readonly sink: Promise<PartitionHandler>;
  /** The sink once it is open. */
  open: PartitionHandler | null;
  /** Whether the first fetch after the assignment was compared with the stored position. */
  aligned: boolean;
  /** Serializes batches, also if a new assignment brings two at once. */
  turn: Promise<unknown>;
  /** Whether the last batch failed. */
  failing: boolean;
  /** End of the partition at the last query, `null` before the first. */
  end: number | null;
  /** Offset before which nothing is left to read: messages were stored or deleted, or never existed. */
  passed: number;
  readonly waiting: Waiting;
}

/**
 * Reads topics as a member of a group. The position of a partition is the one that its sink stored with the
 * messages, never the committed offset of the group, which only shows the lag in tools.
 */
export class PartitionConsumer {
  private readonly options: PartitionConsumerOptions;
  private readonly consumer: Consumer;
  private assigned = new Map<string, Assigned>();
  private closing: Promise<unknown> = Promise.resolve();
  private readonly admin: ReconnectingAdmin;
  /** Partitions that were set back to the stored position. */
  private readonly soughtBack = new Set<string>();
  private progressTimer: NodeJS.Timeout | undefined;
  /** Time of the last query for the ends of the partitions; milliseconds of a monotonic clock. */
  private heardAt = performance.now();
  private stopping = false;
  private joined = false;

  constructor(options: PartitionConsumerOptions) {
    this.options = options;
    const { sessionTimeout } = options;
    this.admin = new ReconnectingAdmin(options.kafka);
    this.consumer = options.kafka.consumer({
      groupId: options.groupId,
      sessionTimeout,
      heartbeatInterval: HEARTBEAT_INTERVAL,
      rebalanceTimeout: 2 * sessionTimeout,
      maxBytesPerPartition: FETCH_BYTES,
      maxWaitTimeInMs: 250,
      allowAutoTopicCreation: false,
    });
    this.consumer.on(this.consumer.events.GROUP_JOIN, ({ payload }) =>
      this.assign(payload.memberAssignment),
    );
    // offsets with only transaction markers deliver no batch
    this.consumer.on(this.consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      const { topic, partition, batchSize, lastOffset } = payload;
      const assigned = this.assigned.get(keyOf(topic, partition));
      if (batchSize > 0 || assigned === undefined) return;
      assigned.passed = Math.max(assigned.passed, Number(lastOffset) + 1);
    });
    this.consumer.on(this.consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart && !this.stopping) options.onCrash(payload.error);
    });
  }

  async start(): Promise<void> {
    await this.admin.connect();
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [...this.options.topics], fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 3,
      eachBatch: (payload) => this.take(payload),
    });
    const report = async () => {
      await this.commitProgress().catch((error: Error) => {
        // Kafka is away or busy, and the next query comes soon; but a log that lost what was read stays short
        if (error instanceof InputError) this.options.onCrash(error);
      });
      if (!this.stopping) this.progressTimer = setTimeout(report, PROGRESS_INTERVAL);
    };
    this.heardAt = performance.now();
    this.progressTimer = setTimeout(report, PROGRESS_INTERVAL);
  }

  /** True once the group has said which partitions this member has, if any. */
  get hasJoined(): boolean {
    return this.joined;
  }

  /** True while messages cannot be stored or processed. */
  get isFailing(): boolean {
    return [...this.assigned.values()].some(({ failing, open }) => failing || open?.isFailing);
  }

  /** Returns the next offset to read of a partition, -1 if this member does not have it (yet). */
  position(topic: string, partition: number): number {
    const { open, passed } = this.assigned.get(keyOf(topic, partition)) ?? {};
    return open == null ? -1 : Math.max(open.nextOffset(), passed!);
  }

  /** Reasons why a service that reads with this is not ready. */
  get checks(): ReadinessCheck[] {
    const { longestWait = LONGEST_WAIT } = this.options;
    const silence = () => performance.now() - this.heardAt;
    return [
      { reason: 'log-unreachable', applies: () => silence() > longestWait },
      { reason: 'behind', applies: () => this.waited() > longestWait },
    ];
  }

  /** Milliseconds that the oldest message of the log has waited to be read and processed. */
  private waited(): number {
    const waits = [...this.assigned.values()].map(({ open, passed, waiting }) =>
      Math.max(waiting.since(Math.max(open?.nextOffset() ?? 0, passed)), open?.waited?.() ?? 0),
    );
    return Math.max(0, ...waits);
  }

  /** Sets the gauge of messages not stored yet, as of some seconds ago; NaN if not known yet. */
  gauge({ lag }: Pick<Metrics, 'lag'>): void {
    lag.reset();
    for (const { topic, partition, open, end, passed } of this.assigned.values()) {
      const isKnown = open !== null && end !== null;
      const behind = isKnown ? Math.max(0, end - Math.max(open.nextOffset(), passed)) : Number.NaN;
      lag.set({ topic, partition }, behind);
    }
  }

  /** Stops reading, leaves the group and closes the sinks. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.progressTimer);
    await this.commit().catch(() => undefined);
    await this.consumer.stop();
    await this.consumer.disconnect();
    await this.admin.close();
    this.assign({});
    await this.closing;
  }

  /** Opens new partitions and closes lost ones. Partitions that stay are compared again. */
  private assign(assignment: Record<string, number[]>): void {
    this.joined = true;
    const next = new Map<string, Assigned>();
    for (const [topic, partitions] of Object.entries(assignment)) {
      for (const partition of partitions) {
        const key = keyOf(topic, partition);
        next.set(key, this.kept(key) ?? this.given(topic, partition));
      }
    }
    const gone = [...this.assigned].filter(([key]) => !next.has(key));
    this.assigned = next;
    for (const [key, { sink }] of gone) {
      this.soughtBack.delete(key);
      // a failure to open was already reported
      const closed = sink
        .then(
          (open) => open.close(),
          () => undefined,
        )
        .catch((error: Error) => {
          this.options.log.error({ kind: error.name }, 'a partition could not be closed');
        });
      this.closing = Promise.all([this.closing, closed]);
    }
  }

  /** Keeps a partition of this member: the position of the group may differ from its own. */
  private kept(key: string): Assigned | null {
    const kept = this.assigned.get(key) ?? null;
    if (kept === null) return null;
    kept.aligned = false;
    if (kept.open !== null) this.seek(kept, kept.open);
    return kept;
  }

  /** Opens a new partition, but not before a file that is being closed is closed. */
  private given(topic: string, partition: number): Assigned {
    const sink = this.closing.then(() => this.options.open(topic, partition));
    const given: Assigned = {
      ...{ topic, partition, sink, open: null, aligned: false },
      ...{ turn: Promise.resolve(), failing: false, end: null, passed: 0 },
      waiting: new Waiting(),
    };
    sink.then(
      (open) => {
        given.open = open;
        const isOurs = this.assigned.get(keyOf(topic, partition)) === given;
        if (isOurs && !this.stopping) this.seek(given, open);
      },
      (error: Error) => this.options.onCrash(error),
    );
    return given;
  }

  /**
   * Continues reading at the position of the sink. The group may be ahead of it, with no more messages to come;
   * `align` drops what was fetched before.
   */
  private seek({ topic, partition }: Assigned, open: PartitionHandler): void {
    this.consumer.seek({ topic, partition, offset: String(open.nextOffset()) });
  }

  private async take(payload: EachBatchPayload): Promise<void> {
    const { topic, partition } = payload.batch;
    const assigned = this.assigned.get(keyOf(topic, partition));
    // the batch belongs to an earlier assignment
    if (assigned === undefined) return;
    const taken = assigned.turn.then(() => this.takeFor(assigned, payload));
    assigned.turn = taken.then(
      () => {
        assigned.failing = false;
      },
      () => {
        assigned.failing = true;
      },
    );
    await alive(payload.heartbeat, taken);
  }

  private async takeFor(assigned: Assigned, payload: EachBatchPayload): Promise<void> {
    const { batch, resolveOffset } = payload;
    const sink = await assigned.sink;
    if (!assigned.aligned && !this.align(assigned, sink, batch.messages)) return;
    const key = keyOf(assigned.topic, assigned.partition);
    const isOurs = () => this.assigned.get(key) === assigned && payload.isRunning();
    const { chunk = 5_000 } = this.options;
    const due = batch.messages.filter(({ offset }) => Number(offset) >= sink.nextOffset());
    this.noteGap(assigned, sink, due);
    for (let from = 0; from < due.length; from += chunk) {
      if (!isOurs() || payload.isStale()) return;
      const messages = due.slice(from, from + chunk);
      const last = Number(messages.at(-1)!.offset);
      this.assertReadable(assigned, messages);
      await sink.take(messages, Math.max(0, Number(batch.highWatermark) - last - 1));
      // what is read again because it could not be taken counts once
      this.options.siteCheck?.note(assigned.topic, messages);
      resolveOffset(String(last));
    }
    resolveOffset(batch.lastOffset());
    assigned.passed = Math.max(assigned.passed, Number(batch.lastOffset()) + 1);
  }

  /** Ends reading for good at a record of a later program, before it is taken. */
  private assertReadable({ topic, partition }: Assigned, messages: readonly KafkaMessage[]): void {
    try {
      assertReadable(topic, partition, messages);
    } catch (error) {
      this.options.onCrash(error as Error);
      throw error;
    }
  }

  /**
   * Compares the first fetch after an assignment with the stored position. If it begins later, the
   * group is ahead of the file, and reading goes back. Returns false if the batch must be dropped.
   */
  private align(
    assigned: Assigned,
    sink: PartitionHandler,
    messages: readonly KafkaMessage[],
  ): boolean {
    const { topic, partition } = assigned;
    const first = Number(messages[0]?.offset ?? Number.NaN);
    const next = sink.nextOffset();
    const key = keyOf(topic, partition);
    if (first > next && !this.soughtBack.has(key)) {
      this.soughtBack.add(key);
      this.consumer.seek({ topic, partition, offset: String(next) });
      return false;
    }
    this.soughtBack.delete(key);
    assigned.aligned = true;
    return true;
  }

  /** Reports a gap: if the log continues later than the read position, messages in between were deleted. */
  private noteGap(
    { topic, partition }: Assigned,
    sink: PartitionHandler,
    messages: readonly KafkaMessage[],
  ): void {
    const missing = Number(messages[0]?.offset ?? Number.NaN) - sink.nextOffset();
    if (missing > 0 && !this.options.compacted?.(topic)) {
      this.options.onLoss(topic, partition, missing);
    }
  }

  /** Commits how far reading is, and fetches the ends of the partitions. */
  private async commitProgress(): Promise<void> {
    await this.commit();
    for (const topic of this.options.topics) {
      // the positions before the query, because reading continues meanwhile
      const read = new Map([...this.assigned].map(([key, { open }]) => [key, open?.nextOffset()]));
      if (this.stopping) return;
      const ends = await this.admin.run((admin) => admin.fetchTopicOffsets(topic));
      for (const { partition, low, high } of ends) {
        const key = keyOf(topic, partition);
        const assigned = this.assigned.get(key);
        if (assigned === undefined) continue;
        assigned.end = Number(high);
        assigned.passed = Math.max(assigned.passed, Number(low));
        assigned.waiting.see(assigned.end);
        assertNotShorter(assigned, read.get(key) ?? 0);
      }
    }
    this.heardAt = performance.now();
  }

  /** Commits the offsets, so that tools can show the lag of the group. */
  private async commit(): Promise<void> {
    const offsets = [...this.assigned.values()].flatMap(({ topic, partition, open }) => {
      return open === null ? [] : [{ topic, partition, offset: String(open.nextOffset()) }];
    });
    if (offsets.length > 0) await this.consumer.commitOffsets(offsets);
  }
}

/** Throws if Kafka lost what was read, or the topic was created again: new messages would be ignored as known. */
function assertNotShorter({ topic, partition, end }: Assigned, next: number): void {
  if (end === null || end >= next) return;
  throw new InputError(
    `${topic}, partition ${partition}, ends at ${end}, and ${next} were read of it: Kafka lost data, or the topic was created again. Start with another --data`,
  );
}

const keyOf = (topic: string, partition: number) => `${topic}/${partition}`;

/** Sends heartbeats while work runs; without them, the group removes the member. */
async function alive<T>(heartbeat: () => Promise<void>, work: Promise<T>): Promise<T> {
  const timer = setInterval(() => void heartbeat().catch(() => undefined), HEARTBEAT_INTERVAL);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
