import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeValues } from '../../../pipelines/events/decode.ts';
import { eventRules } from '../../../pipelines/events/event-rules.ts';
import { toArrow } from '../../../pipelines/events/to-arrow.ts';
import type { ScoringStore } from '../../../pipelines/scoring/store.ts';
import { simulate } from '../../../pipelines/sources/simulator/simulate.ts';
import { MICROS_PER_DAY, MICROS_PER_HOUR } from '../../../schemas/instant.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { batchOf, content, openStore, rowsOf } from '../../property/scored.ts';
import { siteOf } from '../../support/filled-state.ts';
import { admit, at, discharge, event, observe, siteWith, tasks } from '../../support/scenario.ts';

const site = siteWith();

/** Stores events as the next delivery, without scoring them. */
async function store(scoring: ScoringStore, events: readonly WardEvent[]): Promise<void> {
  const nextOffset = (await scoring.nextOffset('test', 0)) + events.length;
  const named = events.map((each) => ({ ...each, id: each.id.replaceAll(' ', '_') }));
  await scoring.store([batchOf(named as WardEvent[], site)], [], {
    topic: 'test',
    partition: 0,
    nextOffset,
  });
}

const of = (encounterId: string, events: readonly WardEvent[]) =>
  events.map((each) => ({ ...each, id: `${encounterId} ${each.id}`, encounterId }) as WardEvent);

async function scoredTime({ connection }: ScoringStore) {
  const [row] = await connection.rows<{ scored_time: number | null }>(
    'select scored_time from stream',
  );
  return row!.scored_time;
}

test('a stay of three years with events is cut by time, and has the rows of one piece', async () => {
  const start = at('2023-01-05T08:10:00Z');
  const dated = (time: string, instant: number, body: WardEvent) =>
    ({ ...body, id: `${time} ${instant}`, occurredAt: instant, recordedAt: instant }) as WardEvent;
  const weekly = Array.from({ length: 156 }, (_, week) => start + week * 7 * MICROS_PER_DAY);
  const events = [
    dated('in', start, admit('8')),
    ...weekly.flatMap((instant) => [
      dated('rate', instant, observe('8', 'heart-rate', 90)),
      // an S level of 2 that is held for three hours more, and a dressing that counts for a day
      ...tasks('8', 'catheter-insertion').map((task) => dated('line', instant, task)),
      ...tasks('8', 'dressing.simple', 3).map((task, i) => dated(`dressing ${i}`, instant, task)),
    ]),
    dated('out', weekly.at(-1)! + 5 * MICROS_PER_HOUR, discharge('8')),
  ];
  const whole = await openStore(site);
  const sliced = await openStore(site, ':memory:', { slice: { encounters: 10, hours: 5_000 } });
  try {
    await store(whole, events);
    await whole.rescore();
    await store(sliced, events);
    const pieces = [];
    for (let pending = 1; pending > 0; ) {
      const slice = await sliced.rescoreSlice();
      pieces.push(slice.hours);
      pending = slice.pending;
    }
    // 155 weeks and five hours, from an hour begun to an hour ended
    const hours = 155 * 7 * 24 + 6;
    expect(pieces).toEqual([...Array(5).fill(5_000), hours - 25_000]);
    const rows = (await rowsOf(sliced)).map(content);
    expect(rows).toHaveLength(hours);
    expect(rows).toEqual((await rowsOf(whole)).map(content));
  } finally {
    await whole.close();
    await sliced.close();
  }
});

test('news goes before a load of history, and time goes on beside it', async () => {
  const scoring = await openStore(site, ':memory:', { slice: { encounters: 2, hours: 1_000 } });
  const hoursOf = async (encounter: string) => {
    const [row] = await scoring.connection.rows<{ n: number; last: number | null }>(
      'select count(*) as n, max(hour) as last from encounter_hour where encounter_id = $encounter',
      { encounter },
    );
    return row!;
  };
  try {
    await store(scoring, of('here', [admit('20 10')]));
    await scoring.rescore();
    const loaded = ['1', '2', '3', '4', '5'].flatMap((day) =>
      of(`old-${day}`, [admit(`${day} 8`), discharge(`${day} 20`)]),
    );
    await store(scoring, [...loaded, event('20 11', { type: 'tick' })]);
    expect(await scoring.rescoreSlice(false)).toMatchObject({ pending: 3, followsTime: false });
    const [news] = of('here', [observe('20 12', 'heart-rate', 120)]);
    await store(scoring, [news!, event('20 12:30', { type: 'tick' })]);
    // the patient who is here, and the newest of the old; everyone here follows with it
    expect(await scoring.rescoreSlice(true)).toMatchObject({ pending: 2, followsTime: true });
    expect(await hoursOf('here')).toEqual({ n: 3, last: at('20 12') });
    expect(await scoredTime(scoring)).toBe(at('20 12:30'));
    expect((await hoursOf('old-1')).n).toBe(0);
    await scoring.rescore();
    // 8:00 to 20:00, and the hour of the departure
    expect((await hoursOf('old-1')).n).toBe(13);
  } finally {
    await scoring.close();
  }
});

test('at first nothing counts as scored before all is', async () => {
  const scoring = await openStore(site, ':memory:', { slice: { encounters: 1, hours: 1_000 } });
  try {
    await store(scoring, [...of('a', [admit('8')]), ...of('b', [admit('9')])]);
    expect(await scoring.rescoreSlice()).toMatchObject({ pending: 1, followsTime: false });
    expect(await scoredTime(scoring)).toBeNull();
    expect(await scoring.rescoreSlice()).toMatchObject({ pending: 0, followsTime: true });
    expect(await scoredTime(scoring)).toBe(at('9'));
  } finally {
    await scoring.close();
  }
});

test('what comes for an encounter between its pieces is not lost', async () => {
  const pieces = await openStore(site, ':memory:', { slice: { encounters: 1, hours: 4 } });
  const whole = await openStore(site);
  const first = [admit('1'), observe('2', 'heart-rate', 80), discharge('18')];
  const late = [
    observe('1:30', 'heart-rate', 140),
    { ...first[2]!, recordedAt: at('19'), occurredAt: at('6') },
  ];
  try {
    await store(pieces, first);
    await pieces.rescoreSlice();
    await pieces.rescoreSlice();
    await store(pieces, late as WardEvent[]);
    await pieces.rescore();
    await store(whole, [...first, ...(late as WardEvent[])]);
    await whole.rescore();
    const rows = (await rowsOf(pieces)).map(content);
    expect(rows).toEqual((await rowsOf(whole)).map(content));
    expect(rows).toHaveLength(6);
  } finally {
    await pieces.close();
    await whole.close();
  }
});

test('a slice that memory does not hold is scored in smaller ones, with the same rows', async () => {
  const hospital = { wards: 4, bedsPerWard: 10, days: 45, seed: 7 };
  const simulated = siteOf(hospital);
  const events = [...simulate(hospital)].flatMap((arrival) =>
    'event' in arrival ? [arrival.event] : [],
  );
  const { events: accepted } = decodeValues(events, eventRules(simulated));
  const folder = mkdtempSync(join(tmpdir(), 'vi-memory-'));
  // one thread, so that what is held at once does not depend on the machine
  const open = (name: string, memoryLimit: string) =>
    openStore(simulated, join(folder, name), { memoryLimit, threads: 1 });
  const [ample, short] = await Promise.all([open('ample', '600MB'), open('short', '120MB')]);
  const slicesOf = async (scoring: ScoringStore) => {
    for (let from = 0; from < accepted.length; from += 4_000) {
      const part = accepted.slice(from, from + 4_000);
      const position = { topic: 'test', partition: 0, nextOffset: from + part.length };
      await scoring.store([toArrow(part)], [], position);
    }
    let slices = 0;
    for (let pending = 1; pending > 0; slices++) ({ pending } = await scoring.rescoreSlice());
    return slices;
  };
  try {
    expect(await slicesOf(ample)).toBe(1);
    expect(await slicesOf(short)).toBeGreaterThan(1);
    expect((await rowsOf(short)).map(content)).toEqual((await rowsOf(ample)).map(content));
  } finally {
    await Promise.all([ample.close(), short.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
});
