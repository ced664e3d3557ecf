import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ScoringStore } from '../../../pipelines/scoring/store.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { batchOf, openStore } from '../../property/scored.ts';
import { needTieExamples, tieExamples } from '../../reference/tie-examples.ts';
import { at, event, siteWith } from '../../support/scenario.ts';

const site = siteWith();
const position = { topic: 'test', partition: 0, nextOffset: 0 };
let store: ScoringStore;
let encounters = 0;

beforeAll(async () => {
  store = await openStore(site);
  await store.commit([batchOf([event('13', { type: 'tick' })], site)], [], position);
});
afterAll(() => store.close());

/** Rows of a story of an encounter of its own, in batches of so many events, with ids in their order. */
async function rowsOf(story: readonly WardEvent[], size: number, reversed: boolean) {
  const encounterId = `T${encounters++}`;
  const named = story.map((one, i) => {
    const id = `${encounterId}-${reversed ? story.length - i : i}`;
    return { ...one, id, encounterId } as WardEvent;
  });
  for (let from = 0; from < named.length; from += size) {
    await store.commit([batchOf(named.slice(from, from + size), site)], [], position);
  }
  return store.connection.rows<Record<'ward' | 'hour' | 'present' | 'churn' | 'one', number>>(
    `select ward_id as ward, hour, presence_us / 60e6 as present, churn / 1e6 as churn,
        one_to_one / 1e6 as one
      from encounter_hour where encounter_id = $encounterId order by hour, ward_id`,
    { encounterId },
  );
}

/** Ids in the story's order and against it, all at once and one after another. */
const WAYS = [
  [99, false],
  [99, true],
  [1, true],
] as const;

describe('moves of one instant', () => {
  test.each(tieExamples)('$name', async ({ story, expected }) => {
    const byHour = expected.toSorted(
      ([wardA, a], [wardB, b]) => at(a) - at(b) || (wardA < wardB ? -1 : 1),
    );
    for (const [size, reversed] of WAYS) {
      const found = await rowsOf(story, size, reversed);
      expect(found.map(({ ward, hour, present, churn }) => [ward, hour, present, churn])).toEqual(
        byHour.map(([ward, hour, ...rest]) => [ward, at(hour), ...rest]),
      );
    }
  });
});

describe('a care need', () => {
  test.each(needTieExamples)('$name', async ({ story, minutes }) => {
    for (const [size, reversed] of WAYS) {
      const found = await rowsOf(story, size, reversed);
      const row = found.find(({ ward, hour }) => String(ward) === 'A' && hour === at('12'));
      expect(row?.one).toBe(minutes);
    }
  });
});
