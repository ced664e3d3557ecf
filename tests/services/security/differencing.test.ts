import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { site as siteSchema } from '../../../schemas/site.ts';
import type { WireEvent } from '../../../schemas/ward-event.ts';
import { RULES } from '../../../services/security/auth/policy.ts';
import { EventStream } from '../../process/event-stream.ts';
import { until } from '../../process/live-server.ts';
import { balancedLevel } from '../../support/scenario.ts';
import { Served } from '../api/served.ts';

/**
 * A planner sets answers against each other: every route and grain, wards together and apart, ranges that end an
 * hour earlier, now and as known before and after one event, and the stream.
 */
const site = siteSchema.parse({
  siteId: 'x',
  model: 'vi-1',
  name: 'x',
  wards: ['BIG', 'SMALL', 'OTHER'].map((wardId) => {
    const ward = { wardId, name: wardId, type: 'medicine', beds: 20, nightPatientsPerStaff: 8 };
    return { ...ward, agreed: balancedLevel() };
  }),
});

/** A local day that is over, and hours of the next. */
const DAY = 'from=2026-01-04T23:00:00Z&to=2026-01-05T23:00:00Z';
const RANGES = [
  DAY,
  'from=2026-01-04T23:00:00Z&to=2026-01-06T13:00:00Z',
  'from=2026-01-05T10:00:00Z&to=2026-01-05T12:00:00Z',
  'from=2026-01-05T10:00:00Z&to=2026-01-05T11:00:00Z',
];
const BEFORE = '2026-01-05T10:30:00Z';
const AFTER = '2026-01-05T11:30:00Z';
const END = '2026-01-06T12:30:00Z';
const GRAINS = ['hour', 'shift', 'day', 'week', 'month'];
/** All of the longest range; of others the least and one that may cut it. */
const grainsOf = (place: number) => (place === 1 ? GRAINS : ['hour', 'shift']);

let count = 0;
const event = (time: string, body: object): WireEvent => {
  const at = time.includes('T') ? time : `2026-01-05T${time}:00Z`;
  const whole = { id: `${count++}`, source: 't', occurredAt: at, recordedAt: at, ...body };
  return whole as unknown as WireEvent;
};
const stay = (encounterId: string, wardId: string, time: string) =>
  event(time, { type: 'admission', encounterId, wardId });
const observed = (encounterId: string, time: string, code: string, value: number) =>
  event(time, { type: 'observation', encounterId, code, value });

const twelve = Array.from({ length: 12 }, (_, n) => `E${n}`);
const common = (): WireEvent[] => [
  ...twelve.flatMap((id) => [
    stay(id, 'BIG', '06:00'),
    observed(id, '06:05', 'heart-rate', 80),
    observed(id, '06:05', 'function.mobility', 2),
  ]),
  ...twelve.slice(0, 6).map((id) => stay(`${id}o`, 'OTHER', '06:00')),
  ...['BIG', 'SMALL', 'OTHER'].map((wardId) =>
    event('05:00', {
      ...{ type: 'staffing', wardId, role: 'rn', basis: 'planned', headcount: 3 },
      ...{ from: '2026-01-05T05:00:00Z', to: '2026-01-06T20:00:00Z' },
    }),
  ),
  stay('S0', 'SMALL', '06:00'),
  ...[BEFORE, AFTER, END].map((time) => event(time, { type: 'tick' })),
];
/** The patient who comes at ten: isolated, A3, S1. */
const patient = (): WireEvent[] => [
  stay('X', 'BIG', '10:00'),
  event('10:00', { type: 'care-need.start', encounterId: 'X', code: 'isolation' }),
  ...['hygiene', 'nutrition', 'elimination', 'mobility'].map((area) =>
    observed('X', '10:00', `function.${area}`, 4),
  ),
];
/** An hour of a nurse in two ways. */
const watched = (): WireEvent[] => [
  event('11:00', { type: 'care-need.start', encounterId: 'X', code: 'one-to-one' }),
  event('12:00', { type: 'care-need.stop', encounterId: 'X', code: 'one-to-one' }),
];
const escorted = (): WireEvent[] => [
  event('11:00', { type: 'task', encounterId: 'X', code: 'escort', minutes: 60 }),
];
/** What must not be seen at all: more patients on the small ward, who come and go, and what they need. */
const hidden = (): WireEvent[] => [
  stay('S1', 'SMALL', '09:00'),
  event('09:10', { type: 'care-need.start', encounterId: 'S1', code: 'one-to-one' }),
  observed('S1', '09:20', 'heart-rate', 140),
  stay('S2', 'SMALL', '10:10'),
  event('11:20', { type: 'discharge', encounterId: 'S1' }),
  event('11:25', { type: 'discharge', encounterId: 'S0' }),
  event('14:00', { type: 'discharge', encounterId: 'S2' }),
];

async function hospital(
  events: readonly WireEvent[],
  instants = [BEFORE, AFTER, END],
): Promise<Served> {
  let from = '';
  const deliveries = instants.map((until) => {
    const own = events.filter(({ recordedAt }) => recordedAt > from && recordedAt <= until);
    from = until;
    return { until, events: own };
  });
  const now = instants.at(-1)!;
  return Served.of({ site, deliveries, now, keys: { planner: ['planner'] } });
}

const known = ['', `&asKnownAt=${BEFORE}`, `&asKnownAt=${AFTER}`];

/** Every route that a planner may ask of some wards. */
function urlsOf(wardIds: readonly string[]): string[] {
  const wards = `wards=${wardIds.join(',')}`;
  return RANGES.flatMap((range, place) => [
    ...known.flatMap((then) => [
      ...wardIds.flatMap((wardId) =>
        grainsOf(place).map(
          (grain) => `/v1/wards/${wardId}/intensity?${range}&grain=${grain}${then}`,
        ),
      ),
      ...grainsOf(place).flatMap((grain) => [
        `/v1/compare?${range}&${wards}&grain=${grain}${then}`,
        `/v1/export/ward-hours?${range}&${wards}&grain=${grain}${then}`,
      ]),
      `/v1/heatmap?${range}&${wards}${then}`,
      `/v1/judgements?${range}&${wards}${then}`,
      `/v1/export/staffing?${range}&${wards}${then}`,
    ]),
    ...known
      .slice(1)
      .flatMap((then) => wardIds.map((wardId) => `/v1/wards/${wardId}/changes?${range}${then}`)),
    `/v1/export/ward-hours?${range}&${wards}&format=csv`,
    ...(place > 0
      ? []
      : ['arrow', 'parquet'].flatMap((format) => [
          `/v1/export/ward-hours?${range}&${wards}&format=${format}`,
          `/v1/compare?${range}&${wards}&format=${format}`,
        ])),
  ])
    .concat(wardIds.map((wardId) => `/v1/wards/${wardId}`))
    .concat(`/v1/levels/suggested?${wards}`)
    .concat(wardIds.length === site.wards.length ? ['/v1/wards'] : []);
}

/** Routes for planners that return nothing of a ward's hours, or have tests of their own below. */
const APART = [
  ...['/v1/session', '/v1/site', '/v1/models', '/v1/models/:modelId', '/v1/openapi.json'],
  ...['/docs', '/docs/*', '/v1/stream', '/v1/snapshots', '/v1/snapshots/:file'],
];

async function asPlanner(served: Served, url: string) {
  const authorization = `Bearer ${served.keys.get('planner')}`;
  const { statusCode, headers, body, rawPayload } = await served.inject(url, { authorization });
  const bytes = rawPayload.toString('base64');
  return { url, statusCode, etag: headers.etag, body, bytes };
}

let without: Served;
let one: Served;
let other: Served;
beforeAll(async () => {
  [without, one, other] = await Promise.all([
    hospital(common()),
    hospital([...common(), ...hidden(), ...patient(), ...watched()]),
    hospital([...common(), ...patient(), ...escorted()]),
  ]);
});
afterAll(async () => {
  for (const served of [without, one, other]) await served?.stop();
});

test('every route that a planner may read is tried', () => {
  const tried = urlsOf(site.wards.map(({ wardId }) => wardId)).map((url) =>
    url
      .replace(/\?.*/, '')
      .replace(/(?<=wards\/)\w+/, ':wardId')
      .replace(/(?<=export\/).+/, ':dataset'),
  );
  const theirs = Object.entries(RULES).flatMap(([entry, rule]) => {
    const [method, url] = entry.split(' ');
    return method === 'GET' && rule !== 'public' && rule.roles.includes('planner') ? url! : [];
  });
  expect([...new Set(tried), ...APART].sort()).toEqual(theirs.sort());
});

test('the hospitals do differ: to those who treat', async () => {
  for (const wardId of ['BIG', 'SMALL']) {
    const url = `/v1/wards/${wardId}/intensity?${DAY}`;
    const bodies = await Promise.all([without, one, other].map((served) => served.inject(url)));
    expect(new Set(bodies.map(({ body }) => body)).size).toBe(wardId === 'BIG' ? 3 : 2);
  }
});

test('what few patients need, and when they come and go, changes no answer and no version of one', async () => {
  for (const url of urlsOf(['SMALL', 'OTHER'])) {
    const [before, after] = await Promise.all([asPlanner(without, url), asPlanner(one, url)]);
    expect(before.statusCode).toBe(200);
    expect(after).toEqual(before);
  }
});

test('a need of the same minutes out of other causes changes none', async () => {
  for (const url of urlsOf(['BIG', 'SMALL', 'OTHER'])) {
    const [watched, escorted] = await Promise.all([asPlanner(one, url), asPlanner(other, url)]);
    expect(watched).toEqual(escorted);
  }
});

describe('one patient more on a ward of many', () => {
  test('changes minutes by steps of five alone, and shows no component of an hour', async () => {
    for (const then of known) {
      const url = `/v1/wards/BIG/intensity?${RANGES[1]}&grain=hour${then}`;
      const [before, after] = await Promise.all([itemsOf(without, url), itemsOf(one, url)]);
      let changed = 0;
      for (const [i, hour] of after.entries()) {
        for (const name of ['minutes', 'minutesLow', 'minutesHigh']) {
          const [a, b] = [before[i]![name] as number | null, hour[name] as number | null];
          expect((b ?? 0) % 5).toBe(0);
          if (a !== b) changed++;
          expect(((b ?? 0) - (a ?? 0)) % 5).toBe(0);
        }
        expect(Number.isInteger(hour.patientHours ?? 0)).toBe(true);
        expect(hour).toMatchObject({
          ...{ components: null, imputedPatientHours: null, computedAt: null },
        });
        // twelve come at six; one who comes or leaves is not shown
        const came = i === 7 ? 10 : null;
        expect([hour.arrivals, hour.departures]).toEqual([came, null]);
        // what follows, follows from the rounded
        if (hour.minutes === null) continue;
        expect(hour.required).toBeCloseTo((hour.minutes as number) / 60, 9);
        if (hour.gap !== null) expect(hour.gap).toBeCloseTo(3 - (hour.minutes as number) / 60, 9);
      }
      if (then !== known[1]) expect(changed).toBeGreaterThan(0);
    }
  });

  test('every sum is that of its hours: a longer grain gives nothing more', async () => {
    for (const grain of GRAINS.slice(1)) {
      for (const range of RANGES) {
        const hours = await itemsOf(one, `/v1/wards/BIG/intensity?${range}&grain=hour`);
        const buckets = await itemsOf(one, `/v1/wards/BIG/intensity?${range}&grain=${grain}`);
        for (const name of ['minutes', 'minutesLow', 'minutesHigh', 'patientHours']) {
          expect(sumOf(buckets, name)).toBe(sumOf(hours, name));
        }
        for (const { arrivals, departures } of buckets) {
          for (const flow of [arrivals, departures] as (number | null)[]) {
            expect(flow === null || (flow >= 5 && flow % 5 === 0)).toBe(true);
          }
        }
      }
    }
  });

  test('components are of whole buckets that are over, of five patients, in whole nurses', async () => {
    const url = (range: string, then = '') => `/v1/wards/BIG/intensity?${range}&grain=day${then}`;
    const [day] = await itemsOf(one, url(DAY));
    const [same] = await itemsOf(without, url(DAY));
    // of twelve who are there all day; who is watched and who is escorted is one
    expect(day!.components).toMatchObject({ oneToOne: null, escort: null });
    const parts = Object.entries(day!.components as Record<string, number | null>);
    expect(parts.filter(([, minutes]) => minutes !== null).length).toBeGreaterThan(2);
    const step = 60 * (day!.knownHours as number);
    for (const [name, minutes] of parts) {
      const before = (same!.components as Record<string, number | null>)[name]!;
      if (minutes === null || before === null) expect([name, minutes]).toEqual([name, before]);
      else expect([0, step]).toContain(Math.abs(minutes - before));
      expect((minutes ?? 0) % step).toBe(0);
    }
    for (const range of RANGES.slice(2)) {
      for (const { components } of await itemsOf(one, url(range))) expect(components).toBeNull();
    }
    for (const then of known.slice(1)) {
      expect((await itemsOf(one, url(DAY, then)))[0]!.components).toBeNull();
    }
    // the day that is not over
    expect((await itemsOf(one, url(RANGES[1]!))).at(-1)!.components).toBeNull();
  });
});

test('the stream sends an outsider nothing of a ward with few patients, nor its ids', async () => {
  const origin = await one.listen();
  const planner = { authorization: `Bearer ${one.keys.get('planner')}` };
  // a move that may be seen: with none for a day every ward is old, and the next one would change all of them
  const seen = '2026-01-06T12:30:10Z';
  await one.deliver({ until: seen, events: [stay('Y0', 'BIG', seen)] });
  await until('no ward is old', async () => {
    const { wards } = JSON.parse((await asPlanner(one, '/v1/wards')).body) as { wards: Item[] };
    return wards.every(({ state }) => state !== 'old');
  });
  const watching = new EventStream({ origin, authorization: planner });
  const first = await watching.next(({ event }) => event === 'snapshot');
  expect((first.data as { streamTime?: string }).streamTime).toBe('2026-01-06T12:30:00Z');
  const at = (minute: number) => `2026-01-06T12:${minute}:30Z`;
  for (const minute of [31, 32, 33]) {
    const events = [
      minute === 31
        ? stay('S9', 'SMALL', at(31))
        : observed('S9', at(minute), 'heart-rate', 80 + minute),
    ];
    await one.deliver({ until: at(minute), events });
  }
  // stream time in steps, whatever moved it
  const now = JSON.parse((await asPlanner(one, '/v1/wards')).body);
  expect(now.streamTime).toBe('2026-01-06T12:30:00Z');
  // nothing that is sent has changed: it is the same place of the stream
  const again = new EventStream({ origin, authorization: planner });
  const second = await again.next(({ event }) => event === 'snapshot');
  expect(second.data).toEqual(first.data);
  expect(second.id).toBe(first.id);
  // a change that may be seen comes after all that were before it
  const events = ['Y1', 'Y2'].map((id) => stay(id, 'BIG', at(34)));
  await one.deliver({ until: at(34), events });
  const { id } = await watching.next(({ event }) => event === 'ward');
  expect(
    watching.messages.filter(({ event }) => event === 'ward').map(({ data }) => data.wardId),
  ).toEqual(['BIG']);
  // and one that comes again with the id before is given that one alone
  const back = new EventStream({ origin, authorization: planner }, first.id);
  const missed = await back.next(() => true);
  expect([missed.event, missed.data.wardId, missed.id]).toEqual(['ward', 'BIG', id]);
  for (const stream of [watching, again, back]) stream.socket.destroy();
});

test('files of months are the same, and what changes in a hidden hour writes none again', async () => {
  const [over, later] = ['2026-02-01T01:30:00Z', '2026-02-01T02:30:00Z'];
  const ticks = [over, later].map((time) => event(time, { type: 'tick' }));
  const late = event(later, { type: 'care-need.start', encounterId: 'S2', code: 'one-to-one' });
  const correction = { ...late, occurredAt: '2026-01-05T11:00:00Z' };
  const entriesOf = async (events: readonly WireEvent[]) => {
    const all = [...common(), ...ticks, ...events];
    const served = await hospital(all, [BEFORE, AFTER, END, over]);
    await until('the month is a file', async () => {
      const { body } = await asPlanner(served, '/v1/snapshots');
      return (JSON.parse(body) as { snapshots: unknown[] }).snapshots.length > 0;
    });
    served.now = Date.parse(later);
    await served.deliver({ until: later, events: all.filter((one) => one.recordedAt === later) });
    // waits for what is being written
    await served.close();
    const text = readFileSync(join(served.folder, 'snapshots', 'index.json'), 'utf8');
    rmSync(served.folder, { recursive: true, force: true });
    return (JSON.parse(text) as Item[]).map(({ state: _, ...entry }) => entry);
  };
  const entries = await entriesOf([]);
  expect(entries).toMatchObject([{ month: '2026-01', streamTime: over }]);
  expect(await entriesOf([...hidden(), correction])).toEqual(entries);
});

type Item = Record<string, unknown>;

async function itemsOf(served: Served, url: string): Promise<Item[]> {
  const { body } = await asPlanner(served, url);
  return (JSON.parse(body) as { items: Item[] }).items;
}

function sumOf(items: readonly Item[], name: string): number | null {
  const known = items.flatMap((item) => (item[name] as number | null) ?? []);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
