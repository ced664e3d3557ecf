import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { createLog } from '../../../services/platform/log.ts';
import { createMetrics } from '../../../services/platform/metrics.ts';
import { Scorer } from '../../../services/scorer/scorer.ts';
import { ScoringFollower } from '../../../services/scorer/scoring-follower.ts';
import { admit, discharge, siteWith } from '../../support/scenario.ts';

const ENCOUNTERS = 12;
let scorer: Scorer;
beforeEach(async () => {
  scorer = await Scorer.open(':memory:', siteWith(), undefined, {
    ...{ threads: 1, slice: { encounters: 1, hours: 100 } },
  });
  for (let n = 0; n < ENCOUNTERS; n++) await scorer.publish(stay(`E${n}`));
});
afterEach(() => scorer.close());

/** Of one encounter, from 8 to 10. */
const stay = (encounterId: string) =>
  [admit('8'), discharge('10')].map(
    (event, n) => ({ ...event, id: `${encounterId}-${n}`, encounterId }) as WardEvent,
  );

/** Follows a scorer; calls `onSlice` after each slice with how many there were. */
function follow(onSlice: (slices: number, since: number | null) => void): ScoringFollower {
  let slices = 0;
  return new ScoringFollower({
    ...{ scorer, log: createLog('silent'), metrics: createMetrics() },
    onScored: (since) => onSlice(++slices, since),
  });
}

test('storing waits for the slice at hand, and not for all there is to score', async () => {
  const done: number[] = [];
  const storedAfter: number[] = [];
  const storing: Promise<unknown>[] = [];
  const follower = follow((slices) => {
    done.push(slices);
    if (slices > 3) return;
    storing.push(
      scorer
        .ready()
        .then(() => scorer.publish(stay(`late-${slices}`)))
        .then(() => storedAfter.push(done.length - slices)),
    );
  });
  follower.trigger();
  await follower.idle();
  await Promise.all(storing);
  // it begins before the next slice does, or after it at the latest
  expect(storedAfter).toHaveLength(3);
  for (const slices of storedAfter) expect(slices).toBeLessThanOrEqual(1);
  // what came in between is scored with the rest
  expect(done.length).toBeGreaterThanOrEqual(ENCOUNTERS + 3);
  expect(await scorer.scoreSlice()).toMatchObject({ hours: 0, pending: 0 });
});

test('all is scored only when nothing is left', async () => {
  const reported: (number | null)[] = [];
  const follower = follow((_, since) => reported.push(since));
  const began = performance.now();
  follower.trigger();
  await follower.idle();
  await follower.stop();
  expect(reported.slice(0, ENCOUNTERS - 1)).toEqual(Array(ENCOUNTERS - 1).fill(null));
  expect(reported.at(-1)).toBeGreaterThan(began);
  expect(follower.sliceTook()).toBe(0);
});

test('a stop waits for the slice at hand; the rest is scored another time', async () => {
  let seen = 0;
  let took = 0;
  const follower = follow((slices) => {
    seen = slices;
    if (slices === 2) setImmediate(() => void follower.stop());
  });
  follower.trigger();
  await new Promise((resolve) => setTimeout(resolve, 5));
  took = follower.sliceTook();
  await follower.idle();
  expect(took).toBeGreaterThan(0);
  expect(seen).toBeLessThan(ENCOUNTERS);
  expect((await scorer.scoreSlice()).pending).toBeGreaterThan(0);
});

test('caught up is who stands at the time of all that is stored, and not a while behind', async () => {
  const follower = follow(() => {});
  const scoredTo = async () =>
    (await scorer.outbox.nextBatch({ position: 0, streamTime: null }))!.streamTime!;
  follower.trigger();
  await follower.idle();
  const ten = await scoredTo();
  await scorer.publish([{ ...admit('12'), id: 'other', encounterId: 'other' } as WardEvent]);
  follower.trigger();
  await follower.catchUp();
  await follower.stop();
  expect((await scoredTo()) - ten).toBe(2 * 3_600_000_000);
});

test('what found no place is counted once in a while, and at once where it is caught up', async () => {
  let now = 0;
  let counts = 0;
  const counting = {
    log: scorer.log,
    toRescore: 0,
    streamTime: () => scorer.streamTime(),
    scoreSlice: (followTime?: boolean) => scorer.scoreSlice(followTime),
    countUnplaced: () => {
      counts++;
      return scorer.countUnplaced();
    },
  };
  const follower = new ScoringFollower({
    ...{ scorer: counting, log: createLog('silent'), metrics: createMetrics() },
    ...{ monotonic: () => now, onScored: () => {} },
  });
  const run = async () => {
    follower.trigger();
    await follower.idle();
  };
  await run();
  expect(counts).toBe(1);
  // nobody has news
  for (now of [1_000, 2_000, 4_999]) await run();
  expect(counts).toBe(1);
  now = 5_000;
  await run();
  expect(counts).toBe(2);
  await follower.catchUp();
  expect(counts).toBe(3);
  await follower.stop();
});

test('while news comes all follow by the minute of stream time; without, to its end', async () => {
  // the only clock of the follower: none of its timers runs out in between on a slow machine
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  let now = 0;
  const followed: boolean[] = [];
  const watched = {
    log: scorer.log,
    toRescore: 0,
    streamTime: () => scorer.streamTime(),
    scoreSlice: (followTime?: boolean) => {
      followed.push(followTime === true);
      return scorer.scoreSlice(followTime);
    },
    countUnplaced: () => scorer.countUnplaced(),
  };
  const follower = new ScoringFollower({
    ...{ scorer: watched, log: createLog('silent'), metrics: createMetrics() },
    ...{ monotonic: () => now, onScored: () => {} },
  });
  const scoredTo = async () =>
    (await scorer.outbox.nextBatch({ position: 0, streamTime: null }))!.streamTime!;
  /** Stores news of another encounter, that many seconds after 11, and scores it; whether all were to follow then. */
  const newsAt = async (seconds: number) => {
    const id = `news-${seconds}`;
    const at = admit('11').recordedAt + seconds * 1_000_000;
    const event = { ...admit('11'), id, encounterId: id, occurredAt: at, recordedAt: at };
    await scorer.publish([event as WardEvent]);
    followed.length = 0;
    follower.trigger();
    await follower.idle();
    return followed[0];
  };
  await follower.catchUp();
  now = 10_000;
  expect(await newsAt(0)).toBe(true);
  // no other minute, however long ago it was
  now = 20_000;
  expect(await newsAt(10)).toBe(false);
  now = 30_000;
  expect(await newsAt(59)).toBe(false);
  now = 40_000;
  expect(await newsAt(60)).toBe(true);
  // another minute, but not long ago
  now = 44_999;
  expect(await newsAt(120)).toBe(false);
  now = 45_000;
  expect(await newsAt(121)).toBe(true);
  now = 55_000;
  expect(await newsAt(130)).toBe(false);
  expect(await scoredTo()).toBe(admit('11').recordedAt + 121 * 1_000_000);
  // nothing more for a second, and five since all followed
  now = 55_999;
  await vi.advanceTimersByTimeAsync(999);
  await follower.idle();
  expect(await scoredTo()).toBe(admit('11').recordedAt + 121 * 1_000_000);
  now = 56_000;
  await vi.advanceTimersByTimeAsync(101);
  await follower.idle();
  expect(await scoredTo()).toBe(admit('11').recordedAt + 130 * 1_000_000);
  await follower.stop();
});
