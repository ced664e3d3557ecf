import { describe, expect, test } from 'vitest';
import { type SourceAge, sourceAges } from '../../../pipelines/serving/queries.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { at, event, siteWith } from '../../support/scenario.ts';
import { Stores } from './stores.ts';

const site = siteWith();
const HOUR = 3_600;

const of = (encounterId: string, events: readonly WardEvent[]) =>
  events.map((each) => ({ ...each, encounterId, id: `${encounterId} ${each.id}` }) as WardEvent);
const move = (time: string, encounterId: string, type: 'admission' | 'discharge') =>
  of(encounterId, [event(time, type === 'admission' ? { type, wardId: 'A' } : { type })]);
const sign = (time: string, code: string) =>
  of('E0', [event(time, { type: 'observation', code, value: 2 })]);
/** A pulse of E0, charted so many minutes later. */
const charted = (time: string, later = 0) =>
  sign(time, 'heart-rate').map((each) => ({ ...each, recordedAt: each.recordedAt + later * 60e6 }));
/** Six patients, who stay. */
const patients = (time: string) =>
  Array.from({ length: 6 }, (_, n) => move(time, `E${n}`, 'admission')).flat();
const tick = (time: string) => event(time, { type: 'tick' });

async function agesOf(...deliveries: (readonly WardEvent[])[]) {
  return Stores.with(site, async (stores) => {
    for (const events of deliveries) await stores.deliver(events);
    const ages = await stores.ask<SourceAge>(sourceAges());
    return (wardId: string | null, source: string, treating = true) => {
      const age = ages.find(
        (each) => each.wardId === wardId && each.source === source && each.treating === treating,
      );
      const { newestAt, ageSeconds, limitSeconds, silentSince } = age!;
      return { newestAt, ageSeconds, limitSeconds, silentSince };
    };
  });
}

test('a source is silent when it has been for longer than ever at this hour', async () => {
  // for eight days somebody comes at 06:10 and 16:40 UTC; vital signs every hour until 11:43 on the 9th
  const days = [1, 2, 3, 4, 5, 6, 7, 8];
  const moves = days.flatMap((day) => [
    ...move(`${day} 6:10`, `F${day}`, 'admission'),
    ...move(`${day} 16:40`, `F${day}`, 'discharge'),
  ]);
  const vitals = [...days, 9].flatMap((day) =>
    Array.from({ length: day === 9 ? 12 : 24 }, (_, hour) =>
      sign(`${day} ${hour}:43`, 'heart-rate'),
    ),
  );
  const log = [...patients('1 0'), ...moves, ...vitals.flat()];
  const ages = await agesOf([...log, ...move('9 6:10', 'F9', 'admission'), tick('9 12:50')]);
  // at 12, 13 and 14 the move of 6:10 is 5:50, 6:50 and 7:50 old on every day: of 24 the 22.77th is 7:50
  expect(ages('A', 'moves')).toEqual({
    ...{ newestAt: '2026-01-09T06:10:00Z', ageSeconds: 6 * HOUR + 40 * 60 },
    ...{ limitSeconds: 7 * HOUR + 50 * 60, silentSince: null },
  });
  // vital signs were an hour old whenever the next came, whatever their age at the end of an hour
  const vitalSigns = {
    ...{ newestAt: '2026-01-09T11:43:00Z', ageSeconds: 67 * 60 },
    ...{ limitSeconds: 60 * 60, silentSince: '2026-01-09T11:43:00Z' },
  };
  expect(ages('A', 'vitals')).toEqual(vitalSigns);
  expect(ages(null, 'vitals')).toEqual(vitalSigns);
  // others get the five minutes that hold it
  expect(ages(null, 'vitals', false)).toEqual({
    ...{ newestAt: '2026-01-09T11:40:00Z', ageSeconds: 70 * 60 },
    ...{ limitSeconds: 60 * 60, silentSince: '2026-01-09T11:40:00Z' },
  });
  expect(ages('A', 'function')).toMatchObject({ newestAt: null, silentSince: null });
});

describe('a source arrives when it is charted', () => {
  // for eight days a value of every hour at :43 that is charted at once; of the 9th until 11:43
  const hourly = (day: number, hours: number, later = 0) =>
    Array.from({ length: hours }, (_, hour) => charted(`${day} ${hour}:43`, later)).flat();
  const days = [1, 2, 3, 4, 5, 6, 7, 8];
  const prompt = [...days.flatMap((day) => hourly(day, 24)), ...hourly(9, 12)];
  const vitals = async (...deliveries: (readonly WardEvent[])[]) =>
    (await agesOf(...deliveries))('A', 'vitals');

  test('what is charted late of an hour long over is news', async () => {
    const late = charted('9 10:05', 125);
    // of the hour of 10:43 only what came last is known: from 9:43 to 11:43 nothing seems to have come. Of 24 gaps of an
    // hour and that of two the 24.76th is 1:45:36
    const heard = {
      ...{ newestAt: '2026-01-09T12:10:00Z', ageSeconds: 10 * 60 },
      ...{ limitSeconds: 6_336, silentSince: null },
    };
    const log = [...patients('1 0'), ...prompt];
    expect(await vitals(log, [...late, tick('9 12:20')])).toEqual(heard);
    // and in whatever order it comes
    expect(await vitals([tick('9 12:20'), ...late, ...log])).toEqual(heard);
  });

  test('a feed that stops is silent from its last arrival, by its own delay', async () => {
    // each value is charted 37 minutes later, at :20: whenever the next came the last was an hour old
    const late = [...days.flatMap((day) => hourly(day, 24, 37)), ...hourly(9, 12, 37)];
    const log = [...patients('1 0'), ...late];
    const stopped = { newestAt: '2026-01-09T12:20:00Z', limitSeconds: 60 * 60 };
    expect(await vitals([...log, tick('9 13:20')])).toEqual({
      ...{ ...stopped, ageSeconds: 60 * 60, silentSince: null },
    });
    expect(await vitals([...log, tick('9 13:21')])).toEqual({
      ...{ ...stopped, ageSeconds: 61 * 60, silentSince: '2026-01-09T12:20:00Z' },
    });
  });

  test('a correction is news; what is cancelled is as if it had never come', async () => {
    const log = [...patients('1 0'), ...prompt];
    const [last] = charted('9 11:43');
    const again = (time: string, status: 'amended' | 'entered-in-error') =>
      ({ ...last, status, recordedAt: at(time) }) as WardEvent;
    const amended = await vitals(log, [again('9 12:15', 'amended'), tick('9 12:20')]);
    expect(amended).toMatchObject({ newestAt: '2026-01-09T12:15:00Z', silentSince: null });
    const cancelled = await vitals(log, [again('9 12:15', 'entered-in-error'), tick('9 12:20')]);
    const before = '2026-01-09T10:43:00Z';
    expect(cancelled).toMatchObject({ newestAt: before, silentSince: before });
  });
});

test('moves, too, arrive when they are recorded', async () => {
  const left = move('5 3:10', 'E5', 'discharge').map((each) => ({
    ...each,
    recordedAt: at('5 7:25'),
  }));
  const ages = await agesOf([...patients('5 0'), ...left, tick('5 15:20')]);
  expect(ages('A', 'moves')).toMatchObject({ newestAt: '2026-01-05T07:25:00Z', silentSince: null });
  // the hour has five patient-hours and ten minutes: others see it too
  expect(ages('A', 'moves', false).newestAt).toBe('2026-01-05T07:25:00Z');
});

test('stream time that ticks move is no sign of life: eleven hours without moves', async () => {
  // somebody comes or leaves every hour of a day
  const moves = Array.from({ length: 25 }, (_, hour) => {
    const time = hour < 24 ? `5 ${hour}:30` : '6 0:30';
    return [...move(time, `F${hour}`, 'admission')];
  }).flat();
  const ticks = Array.from({ length: 11 }, (_, hour) => tick(`6 ${hour + 1}:30`));
  const ages = await agesOf([...patients('5 0'), ...moves], ticks, [tick('6 12:10')]);
  expect(ages('A', 'moves')).toEqual({
    ...{ newestAt: '2026-01-06T00:30:00Z', ageSeconds: 11 * HOUR + 40 * 60 },
    ...{ limitSeconds: 60 * 60, silentSince: '2026-01-06T00:30:00Z' },
  });
  expect(ages(null, 'moves', false).silentSince).toBe('2026-01-06T00:30:00Z');
});

test('with less than a day of it the limit is eight hours', async () => {
  const before = await agesOf([...patients('5 0'), tick('5 8')]);
  expect(before('A', 'moves')).toMatchObject({ ageSeconds: 8 * HOUR, silentSince: null });
  const after = await agesOf([...patients('5 0'), tick('5 8:01')]);
  expect(after('A', 'moves').silentSince).toBe('2026-01-05T00:00:00Z');
});

test('tasks and medication have an age: of those that special care counts', async () => {
  const care = (time: string, change: Parameters<typeof event>[1]) =>
    of('E0', [event(time, change)]);
  // every hour of a day and a half at :20, a task and medication in turn; then nothing that counts
  const counted = Array.from({ length: 36 }, (_, hour) =>
    care(
      hour < 24 ? `5 ${hour}:20` : `6 ${hour - 24}:20`,
      hour % 2 === 0
        ? { type: 'task', code: 'suction' }
        : { type: 'medication', form: 'infusion', volumeMl: 100 },
    ),
  ).flat();
  const uncounted = care('6 12:40', { type: 'medication', form: 'oral' });
  const ages = await agesOf([...patients('5 0'), ...counted, ...uncounted, tick('6 13:10')]);
  // the last was at 11:20; one came every hour
  const silent = {
    ...{ newestAt: '2026-01-06T11:20:00Z', ageSeconds: 110 * 60 },
    ...{ limitSeconds: 60 * 60, silentSince: '2026-01-06T11:20:00Z' },
  };
  expect(ages('A', 'care')).toEqual(silent);
  expect(ages(null, 'care', false)).toEqual(silent);
});

test('a ward without patients is not missed by vital signs', async () => {
  const left = Array.from({ length: 6 }, (_, n) => move('5 3', `E${n}`, 'discharge')).flat();
  const ages = await agesOf([
    ...patients('5 0'),
    ...sign('5 2:30', 'heart-rate'),
    ...left,
    tick('5 23'),
  ]);
  expect(ages('A', 'vitals')).toMatchObject({ ageSeconds: 20.5 * HOUR, silentSince: null });
  expect(ages('A', 'moves').silentSince).toBe('2026-01-05T03:00:00Z');
});

test('staffing is judged by whether it covers this shift and the next', async () => {
  const staffed = (to: string) =>
    event('7', {
      ...{ type: 'staffing', wardId: 'A', role: 'rn', basis: 'planned', headcount: 2 },
      ...{ from: at('5 6'), to: at(to) },
    });
  // shifts begin at local 7, 14 and 21: 06, 13 and 20 UTC
  const covered = await agesOf([...patients('5 0'), staffed('5 20'), tick('5 8:50')]);
  expect(covered('A', 'staffing').silentSince).toBeNull();
  const uncovered = await agesOf([...patients('5 0'), staffed('5 19:30'), tick('5 8:50')]);
  expect(uncovered('A', 'staffing').silentSince).toBe('2026-01-05T19:00:00Z');
  expect(uncovered('B', 'staffing').silentSince).toBe('2026-01-05T08:00:00Z');
  // somewhere it is known
  expect(covered(null, 'staffing').silentSince).toBeNull();
});
