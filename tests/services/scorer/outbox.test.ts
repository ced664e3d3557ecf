import { expect, test } from 'vitest';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { Scorer } from '../../../services/scorer/scorer.ts';
import { admit, discharge, siteWith } from '../../support/scenario.ts';

test('while a long batch is read the outbox answers the rest, and the batch is whole', async () => {
  const scorer = await Scorer.open(':memory:', siteWith(), undefined, { threads: 1 });
  try {
    // in at 8 and out at 10: two hours of care, and the one that the discharge is in
    await scorer.publish([admit('8'), discharge('10')] as WardEvent[]);
    await scorer.score();
    const { outbox } = scorer;
    const batch = (await outbox.nextBatch({ position: 0, streamTime: null }))!;
    let rows = 0;
    for await (const chunk of outbox.hours(batch)) {
      rows += chunk.numRows;
      expect(await outbox.revision()).toBe(batch.revision);
      expect(await outbox.withdrawn(batch)).toEqual([]);
    }
    expect(rows).toBe(3);
    // one that is left in the middle leaves nothing open
    for await (const _ of outbox.hours(batch)) break;
    expect(await outbox.revision()).toBe(batch.revision);
  } finally {
    await scorer.close();
  }
});
