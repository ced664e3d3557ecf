import { expect, test } from 'vitest';
import type { Snapshot, StandingWard, WardNow } from '../../../schemas/ward-now.ts';
import { type StreamMessage, WardStream } from '../../../services/api/ward-stream.ts';

/** As those who treat see it; others see its name. */
const ward = (wardId: string, minutes: number): StandingWard => ({
  inside: seen(wardId, minutes),
  outside: seen(wardId, null),
});
const seen = (wardId: string, minutes: number | null): WardNow => ({
  wardId,
  name: wardId,
  type: 'medicine',
  division: null,
  state: null,
  stateSince: null,
  marks: [],
  missingRn: null,
  minimumRn: 2,
  presentRn: null,
  present: null,
  missingRoles: [],
  beds: 10,
  hour: '2026-01-05T11:00:00Z',
  minutes,
  minutesLow: minutes,
  minutesHigh: minutes,
  normNurses: minutes === null ? null : minutes / 60,
  level: null,
  requiredNurses: minutes === null ? null : minutes / 60,
  requiredRn: null,
  gap: null,
  gapState: null,
  restOfShift: null,
  usualNeed: null,
  normLoad: null,
  supply: null,
  load: null,
  usualLoad: null,
  patientHours: 2,
  patients: 2,
  census: 1,
  arrivals: 0,
  departures: 0,
  coverage: 1,
  imputedPatients: 0,
  newestInputAt: null,
  reason: null,
  model: 'vi-1',
  computedAt: null,
  history: [],
});

const TIME = '2026-01-05T11:30:00Z';
const TREATING = ['A', 'B'].map((wardId) => ({ wardId, treating: true }));
const signal = new AbortController().signal;
const name = ({ event, data }: StreamMessage) =>
  event === 'ward' ? `${(data as WardNow).wardId} ${(data as WardNow).minutes}` : event;

async function take(messages: AsyncGenerator<StreamMessage>, count: number) {
  const taken: StreamMessage[] = [];
  while (taken.length < count) taken.push((await messages.next()).value);
  return taken;
}

test('a client gets a snapshot, then the wards that changed', async () => {
  const stream = new WardStream();
  stream.update(TIME, [ward('A', 10), ward('B', 20)]);
  const messages = stream.messages(null, signal, TREATING);
  const [first] = await take(messages, 1);
  expect((first!.data as Snapshot).wards.map(({ wardId }) => wardId)).toEqual(['A', 'B']);
  stream.update(TIME, [ward('A', 10), ward('B', 21)]);
  stream.tick();
  expect((await take(messages, 2)).map(name)).toEqual(['tick', 'B 21']);
});

test('a client that came before anything was served gets the time with the first values', async () => {
  const stream = new WardStream();
  stream.update(null, [ward('A', 0)]);
  const messages = stream.messages(null, signal, TREATING);
  const [first] = await take(messages, 1);
  expect((first!.data as Snapshot).streamTime).toBeNull();
  stream.update(TIME, [ward('A', 10)]);
  const [tick, change] = await take(messages, 2);
  expect(tick).toMatchObject({ event: 'tick', data: { streamTime: TIME } });
  expect(name(change!)).toBe('A 10');
  // later times come with the ticks of the clock, whatever changes
  stream.update('2026-01-05T11:31:00Z', [ward('A', 11)]);
  expect((await take(messages, 1)).map(name)).toEqual(['A 11']);
});

test('a client that is slow gets the latest of each ward, once', async () => {
  const stream = new WardStream();
  stream.update(TIME, [ward('A', 0), ward('B', 0)]);
  const messages = stream.messages(null, signal, TREATING);
  await take(messages, 1);
  for (let minutes = 1; minutes <= 1000; minutes++) {
    stream.update(TIME, [ward('A', minutes), ward('B', minutes)]);
  }
  expect((await take(messages, 2)).map(name)).toEqual(['A 1000', 'B 1000']);
  stream.update(TIME, [ward('A', 1000), ward('B', 1001)]);
  expect((await take(messages, 1)).map(name)).toEqual(['B 1001']);
});

test('a client that comes again gets what it missed; from another process, a snapshot', async () => {
  let now = 0;
  const stream = new WardStream(() => now);
  stream.update(TIME, [ward('A', 1), ward('B', 1)]);
  const [seen] = await take(stream.messages(null, signal, TREATING), 1);
  stream.update(TIME, [ward('A', 2), ward('B', 1)]);
  expect((await take(stream.messages(seen!.id, signal, TREATING), 1)).map(name)).toEqual(['A 2']);
  expect((await take(stream.messages('other-1', signal, TREATING), 1)).map(name)).toEqual([
    'snapshot',
  ]);
  expect((await take(stream.messages('nonsense', signal, TREATING), 1)).map(name)).toEqual([
    'snapshot',
  ]);
  now += 11 * 60_000;
  expect((await take(stream.messages(seen!.id, signal, TREATING), 1)).map(name)).toEqual([
    'snapshot',
  ]);
});

test('a client that goes, and a stream that closes, leave nothing behind', async () => {
  const stream = new WardStream();
  const gone = new AbortController();
  const one = stream.messages(null, gone.signal, TREATING);
  const two = stream.messages(null, signal, TREATING);
  await take(one, 1);
  await take(two, 1);
  expect(stream.size).toBe(2);
  gone.abort();
  expect((await one.next()).done).toBe(true);
  expect(stream.size).toBe(1);
  stream.close();
  expect((await two.next()).done).toBe(true);
  expect(stream.size).toBe(0);
});

test('a tick does not pass a change that is still to be sent', async () => {
  const stream = new WardStream();
  stream.update(TIME, [ward('A', 1)]);
  const messages = stream.messages(null, signal, TREATING);
  await take(messages, 1);
  stream.update(TIME, [ward('A', 2)]);
  stream.tick();
  const [tick] = await take(messages, 1);
  expect(tick!.event).toBe('tick');
  expect((await take(stream.messages(tick!.id, signal, TREATING), 1)).map(name)).toEqual(['A 2']);
});

test('a client that is gone is counted out, though nobody asks for its next message', async () => {
  const stream = new WardStream();
  const gone = new AbortController();
  await take(stream.messages(null, gone.signal, TREATING), 1);
  expect(stream.size).toBe(1);
  gone.abort();
  expect(stream.size).toBe(0);
});
