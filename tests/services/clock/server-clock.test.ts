import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { decodeValues } from '../../../pipelines/events/decode.ts';
import { ACCEPTED } from '../../../pipelines/events/event-rules.ts';
import { type Micros, parseInstant } from '../../../schemas/instant.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { Journal } from '../../../services/journal/journal.ts';
import type { ServeOptions } from '../../../services/processes/serve.ts';
import type { Sources } from '../../../services/security/auth/sources.ts';
import { rebuildScorer } from '../../../services/state/rebuild.ts';
import { rewindJournal } from '../../../services/state/rewind.ts';
import { siteWith } from '../../support/scenario.ts';
import { openServe, type ServeProcess } from '../../support/test-server.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-26T12:00:00Z');
/** More by the environment, as for a night of it. */
const RUNS = Number(process.env.CLOCK_RUNS ?? 3);
const site = siteWith();

// servers start and stop, on a machine with other work
vi.setConfig({ testTimeout: 180_000 });

let folders: string[];
/** The time that it is, and how far the clock of the machine is ahead of it. */
let time: number;
let fault: number;
/** When the machine began to run. */
let started: number;
let data: string;
let serve: ServeProcess | null;

beforeEach(() => {
  folders = [];
  begin();
});
afterEach(async () => {
  await serve?.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'vi-clock-'));
  folders.push(made);
  return made;
}

function begin(): void {
  data = folder();
  serve = null;
  time = START;
  fault = 0;
  started = START - DAY;
}

async function start(options: Partial<ServeOptions> = {}): Promise<ServeProcess> {
  serve = await openServe({
    ...{ data, site, clock: true, ...options },
    ...{ now: () => time + fault, uptime: () => time - started },
  });
  await serve.start();
  return serve;
}

async function stop(): Promise<void> {
  await serve?.stop();
  serve = null;
}

/** Time goes by, and with it the minutes of the server. */
async function pass(milliseconds: number): Promise<void> {
  time += milliseconds;
  await serve!.ingest.clock.follow();
  await serve!.idle();
}

let sent = 0;
/** An event of a patient, recorded when it happened. */
function about(encounterId: string, type: 'admission' | 'observation' | 'discharge', at = time) {
  const instant = at * 1000;
  const more = {
    admission: { wardId: 'A' },
    observation: { code: 'heart-rate', value: 80 },
    discharge: {},
  };
  return {
    ...{ id: `${++sent}`, source: 'ehr', status: 'final', type, encounterId },
    ...{ occurredAt: instant, recordedAt: instant, ...more[type] },
  } as WardEvent;
}

const post = (sender: string, ...events: WardEvent[]) => {
  serve!.ingest.clock!.hear(
    sender,
    events.map(({ recordedAt }) => recordedAt),
  );
  return serve!.ingest.queue.submit({ events, rejected: [] }, { subject: sender, sources: '*' });
};

const streamTime = async (server = serve!) => (await server.serving.applied(0)).streamTime! / 1000;
const minuteOf = (at: number) => Math.floor(at / MINUTE) * MINUTE;
const reasons = () => serve!.readiness.reasons();

const JUMPS = [
  ['an hour ahead', HOUR],
  ['an hour behind', -HOUR],
  ['a day ahead', DAY],
  ['a day behind', -DAY],
  ['a year ahead', 365 * DAY],
  ['a year behind', -365 * DAY],
] as const;

describe('a clock that jumps', () => {
  test.each(JUMPS)(
    '%s moves nothing, loses nothing, and is over within a minute',
    async (_, jump) => {
      await start();
      await post('adt', about('E1', 'admission'));
      await pass(10 * MINUTE);
      fault = jump;
      await pass(MINUTE);
      expect(reasons()).toEqual(['clock']);
      expect((await serve!.status()).clock).toMatchObject({
        isInDoubt: true,
        offsetSeconds: jump / 1000,
      });
      // patients come meanwhile, and are counted from when they came
      expect(await post('adt', about('E2', 'admission'))).toEqual([{ status: 'accepted' }]);
      await pass(4 * MINUTE);
      expect(await streamTime()).toBe(time - 4 * MINUTE);
      fault = 0;
      await pass(MINUTE);
      expect(reasons()).toEqual([]);
      expect(await streamTime()).toBe(minuteOf(time));
      const { streamTime: shown, wards } = await serve!.serving.wardsNow();
      expect(Date.parse(shown!)).toBe(minuteOf(time));
      expect(wards[0]!.inside).toMatchObject({ census: 2 });
    },
  );

  test.each(JUMPS)('%s over a stop of the server is found as well', async (_, jump) => {
    await start();
    await pass(10 * MINUTE);
    await stop();
    time += 3 * DAY;
    fault = jump;
    await start();
    expect(reasons()).toEqual(['clock']);
    expect(await streamTime()).toBe(START + 10 * MINUTE);
    expect(await post('adt', about('E1', 'admission'))).toEqual([{ status: 'accepted' }]);
    fault = 0;
    await pass(MINUTE);
    expect(reasons()).toEqual([]);
    expect(await streamTime()).toBe(minuteOf(time));
  });

  test.each([HOUR, DAY, 400 * DAY])(
    'that was ahead by %i from the first start is right after one confirmation',
    async (ahead) => {
      fault = ahead;
      await start();
      await post('adt', about('E1', 'admission'));
      await pass(65_000);
      expect(await streamTime()).toBe(minuteOf(time + ahead));
      fault = 0;
      await pass(MINUTE);
      expect(reasons()).toEqual(['clock']);
      expect(await serve!.ingest.clock.confirm()).toEqual({
        ...{ time: new Date(time).toISOString(), offsetSeconds: -ahead / 1000, isRewound: true },
      });
      await serve!.idle();
      expect(reasons()).toEqual([]);
      expect(await streamTime()).toBe(minuteOf(time));
      const [row] = await serve!.serving.queryPool.rows<{ last: Micros }>(
        'select max(hour) as last from ward_hour',
        {},
      );
      expect(row!.last / 1000).toBe(Math.floor(time / HOUR) * HOUR);
      expect(await contentOf()).toEqual(await replayed());
    },
  );

  test('that was ahead and is confirmed by senders is trusted, and says what is left to do', async () => {
    fault = DAY;
    await start();
    await pass(MINUTE);
    fault = 0;
    await pass(MINUTE);
    await post('adt', about('E1', 'admission'));
    expect((await serve!.status()).clock).toMatchObject({ isInDoubt: true });
    await post('ehr', about('E1', 'observation'));
    expect((await serve!.status()).clock).toMatchObject({
      ...{ isInDoubt: false, isHospitalAhead: true },
    });
    expect(reasons()).toEqual(['clock']);
    expect(await serve!.ingest.clock.confirm()).toMatchObject({
      offsetSeconds: 0,
      isRewound: true,
    });
    expect(reasons()).toEqual([]);
  });

  test('what was known before it is known as it was, and a minute that was taken back comes again', async () => {
    await start();
    await post('adt', about('E1', 'admission'));
    for (let n = 0; n < 5; n++) await pass(30 * MINUTE);
    const asKnown = async () => {
      const rows = [];
      for (let at = START; at <= START + 2 * HOUR; at += 30 * MINUTE) {
        rows.push(
          await serve!.serving.queryPool.rows(
            `select hour, minutes, provisional from (
                select *, null as known_until from ward_hour union all by name from superseded_ward_hour
              ) where epoch_us(known_at) <= $at and coalesce(epoch_us(known_until) > $at, true)
              order by hour`,
            { at: at * 1000 },
          ),
        );
      }
      return rows;
    };
    const before = await asKnown();
    expect(before.map((rows) => rows.length)).toEqual([1, 1, 2, 2, 3]);
    // somebody confirms a clock that is wrong
    fault = 3 * HOUR;
    await serve!.ingest.clock.confirm();
    for (let n = 0; n < 3; n++) await pass(MINUTE);
    expect(await streamTime()).toBe(minuteOf(time + fault));
    fault = 0;
    await serve!.ingest.clock.confirm();
    await serve!.idle();
    expect(await asKnown()).toEqual(before);
    await pass(3 * HOUR);
    expect(await streamTime()).toBe(minuteOf(time));
    expect(await asKnown()).toEqual(before);
    expect(await contentOf()).toEqual(await replayed());
  });
});

describe('what came from the future', () => {
  const counts = () => serve!.ingest.deadLetters.counts();

  test('is taken by the server itself once it is due', async () => {
    await start();
    const early = about('E1', 'admission', time + 20 * MINUTE);
    const never = about('E2', 'admission', time + 3_000 * DAY);
    expect(await post('adt', early, never)).toMatchObject([
      { reason: 'from-the-future' },
      { reason: 'from-the-future' },
    ]);
    await pass(14 * MINUTE);
    expect(await counts()).toEqual({ 'from-the-future': 2 });
    await pass(2 * MINUTE);
    expect(await counts()).toEqual({ 'from-the-future': 1 });
    await pass(5 * MINUTE);
    const { wards } = await serve!.serving.wardsNow();
    expect(wards[0]!.inside).toMatchObject({ census: 1 });
    expect(await serve!.scorer.scorer.sentBy('ehr', early.id)).toMatchObject([{ sender: 'adt' }]);
  });

  test('by a clock that lagged is taken when it is right', async () => {
    fault = -HOUR;
    await start();
    expect(await post('adt', about('E1', 'admission'))).toMatchObject([
      { reason: 'from-the-future' },
    ]);
    fault = 0;
    await post('ehr', about('E1', 'observation'));
    await post('adt', about('E2', 'admission'));
    await pass(MINUTE);
    expect(reasons()).toEqual([]);
    expect(await counts()).toEqual({});
    const { wards } = await serve!.serving.wardsNow();
    expect(wards[0]!.inside).toMatchObject({ census: 2 });
  });

  test('is taken some at a time, and what is refused again does not hold up the rest', async () => {
    let sources = '*' as Sources;
    await start({ sourcesOf: async () => sources });
    const many = Array.from({ length: 1_200 }, () =>
      about('E1', 'observation', time + 10 * MINUTE),
    );
    await post('ehr', ...many);
    // the key may not send for the system any more
    sources = ['lab'];
    await pass(6 * MINUTE);
    expect(await counts()).toEqual({ 'forbidden-source': 1_000, 'from-the-future': 200 });
    await pass(MINUTE);
    expect(await counts()).toEqual({ 'forbidden-source': 1_200 });
  });
});

test('a file that is made again after a rewind keeps the ticks that came since', async () => {
  fault = DAY;
  await start();
  await post('adt', about('E1', 'admission'));
  fault = 0;
  await serve!.ingest.clock.confirm();
  for (let n = 0; n < 3; n++) await pass(HOUR);
  await stop();
  await rebuildScorer({ data, site });
  await start();
  const content = await contentOf();
  // a start within the same minute ticks again
  expect(content.events).toHaveLength(new Set(survivors().map(({ id }) => id)).size);
  expect(content).toEqual(await replayed());
});

describe('state rewind', () => {
  test('takes back own ticks alone, and says which events of senders are later', async () => {
    fault = DAY;
    await start();
    await post('adt', about('E1', 'admission', time + DAY), about('E2', 'admission', time - HOUR));
    await pass(MINUTE);
    await expect(rewindJournal(data, time * 1000)).rejects.toThrow(/A server runs on/);
    await stop();
    fault = 0;
    expect(await rewindJournal(data, time * 1000)).toEqual({
      ticks: 2,
      later: [{ source: 'ehr', events: 1, last: (START + DAY) * 1000 }],
    });
    await start();
    expect(reasons()).toEqual([]);
    expect(await streamTime()).toBe(START + DAY);
    expect(await contentOf()).toEqual(await replayed());
  });

  test('a folder without a journal is refused', async () => {
    await expect(rewindJournal(folder(), 0)).rejects.toThrow(/is no journal/);
  });
});

describe('any sequence of jumps, confirmations, rewinds, losses and restarts', () => {
  const patient = fc.constantFrom('E1', 'E2');
  const operation = fc.oneof(
    { weight: 4, arbitrary: fc.record({ pass: fc.integer({ min: 1, max: 200 }) }) },
    {
      weight: 3,
      arbitrary: fc.record({ jump: fc.constantFrom(0, 0, HOUR, -HOUR, DAY, -DAY, 100 * DAY) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        post: fc.constantFrom('admission', 'observation', 'discharge'),
        patient,
        late: fc.integer({ min: -30, max: 90 }),
      }),
    },
    { weight: 2, arbitrary: fc.constant({ confirm: true }) },
    { weight: 1, arbitrary: fc.record({ rewind: fc.integer({ min: 0, max: 300 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({ lose: fc.constantFrom('nothing', 'scorer.duckdb', 'serving.duckdb') }),
    },
  );

  test('gives the rows of a replay of what counts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 3, maxLength: 14 }), async (operations) => {
        await stop();
        begin();
        await start();
        for (const each of operations) {
          if ('pass' in each) await pass(each.pass * MINUTE);
          else if ('jump' in each) {
            fault = each.jump;
            await pass(MINUTE);
          } else if ('post' in each) {
            const { post: type, patient: of, late } = each;
            await post('adt', about(of, type as 'admission', time - late * MINUTE));
            await serve!.idle();
          } else if ('confirm' in each) {
            await serve!.ingest.clock.confirm();
            await serve!.idle();
          } else {
            await stop();
            if ('rewind' in each) await rewindJournal(data, (time - each.rewind * MINUTE) * 1000);
            else if (each.lose !== 'nothing') rmSync(join(data, each.lose));
            await start();
          }
        }
        expect(await contentOf()).toEqual(await replayed());
        // and by itself, once the clock is right
        fault = 0;
        await serve!.ingest.clock.confirm();
        await serve!.idle();
        expect(serve!.readiness.reasons()).toEqual([]);
        expect(await contentOf()).toEqual(await replayed());
      }),
      { numRuns: RUNS },
    );
  });
});

/** The events of a journal that count, read as its description says, and not by its own reader. */
function survivors(): WardEvent[] {
  const rewinds: { next: number; to: number }[] = [];
  const records: { n: number; event: Record<string, unknown> }[] = [];
  const journal = join(data, 'journal');
  const names = readdirSync(journal).filter((name) => /\.ndjson(\.gz)?$/.test(name));
  for (const name of names.toSorted()) {
    // one that is being packed is there twice
    if (names.includes(`${name}.gz`)) continue;
    const bytes = readFileSync(join(journal, name));
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    for (const line of text.trimEnd().split('\n')) {
      const { n, event, link } = JSON.parse(line);
      if (link === undefined) records.push({ n, event });
      else if (link.kind === 'rewind') rewinds.push({ next: link.next, to: parseInstant(link.to) });
    }
  }
  const counts = ({ n, event }: (typeof records)[number]) =>
    event.source !== 'server-clock' ||
    rewinds.every(({ next, to }) => n >= next || parseInstant(event.recordedAt as string) <= to);
  return decodeValues(
    records.filter(counts).map(({ event }) => event),
    ACCEPTED,
  ).events;
}

/** What a new folder has of them. */
async function replayed() {
  const other = folder();
  const journal = await Journal.create(join(other, 'journal'));
  const events = survivors();
  if (events.length > 0) await journal.append({ events, senders: new Map() });
  await journal.close();
  const server = await openServe({ data: other, site, now: () => time, clock: false });
  await server.start();
  await server.idle();
  const content = await contentOf(server);
  await server.stop();
  return content;
}

/** What a folder holds, without log positions and what says only when something was known or stored. */
async function contentOf(server = serve!) {
  await server.idle();
  const scorer = <T>(sql: string) =>
    server.scorer.scorer.withStore((store) => store.connection.rows<T>(sql));
  const serving = (sql: string) => server.serving.queryPool.rows(sql, {});
  return {
    events: await scorer('select * exclude (delivery) from event order by source, id'),
    hours: await scorer(
      'select * exclude ("offset", revision, computed_at) from encounter_hour order by encounter_id, hour',
    ),
    served: await serving(
      'select * exclude ("offset", revision, computed_at) from encounter_hour order by encounter_id, hour',
    ),
    wardHours: await serving(
      'select * exclude (known_at, computed_at) from ward_hour order by ward_id, hour',
    ),
    usual: await serving('from usual_load order by ward_id, day, shift_id'),
    time: await serving('select stream_time from clock'),
  };
}
