import { describe, expect, test } from 'vitest';
import type { ScoringStore } from '../../../pipelines/scoring/store.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { batchOf, openStore, rowsOf } from '../../property/scored.ts';
import { type BedExample, bedExamples } from '../../reference/bed-examples.ts';
import { at, event, siteWith } from '../../support/scenario.ts';

const site = siteWith();
const tick = event('13', { type: 'tick' });

async function bedsAfter(
  deliveries: readonly (readonly WardEvent[])[],
  expected: BedExample['expected'],
) {
  const store: ScoringStore = await openStore(site);
  try {
    for (const events of deliveries) {
      const position = { topic: 'test', partition: 0, nextOffset: 0 };
      await store.commit([batchOf(events, site)], [], position);
    }
    const rows = await rowsOf(store);
    return expected.map(
      ([wardId, hour]) => rows.find((row) => row.ward_id === wardId && row.hour === at(hour))?.bed,
    );
  } finally {
    await store.close();
  }
}

describe.each(bedExamples)('a bed $name', ({ story, expected }) => {
  const beds = expected.map(([, , bed]) => bed);

  test('delivered at once', async () => {
    expect(await bedsAfter([[...story, tick]], expected)).toEqual(beds);
  });

  test('one event after another, the hours scored already', async () => {
    const deliveries = [tick, ...story].map((one) => [one]);
    expect(await bedsAfter(deliveries, expected)).toEqual(beds);
  });
});
