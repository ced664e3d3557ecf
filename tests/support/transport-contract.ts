import { afterEach, beforeEach, expect, test } from 'vitest';
import { asObjects } from '../../pipelines/events/columnar-events.ts';
import type { ServingStore } from '../../pipelines/serving/store.ts';
import { createLog } from '../../services/platform/log.ts';
import { createMetrics } from '../../services/platform/metrics.ts';
import { OWN_LOG, Scorer } from '../../services/scorer/scorer.ts';
import { storingConsumer } from '../../services/scorer/store-batch.ts';
import type {
  EventLog,
  HourLog,
  LogBatch,
  LogConsumer,
} from '../../services/transport/transport.ts';
import { openServing } from '../pipelines/serving/stores.ts';
import { until } from '../process/live-server.ts';
import { admit, event, observe, siteWith } from './scenario.ts';

/** One transport, with a log of one partition that no other test uses. */
export interface TestTransport {
  readonly events: EventLog;
  /** Has a consumer take the log from its position on; ends with the function that is returned. */
  follow(consumer: LogConsumer): Promise<() => Promise<void>>;
  /** The log of hours from a scorer to a serving store, and what resolves when the store has what was published. */
  hours(scorer: Scorer, serving: ServingStore): Promise<{ log: HourLog; arrived(): Promise<void> }>;
  close(): Promise<void>;
}

const SITE = siteWith();
const NONE = new Map<string, string>();
const tick = (time: string) => event(time, { type: 'tick' });
const EVENTS = [
  admit('8'),
  observe('8:10', 'heart-rate', 130),
  observe('8:20', 'spo2', 90),
  tick('11'),
];
const never = () => false;

/** Notes what it takes, as a scorer's file would. */
class Recorder implements LogConsumer {
  nextOffset = 0;
  readonly batches: LogBatch[] = [];
  /** Batches that it cannot store before it can. */
  failures = 0;

  async ready(): Promise<void> {}

  async take(batch: LogBatch): Promise<number> {
    if (this.failures-- > 0) throw new Error('no room');
    this.batches.push(batch);
    this.nextOffset = batch.next;
    return 0;
  }

  get ids(): string[] {
    return this.batches.flatMap(({ events }) => asObjects(events).map(({ id }) => id));
  }
}

/**
 * What every transport must do, whatever it is made of: the expectations are those of the interfaces in
 * `services/transport/transport.ts`, and none is of one transport alone.
 */
export function testTransport(open: () => Promise<TestTransport>): void {
  let transport: TestTransport;
  const closing: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    transport = await open();
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    await transport.close();
  });

  async function follow(consumer: LogConsumer): Promise<() => Promise<void>> {
    const stop = await transport.follow(consumer);
    closing.push(stop);
    return stop;
  }

  async function append(events: typeof EVENTS): Promise<void> {
    const { refused, failed, cause } = await transport.events.append(events, NONE);
    expect([refused?.size ?? 0, failed?.size ?? 0, cause ?? null]).toEqual([0, 0, null]);
  }

  async function stores() {
    const scorer = await Scorer.open(':memory:', SITE, OWN_LOG, { threads: 1 });
    const serving = await openServing(SITE);
    closing.push(
      () => scorer.close(),
      () => serving.close(),
    );
    const { log, arrived } = await transport.hours(scorer, serving);
    const consumer = storingConsumer({
      ...{ scorer, log: createLog('silent'), metrics: createMetrics() },
      keepRejected: () => Promise.reject(new Error('an event was rejected')),
    });
    return { scorer, serving, consumer, log, arrived };
  }

  /** The hours of a scorer's file, and those that are served, with their minutes. */
  async function hoursOf({ scorer, serving }: Awaited<ReturnType<typeof stores>>) {
    const columns = 'encounter_id, hour, minutes';
    const scored = await scorer.withStore(({ connection }) =>
      connection.rows(`select ${columns} from encounter_hour order by all`),
    );
    const served = await serving.queryPool.rows(
      `select ${columns} from encounter_hour order by all`,
      {},
    );
    return { scored, served };
  }

  test('what is appended is read in its order, at rising positions', async () => {
    await append(EVENTS.slice(0, 3));
    const consumer = new Recorder();
    await follow(consumer);
    await append(EVENTS.slice(3));
    await until('all is read', () => consumer.ids.length === EVENTS.length);
    expect(consumer.ids).toEqual(EVENTS.map(({ id }) => id));
    const positions = consumer.batches.flatMap((batch) => batch.positions);
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
    for (const { positions, next } of consumer.batches) expect(next).toBe(positions.at(-1)! + 1);
    expect(consumer.batches.at(-1)!.lag).toBe(0);
  });

  test('a reader goes on where its consumer stands, and another reads all', async () => {
    await append(EVENTS.slice(0, 2));
    const consumer = new Recorder();
    const stop = await follow(consumer);
    await until('two are read', () => consumer.ids.length === 2);
    await stop();
    await append(EVENTS.slice(2));
    await follow(consumer);
    await until('the others are read', () => consumer.ids.length === EVENTS.length);
    expect(consumer.ids).toEqual(EVENTS.map(({ id }) => id));
    const other = new Recorder();
    await follow(other);
    await until('all is read again', () => other.ids.length === EVENTS.length);
    expect(other.ids).toEqual(consumer.ids);
  });

  test('a batch that could not be stored comes again, and nothing before it', async () => {
    const consumer = new Recorder();
    consumer.failures = 2;
    await follow(consumer);
    await append(EVENTS);
    await until('all is stored', () => consumer.ids.length === EVENTS.length);
    expect(consumer.ids).toEqual(EVENTS.map(({ id }) => id));
  });

  test('an append that is repeated changes no score', async () => {
    const once = await stores();
    await append(EVENTS);
    await append(EVENTS);
    await transport.events.probe();
    await append([tick('11:30')]);
    await follow(once.consumer);
    const last = () =>
      once.scorer.withStore(({ connection }) =>
        connection.rows<{ n: number }>('select count(*)::int as n from event'),
      );
    await until('each is stored once', async () => (await last())[0]!.n === EVENTS.length + 1);
    await once.scorer.score();
    await once.log.publish(never);
    await once.arrived();
    const { scored, served } = await hoursOf(once);
    // admitted at 8, stream time 11:30: the hours that begin at 8, 9, 10 and 11
    expect(scored).toHaveLength(4);
    expect(served).toEqual(scored);
  });

  test('hours that changed are published, and once', async () => {
    const all = await stores();
    await append(EVENTS);
    await follow(all.consumer);
    await until('all is stored', () => all.scorer.nextOffset >= EVENTS.length);
    await all.scorer.score();
    expect((await all.log.publish(never)).hours).toBeGreaterThan(0);
    await all.arrived();
    const first = await hoursOf(all);
    // admitted at 8, stream time 11: the hours that begin at 8, 9 and 10, and the one that begins then
    expect(first.scored).toHaveLength(4);
    expect(first.served).toEqual(first.scored);
    expect(await all.log.publish(never)).toEqual({ hours: 0, streamTime: null });

    const { nextOffset } = all.scorer;
    await append([
      { ...admit('8'), status: 'entered-in-error', recordedAt: EVENTS[3]!.recordedAt },
    ]);
    await until('the correction is stored', () => all.scorer.nextOffset > nextOffset);
    await all.scorer.score();
    // a service that stops publishes nothing more, and all of it the next time
    expect((await all.log.publish(() => true)).hours).toBe(0);
    await all.log.publish(never);
    await all.arrived();
    expect(await hoursOf(all)).toEqual({ scored: [], served: [] });
    expect(await all.log.reconcile(never)).toBe(false);
  });
}
