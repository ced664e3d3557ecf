import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ScoringStore } from '../../../pipelines/scoring/store.ts';
import { ServingStore } from '../../../pipelines/serving/store.ts';
import type { JudgementEvent } from '../../../schemas/staffing-event.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { Journal } from '../../../services/journal/journal.ts';
import { until } from '../../process/live-server.ts';
import { held } from '../../support/held.ts';
import { at, event, siteWith } from '../../support/scenario.ts';
import { openServe, openServed, type ServeProcess } from '../../support/test-server.ts';

const site = siteWith();
const SENDER = { subject: 'roster', sources: '*' } as const;
const staffing = (id: string, headcount: number) =>
  event('8', {
    ...{ id, type: 'staffing', wardId: 'A', role: 'rn', basis: 'planned', headcount },
    ...{ from: at('6'), to: at('14') },
  });
const judgement = (value: number) =>
  event('9', { id: 'j', type: 'judgement', wardId: 'A', value }) as JudgementEvent;

let data: string;
let serve: ServeProcess;
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'vi-serve-'));
  serve = await open();
});
afterEach(async () => {
  await serve.stop();
  rmSync(data, { recursive: true, force: true });
});

/** Milliseconds of the clock by which waits are measured: it stands still until a test moves it. */
let clock = 0;
const options = () => ({ data, site, now: () => at('12') / 1000, monotonic: () => clock });
const open = () => openServe(options());
const submit = (event: WardEvent) =>
  serve.ingest.queue.submit({ events: [event], rejected: [] }, SENDER);
const served = ({ queryPool }: ServingStore) =>
  queryPool.rows('select id, headcount, value from staffing order by id', {});

describe('what is served is what the log has', () => {
  test('staffing that cannot be stored is not served; sent again, it is', async () => {
    await serve.start();
    const { append } = serve.journal;
    serve.journal.append = () => Promise.reject(new Error('disk full'));
    await expect(submit(staffing('s', 3))).rejects.toMatchObject({ name: 'CommitFailedError' });
    serve.journal.append = append;
    await submit(judgement(1));
    // what came after it is served
    const [said, nurses] = [
      { id: 'j', headcount: null, value: 1 },
      { id: 's', headcount: 3, value: null },
    ];
    await until('served', async () => (await served(serve.serving)).length > 0);
    expect(await served(serve.serving)).toEqual([said]);
    expect(await submit(staffing('s', 3))).toEqual([{ status: 'accepted' }]);
    await until('served', async () => (await served(serve.serving)).length > 1);
    expect(await served(serve.serving)).toEqual([said, nurses]);
  });

  test('what a stop left unserved comes at the next start; a serving file that is lost is made again', async () => {
    await serve.stop();
    const journal = (await Journal.open(join(data, 'journal')))!;
    const senders = new Map<string, string>();
    await journal.append({ events: [staffing('s', 3)], senders });
    const amended = { ...staffing('s', 4), status: 'amended', recordedAt: at('9') } as WardEvent;
    await journal.append({ events: [judgement(2), amended], senders });
    await journal.close();
    const expected = [
      { id: 'j', headcount: null, value: 2 },
      { id: 's', headcount: 4, value: null },
    ];
    for (const isLost of [false, true]) {
      if (isLost) rmSync(join(data, 'serving.duckdb'));
      serve = await open();
      await serve.start();
      expect(await served(serve.serving)).toEqual(expected);
      const [{ n } = { n: 0 }] = await serve.serving.queryPool.rows<{ n: number }>(
        'select count(*) as n from superseded_staffing',
        {},
      );
      expect(n).toBe(1);
      await serve.stop();
    }
    serve = await open();
  });

  test('a file that was served to by a program without positions takes all of it once more, and changes nothing', async () => {
    await serve.start();
    await submit(staffing('s', 3));
    await until('served', async () => (await served(serve.serving)).length > 0);
    await serve.stop();
    const serving = await ServingStore.open(join(data, 'serving.duckdb'), site);
    await (await serving.warehouse.connect()).run('delete from position');
    const before = await serving.queryPool.rows('from staffing', {});
    await serving.close();
    serve = await open();
    await serve.start();
    expect(await serve.serving.queryPool.rows('from staffing', {})).toEqual(before);
  });

  test('a scorer that is lost is made again from the journal, and what is served stays', async () => {
    await serve.start();
    await submit(staffing('s', 3));
    await submit(event('7', { id: 'a', type: 'admission', encounterId: 'E', wardId: 'A' }));
    await submit(event('11:30', { id: 't', source: 'x', type: 'tick' }));
    const hours = () =>
      serve.serving.queryPool.rows(
        'select * exclude (revision) from encounter_hour order by hour',
        {},
      );
    await until('served', async () => (await hours()).length === 5);
    const before = [await served(serve.serving), await hours()];
    await serve.stop();
    rmSync(join(data, 'scorer.duckdb'));
    serve = await open();
    expect([await served(serve.serving), await hours()]).toEqual(before);
    await serve.start();
    expect([await served(serve.serving), await hours()]).toEqual(before);
    await submit(event('12', { id: 't2', source: 'x', type: 'tick' }));
    await until('what comes then is served', async () => (await hours()).length === 6);
  });

  test('what the lost scorer had published and the journal does not give is withdrawn', async () => {
    await serve.start();
    await submit(event('7', { id: 'a', type: 'admission', encounterId: 'E', wardId: 'A' }));
    await until('served', async () => (await serve.serving.wardsNow()).streamTime !== null);
    await serve.stop();
    const serving = await ServingStore.open(join(data, 'serving.duckdb'), site);
    await (await serving.warehouse.connect()).run(
      "insert into encounter_hour by name select * replace ('GONE' as encounter_id) from encounter_hour",
    );
    await serving.close();
    rmSync(join(data, 'scorer.duckdb'));
    serve = await open();
    await serve.start();
    expect(
      await serve.serving.queryPool.rows('select distinct encounter_id from encounter_hour', {}),
    ).toEqual([{ encounter_id: 'E' }]);
  });

  test('a journal that is lost, or lacks what was acknowledged, is refused, and nothing is changed', async () => {
    await serve.start();
    await submit(staffing('s', 3));
    await submit(staffing('t', 3));
    await serve.stop();
    const folder = join(data, 'journal');
    const [file] = readdirSync(folder);
    const path = join(folder, file!);
    const text = readFileSync(path, 'utf8');
    // the last append is gone: one link and one record
    writeFileSync(path, `${text.trimEnd().split('\n').slice(0, -2).join('\n')}\n`);
    await expect(open()).rejects.toThrow('Events up to 2 were acknowledged');
    writeFileSync(path, text);
    renameSync(folder, join(data, 'away'));
    await expect(open()).rejects.toThrow(/journal is missing/);
    rmSync(join(data, 'scorer.duckdb'));
    await expect(open()).rejects.toThrow(/journal is missing/);
    renameSync(join(data, 'away'), folder);
    serve = await open();
    await serve.start();
    expect(await served(serve.serving)).toHaveLength(2);
  });

  test('a judgement is served when it is answered, and known to the letter when sent again', async () => {
    await serve.start();
    const { judge } = serve.api.routes(() => serve.status());
    await judge!(judgement(-1), 'nurse');
    expect(await served(serve.serving)).toEqual([{ id: 'j', headcount: null, value: -1 }]);
    await judge!(judgement(-1), 'nurse');
    expect(await served(serve.serving)).toEqual([{ id: 'j', headcount: null, value: -1 }]);
  });
});

test('each file holds no more in memory than a site lets it', async () => {
  await serve.stop();
  serve = await openServe({ ...options(), memory: 300 });
  const limit = "select current_setting('memory_limit') as memory";
  // 300 000 000 bytes / 1024²
  const expected = [{ memory: '286.1 MiB' }];
  expect(await serve.serving.queryPool.rows(limit, {})).toEqual(expected);
  const { scorer } = serve.scorer;
  expect(await scorer.withStore(({ connection }) => connection.rows(limit))).toEqual(expected);
});

describe('before its history is open', () => {
  const admission = event('7', { id: 'a', type: 'admission', encounterId: 'E', wardId: 'A' });
  const census = () => serve.api.stream.current().wards[0]?.inside.census;

  test('a server shows what was served last, says so, and lets what is sent wait', async () => {
    await serve.start();
    await submit(admission);
    await submit(event('11:30', { id: 't', source: 'x', type: 'tick' }));
    await serve.idle();
    const { streamTime } = serve.api.stream.current();
    expect(census()).toBe(1);
    await serve.stop();

    serve = await openServed(options());
    expect(serve.api.stream.current().streamTime).toBe(streamTime);
    expect(census()).toBe(1);
    expect(serve.readiness.reasons()).toEqual(['starting']);
    expect(await serve.status()).toMatchObject({ delay: null, unplaced: null });
    const sent = submit(event('11:40', { ...admission, id: 'b', encounterId: 'F' } as never));
    let isAnswered = false;
    sent.finally(() => {
      isAnswered = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(isAnswered).toBe(false);
    await serve.start();
    expect(await sent).toEqual([{ status: 'accepted' }]);
    await serve.idle();
    expect(serve.readiness.reasons()).toEqual([]);
    expect(census()).toBe(2);
  });

  test('a server that is stopped refuses what waits, and lets go of the folder', async () => {
    await serve.stop();
    serve = await openServed(options());
    const sent = submit(admission).catch((error: Error) => error);
    await serve.stop();
    expect(await sent).toMatchObject({ name: 'CommitFailedError' });
    serve = await open();
    await serve.start();
    expect(serve.journal.end).toBe(0);
  });

  test('a history that does not open fails the start, and the file stays', async () => {
    await serve.stop();
    const [name] = readdirSync(join(data, 'journal'));
    const file = join(data, 'journal', name!);
    const whole = readFileSync(file);
    serve = await openServed(options());
    writeFileSync(file, 'damaged\n');
    const sent = submit(admission).catch((error: Error) => error);
    await expect(serve.start()).rejects.toThrow();
    expect(await sent).toMatchObject({ name: 'CommitFailedError' });
    expect(serve.readiness.reasons()).toContain('starting');
    await serve.stop();
    expect(readFileSync(file, 'utf8')).toBe('damaged\n');
    writeFileSync(file, whole);
    serve = await open();
  });
});

describe('readiness', () => {
  test('says that it starts, that it is ready, and that publication fails until it does not', async () => {
    expect(serve.readiness.reasons()).toEqual(['starting']);
    await serve.start();
    expect(serve.readiness.reasons()).toEqual([]);
    const { publish } = serve.serving;
    serve.serving.publish = () => Promise.reject(new Error('disk full'));
    await submit(staffing('s', 3));
    await until('it fails', () => serve.readiness.reasons().includes('publication-fails'));
    serve.serving.publish = publish;
    await until('it is ready', () => serve.readiness.reasons().length === 0);
    expect(await served(serve.serving)).toHaveLength(1);
  });

  test('says that it is behind once something has waited more than thirty seconds to be served', async () => {
    await serve.start();
    const publishing = held(serve.serving, 'publish');
    await submit(staffing('s', 3));
    await until('publication is held', publishing.isHeld);
    clock += 20_000;
    await submit(staffing('t', 3));
    clock += 10_000;
    expect(serve.readiness.reasons()).toEqual([]);
    clock += 1;
    expect(serve.readiness.reasons()).toEqual(['behind']);
    expect((await serve.status()).reasons).toEqual(['behind']);
    publishing.letGo();
    await until('it is ready', () => serve.readiness.reasons().length === 0);
    await until('all is served', async () => (await served(serve.serving)).length === 2);
  });

  test('says that scoring is slow once a slice has taken more than a minute', async () => {
    await serve.start();
    const scoring = held(serve.scorer.scorer, 'scoreSlice');
    void serve.idle();
    await until('scoring is held', scoring.isHeld);
    clock += 60_000;
    expect(serve.readiness.reasons()).toEqual([]);
    clock += 1;
    expect(serve.readiness.reasons()).toEqual(['scoring-slow']);
    scoring.letGo();
    await until('it is ready', () => serve.readiness.reasons().length === 0);
  });
});

describe('an event that the store refuses', () => {
  const admission = (id: string, bed: string) =>
    event('8', { id, type: 'admission', encounterId: `E${id}`, wardId: 'A', bed });
  const ACCEPTED = { status: 'accepted' };
  const storeOf = ({ scorer: { scorer } }: ServeProcess) =>
    (scorer as unknown as { store: ScoringStore }).store;

  // as it is kept, and as it is settled among others: real errors of the database, of one event among many
  test.each(['event', 'lasting_event'])(
    'is a dead letter with its position, and the others are stored (refused in %s)',
    async (table) => {
      const { connection } = storeOf(serve);
      await connection.run(`create unique index refusing on ${table} (bed)`);
      await serve.start();
      const events = ['1', '2', '1', '3', '2', '4', '5'].map((bed, at) => admission(`${at}`, bed));
      const bad = { offset: 7, pointer: '', detail: 'Expected JSON', raw: Buffer.from('x') };
      const rejected = [{ ...bad, reason: 'malformed-json' as const }];
      // they are acknowledged once the journal has them
      expect(await serve.ingest.queue.submit({ events, rejected }, SENDER)).toMatchObject([
        ...events.map(() => ACCEPTED),
        { status: 'rejected', reason: 'malformed-json' },
      ]);
      await until('they are stored', () => serve.scorer.nextOffset === 7);
      const letters = await serve.ingest.deadLetters.read(0, 10);
      const refused = letters.filter(({ reason }) => reason === 'invalid-event');
      expect(refused.map(({ raw }) => JSON.parse(Buffer.from(raw).toString()).id)).toEqual([
        '2',
        '4',
      ]);
      expect(refused[0]!.sender).toEqual({ subject: SENDER.subject, sources: ['ehr'] });
      // the positions of the journal, counted from 0
      const places = await connection.rows<{ offset: number; raw: Uint8Array }>(
        'select "offset", raw from rejected order by "offset"',
      );
      expect(places.map(({ offset }) => offset)).toEqual([2, 4]);
      const listed = await serve.ingest.deadLetters.list({ after: 0 }, 10);
      expect(
        listed.flatMap(({ id, position }) => (position === null ? [] : [[id, position]])),
      ).toEqual([
        ['2', 2],
        ['4', 4],
      ]);
      const stored = await connection.rows('select id from event order by id');
      expect(stored).toEqual(['0', '1', '3', '5', '6'].map((id) => ({ id })));

      // the next start has nothing to make good, and the log goes on; what was refused can be sent again
      await connection.run('drop index refusing');
      await serve.stop();
      serve = await open();
      await serve.start();
      expect(serve.scorer.nextOffset).toBe(7);
      expect(await submit(events[2]!)).toEqual([ACCEPTED]);
      expect(await submit(events[0]!)).toEqual([{ status: 'duplicate' }]);
      await until('it is stored', () => serve.scorer.nextOffset === 8);
    },
  );

  test('among what another log brought does not hold that log up', async () => {
    await storeOf(serve).connection.run('create unique index refusing on event (bed)');
    await serve.start();
    const events = ['1', '2', '1', '3'].map((bed, at) => admission(`${at}`, bed));
    await serve.deliver({ events, rejected: [] }, 'simulation', 40);
    expect(serve.journal.positionOf('simulation')).toBe(40);
    await until('it is stored', () => serve.scorer.nextOffset === 4);
    expect(await serve.scorer.scorer.positionOf('simulation')).toBe(40);
    const letters = await serve.ingest.deadLetters.list({ after: 0 }, 10);
    expect(letters).toMatchObject([{ reason: 'invalid-event' }]);
  });

  test('is not to blame where the store takes nothing: it is taken once the store does', async () => {
    const { connection } = storeOf(serve);
    await serve.start();
    await connection.run('alter table position rename to away');
    expect(await submit(admission('1', '1'))).toEqual([ACCEPTED]);
    await until('it fails', () => serve.readiness.reasons().includes('journal'));
    expect(await serve.ingest.deadLetters.counts()).toEqual({});
    await connection.run('alter table away rename to position');
    await until('it is stored', () => serve.scorer.nextOffset === 1);
    expect(serve.readiness.reasons()).toEqual([]);
  });
});
