import { describe, expect, test } from 'vitest';
import { decodeValues } from '../../../pipelines/events/decode.ts';
import { eventRules } from '../../../pipelines/events/event-rules.ts';
import { MICROS_PER_DAY } from '../../../schemas/instant.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { CommitQueue } from '../../../services/ingest/commit-queue.ts';
import { QueueFullError } from '../../../services/ingest/queue-problems.ts';
import type { Sender } from '../../../services/ingest/sender.ts';
import { createMetrics } from '../../../services/platform/metrics.ts';
import type { Appended } from '../../../services/transport/transport.ts';
import { siteWith } from '../../support/scenario.ts';

const rules = eventRules(siteWith());
const now = () => Date.parse('2026-01-05T12:00:00Z');

const heartRate = (id: string, more: object = {}) => ({
  id,
  source: 'test',
  type: 'observation',
  encounterId: 'E',
  code: 'heart-rate',
  value: 70,
  occurredAt: '2026-01-05T11:00:00Z',
  recordedAt: '2026-01-05T11:01:00Z',
  ...more,
});
const decoded = (...values: unknown[]) => decodeValues(values, rules);

/** A queue whose commits end when the test lets them. */
function gated(
  options: {
    queueLimit?: number;
    known?: (event: WardEvent) => boolean;
    /** What else becomes of events. */
    published?: (events: readonly WardEvent[]) => Partial<Appended>;
    put?: () => Promise<void>;
    /** Whether something could be stored; it could not unless it says otherwise. */
    probe?: () => Promise<void>;
    patience?: number;
    maxAge?: number;
  } = {},
) {
  const commits: string[][] = [];
  const senders: Record<string, string>[] = [];
  const letters: number[] = [];
  const gates: { open(): void; fail(): void }[] = [];
  const queue = new CommitQueue({
    log: {
      ready: async () => {},
      probe: options.probe ?? broken,
      append(events, sentBy) {
        senders.push(Object.fromEntries(sentBy));
        commits.push(events.map(({ id }) => id));
        return new Promise((resolve, reject) => {
          const known = [...events.keys()].filter((index) => options.known?.(events[index]!));
          gates.push({
            open: () => resolve({ duplicates: new Set(known), ...options.published?.(events) }),
            fail: () => reject(new Error('disk')),
          });
        });
      },
    },
    deadLetters: {
      probe: options.probe ?? broken,
      async put(rejected) {
        await options.put?.();
        letters.push(rejected.length);
      },
    },
    now,
    maxAge: options.maxAge ?? 400 * MICROS_PER_DAY,
    metrics: createMetrics(),
    patience: options.patience ?? 10_000,
    ...(options.queueLimit === undefined ? {} : { queueLimit: options.queueLimit }),
  });
  const next = async () => {
    while (gates.length === 0) await new Promise((resolve) => setImmediate(resolve));
    return gates.shift()!;
  };
  return { queue, commits, senders, letters, next };
}

const broken = () => Promise.reject(new Error('disk'));
const SENDER: Sender = { subject: 'ehr', sources: '*' };

test('a commit has one sender of each source, and says which', async () => {
  const { queue, commits, senders, next } = gated();
  const from = (subject: string) => ({ subject, sources: '*' }) as const;
  const of = (id: string, source: string) => decoded({ ...heartRate(id), source });
  const first = queue.submit(of('1', 'ehr'), from('key a'));
  const running = await next();
  const rest = [
    queue.submit(of('2', 'ehr'), from('key a')),
    queue.submit(of('3', 'lab'), from('key b')),
    queue.submit(of('4', 'ehr'), from('key b')),
    queue.submit(of('5', 'ehr'), from('key a')),
  ];
  running.open();
  await first;
  for (let n = 0; n < 3; n++) (await next()).open();
  await Promise.all(rest);
  expect(commits).toEqual([['1'], ['2', '3'], ['4'], ['5']]);
  expect(senders).toEqual([
    { ehr: 'key a' },
    { ehr: 'key a', lab: 'key b' },
    { ehr: 'key b' },
    { ehr: 'key a' },
  ]);
});

describe('what comes while a commit runs', () => {
  test('waits, and is stored together', async () => {
    const { queue, commits, next } = gated();
    const first = queue.submit(decoded(heartRate('1')), SENDER);
    const running = await next();
    const others = ['2', '3', '4'].map((id) => queue.submit(decoded(heartRate(id)), SENDER));
    running.open();
    expect(await first).toEqual([{ status: 'accepted' }]);
    (await next()).open();
    await Promise.all(others);
    expect(commits).toEqual([['1'], ['2', '3', '4']]);
    expect(queue.depth).toBe(0);
  });

  test('is refused beyond the limit, and taken again when there is room', async () => {
    const { queue, next } = gated({ queueLimit: 2 });
    const first = queue.submit(decoded(heartRate('1'), heartRate('2')), SENDER);
    expect(queue.isFull).toBe(true);
    await expect(queue.submit(decoded(heartRate('3')), SENDER)).rejects.toThrow(QueueFullError);
    (await next()).open();
    await first;
    const again = queue.submit(decoded(heartRate('3')), SENDER);
    (await next()).open();
    expect(await again).toHaveLength(1);
  });

  test('need not come for a failure to be over: it is tried by itself', async () => {
    let isOver = false;
    let probes = 0;
    const probe = async () => {
      probes++;
      if (!isOver) throw new Error('disk');
    };
    const { queue, next } = gated({ probe, put: broken });
    const event = queue.submit(decoded(heartRate('1')), SENDER);
    (await next()).fail();
    await expect(event).rejects.toMatchObject({ name: 'CommitFailedError' });
    const letter = queue.submit(decoded(heartRate('2', { unit: 'furlong' })), SENDER);
    await expect(letter).rejects.toMatchObject({ name: 'CommitFailedError' });
    await expect.poll(() => probes).toBeGreaterThan(3);
    expect(queue.isFailing).toBe(true);
    isOver = true;
    await expect.poll(() => queue.isFailing).toBe(false);
    await queue.stop();
  });

  test('is not harmed by a commit that fails', async () => {
    const { queue, next } = gated();
    const first = queue.submit(decoded(heartRate('1')), SENDER);
    const running = await next();
    const second = queue.submit(decoded(heartRate('2')), SENDER);
    running.fail();
    await expect(first).rejects.toMatchObject({
      name: 'CommitFailedError',
      cause: { message: 'disk' },
    });
    expect(queue.isFailing).toBe(true);
    (await next()).open();
    expect(await second).toEqual([{ status: 'accepted' }]);
    expect(queue.isFailing).toBe(false);
  });
});

describe('a sound event does not wait for what is rejected', () => {
  test('of others, however long that takes to keep', async () => {
    let keep = () => {};
    const put = () => new Promise<void>((resolve) => (keep = resolve));
    const { queue, next } = gated({ put, queueLimit: 2 });
    const bad = ['x', 'y'].map((id) => heartRate(id, { unit: 'furlong' }));
    const theirs = queue.submit(decoded(...bad), { subject: 'broken', sources: '*' });
    // more of them are refused; there is room for events all the same
    await expect(queue.submit(decoded(...bad), SENDER)).rejects.toThrow(QueueFullError);
    expect(queue.isFull).toBe(false);
    const ours = queue.submit(decoded(heartRate('1'), heartRate('2')), SENDER);
    (await next()).open();
    expect(await ours).toEqual([{ status: 'accepted' }, { status: 'accepted' }]);
    keep();
    expect(await theirs).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  });

  test('and the time it took is charged only to the senders of rejected records', async () => {
    const put = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
    const { queue, letters, next } = gated({ put });
    const charged: [string, number][] = [];
    const turn = (sender: string) => async (milliseconds: number) => {
      charged.push([sender, milliseconds]);
    };
    const bad = (id: string) => heartRate(id, { unit: 'furlong' });
    const all = [
      queue.submit(decoded(bad('1'), bad('2'), bad('3')), SENDER, turn('three')),
      queue.submit(decoded(bad('4')), SENDER, turn('one')),
      queue.submit(decoded(heartRate('5')), SENDER, turn('none')),
    ];
    (await next()).open();
    await Promise.all(all);
    expect(letters).toEqual([4]);
    expect(charged.map(([sender]) => sender)).toEqual(['three', 'one']);
    const [[, three], [, one]] = charged as [[string, number], [string, number]];
    expect(three).toBeCloseTo(3 * one, 6);
  });
});

describe('what fails of a commit', () => {
  const cause = new Error('a leader is away');
  const indexesOf = (events: readonly WardEvent[], text: string) =>
    new Set([...events.keys()].filter((index) => events[index]!.id.startsWith(text)));
  const fault = { reason: 'too-large', pointer: '', detail: 'Expected less' } as const;
  const refusedOf = (events: readonly WardEvent[], text: string) =>
    new Map([...indexesOf(events, text)].map((index) => [index, fault]));
  /** Two requests in one commit, after one that was under way. */
  const together = async (house: ReturnType<typeof gated>, ...requests: unknown[][]) => {
    const first = house.queue.submit(decoded(heartRate('first')), SENDER);
    const running = await house.next();
    const sent = requests.map((values) => house.queue.submit(decoded(...values), SENDER));
    running.open();
    await first;
    (await house.next()).open();
    return Promise.allSettled(sent);
  };

  test("is an error for the requests that it is of, and not for others'", async () => {
    const house = gated({
      published: (events) => {
        const failed = indexesOf(events, 'failing');
        return { failed, cause: failed.size > 0 ? cause : null };
      },
    });
    const [theirs, ours] = await together(
      house,
      [heartRate('a'), heartRate('failing')],
      [heartRate('b'), heartRate('c')],
    );
    expect(theirs).toMatchObject({
      status: 'rejected',
      reason: { name: 'CommitFailedError', cause },
    });
    expect(ours).toEqual({
      status: 'fulfilled',
      value: [{ status: 'accepted' }, { status: 'accepted' }],
    });
    expect(house.queue.isFailing).toBe(true);
    expect(house.queue.depth).toBe(0);
  });

  test('is a rejection that is kept, where the log takes no record so large', async () => {
    const house = gated({ published: (events) => ({ refused: refusedOf(events, 'large') }) });
    const [mixed, other] = await together(
      house,
      [heartRate('bad', { unit: 'furlong' }), heartRate('large'), heartRate('a')],
      [heartRate('b')],
    );
    expect(mixed).toMatchObject({
      value: [
        { status: 'rejected', reason: 'invalid-event' },
        { status: 'rejected', reason: 'too-large', pointer: '' },
        { status: 'accepted' },
      ],
    });
    expect(other).toMatchObject({ value: [{ status: 'accepted' }] });
    expect(house.letters).toEqual([1, 1]);
    expect(house.queue.isFailing).toBe(false);
  });

  test('is that of the requests with rejected records, where those cannot be kept', async () => {
    const put = () => Promise.reject(new Error('disk'));
    const house = gated({ put });
    const [theirs, ours] = await together(
      house,
      [heartRate('bad', { unit: 'furlong' }), heartRate('a')],
      [heartRate('b')],
    );
    expect(theirs).toMatchObject({ status: 'rejected', reason: { name: 'CommitFailedError' } });
    expect(ours).toMatchObject({ value: [{ status: 'accepted' }] });
    const large = gated({ put, published: (events) => ({ refused: refusedOf(events, 'large') }) });
    const [refused, stored] = await together(large, [heartRate('large')], [heartRate('b')]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { name: 'CommitFailedError' } });
    expect(stored).toMatchObject({ value: [{ status: 'accepted' }] });
  });
});

test('results are in the order of the records, whatever became of them', async () => {
  const { queue, letters, next } = gated({ known: ({ id }) => id === 'known' });
  const outcome = queue.submit(
    decoded(
      heartRate('bad', { unit: 'furlong' }),
      heartRate('known'),
      heartRate('later', {
        occurredAt: '2026-01-05T12:06:00Z',
        recordedAt: '2026-01-05T12:06:00Z',
      }),
      heartRate('new'),
    ),
    SENDER,
  );
  (await next()).open();
  expect(await outcome).toMatchObject([
    { status: 'rejected', reason: 'invalid-event', pointer: '/unit' },
    { status: 'duplicate' },
    { status: 'rejected', reason: 'from-the-future', pointer: '/recordedAt' },
    { status: 'accepted' },
  ]);
  expect(letters).toEqual([2]);
});

test('a stop lets what was taken be stored, and refuses the rest', async () => {
  const { queue, next } = gated();
  const taken = queue.submit(decoded(heartRate('1')), SENDER);
  const stopped = queue.stop();
  await expect(queue.submit(decoded(heartRate('2')), SENDER)).rejects.toThrow(QueueFullError);
  (await next()).open();
  expect(await taken).toHaveLength(1);
  await stopped;
});

test.each([0, 1, 2, 3, 4, 5])(
  'what is submitted %i turns after a result is stored without another to wake it',
  async (turns) => {
    const queue = new CommitQueue({
      log: {
        ready: async () => {},
        probe: broken,
        append: async () => ({ duplicates: new Set<number>() }),
      },
      deadLetters: { probe: broken, put: async () => undefined },
      now,
      maxAge: 400 * MICROS_PER_DAY,
      metrics: createMetrics(),
    });
    await queue.submit(decoded(heartRate('one')), SENDER);
    for (let turn = 0; turn < turns; turn++) await undefined;
    expect(await queue.submit(decoded(heartRate('two')), SENDER)).toEqual([{ status: 'accepted' }]);
  },
);

describe('what waits longer than its sender does', () => {
  test('is let go: what is not in a commit is not stored, and leaves its room at once', async () => {
    const { queue, commits, next } = gated({ patience: 20, queueLimit: 2 });
    const first = queue.submit(decoded(heartRate('1')), SENDER);
    const running = await next();
    const second = queue.submit(decoded(heartRate('2')), SENDER);
    await expect(first).rejects.toMatchObject({ name: 'Unconfirmed', retryAfterSeconds: 5 });
    await expect(second).rejects.toMatchObject({ name: 'Unconfirmed' });
    // the commit that is under way still has its records
    expect(queue.depth).toBe(1);
    running.open();
    await queue.stop();
    expect(queue.depth).toBe(0);
    expect(commits).toEqual([['1']]);
  });

  test('and the next is stored, also where nobody waited for the turn before', async () => {
    let open = () => {};
    const isOpen = new Promise<void>((resolve) => {
      open = resolve;
    });
    const stored: string[] = [];
    const queue = new CommitQueue({
      log: {
        ready: () => isOpen,
        probe: broken,
        append: async (events) => {
          stored.push(...events.map(({ id }) => id));
          return { duplicates: new Set<number>() };
        },
      },
      deadLetters: { probe: broken, put: async () => undefined },
      ...{ now, maxAge: Number.POSITIVE_INFINITY, metrics: createMetrics(), patience: 20 },
    });
    const first = queue.submit(decoded(heartRate('1')), SENDER);
    await expect(first).rejects.toThrow('send it again');
    expect(queue.depth).toBe(0);
    open();
    const again = queue.submit(decoded(heartRate('1'), heartRate('2')), SENDER);
    expect(await again).toEqual([{ status: 'accepted' }, { status: 'accepted' }]);
    expect(stored).toEqual(['1', '2']);
  });
});

describe('of long ago by the clock, 2026-01-05 12:00: 400 days before is 2024-12-01 12:00', () => {
  const dated = (id: string, instant: string, more: object) => {
    const { code: _, value: __, ...envelope } = heartRate(id);
    return { ...envelope, occurredAt: instant, recordedAt: instant, ...more };
  };
  const admission = { type: 'admission', wardId: 'A' };
  const { encounterId: _, ...staffing } = dated('s', '1950-01-05T11:00:00Z', {
    ...{ type: 'staffing', wardId: 'A', role: 'rn', basis: 'planned', headcount: 2 },
    ...{ from: '2026-01-05T06:00:00Z', to: '2026-01-05T14:00:00Z' },
  });
  const tooOld = { status: 'rejected', reason: 'too-old', pointer: '/occurredAt' };
  const accepted = { status: 'accepted' };
  const events = [
    [dated('born', '1940-03-01T00:00:00Z', admission), tooOld],
    [dated('late', '2024-12-01T11:59:59Z', admission), tooOld],
    [dated('left', '1970-01-01T00:00:00Z', { type: 'discharge' }), tooOld],
    [staffing, tooOld],
    [dated('just', '2024-12-01T12:00:00Z', admission), accepted],
    [dated('seen', '1940-03-01T00:00:00Z', { code: 'heart-rate', value: 70 }), accepted],
  ] as const;

  test('moves and staffing are rejected, whatever they say of their recording', async () => {
    const { queue, letters, next } = gated();
    const outcome = queue.submit(decoded(...events.map(([event]) => ({ ...event }))), SENDER);
    (await next()).open();
    const results = await outcome;
    expect(results).toMatchObject(events.map(([, result]) => result));
    expect(results[0]).toMatchObject({ detail: expect.stringContaining('--allow-old') });
    expect(letters).toEqual([4]);
  });

  test('and taken where it is allowed', async () => {
    const { queue, next } = gated({ maxAge: Number.POSITIVE_INFINITY });
    const outcome = queue.submit(decoded(...events.map(([event]) => ({ ...event }))), SENDER);
    (await next()).open();
    expect(await outcome).toEqual(events.map(() => accepted));
  });
});
