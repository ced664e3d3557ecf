import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../../services/platform/log.ts';
import { createMetrics } from '../../../services/platform/metrics.ts';
import { OWN_LOG, Scorer } from '../../../services/scorer/scorer.ts';
import { type RejectedRecord, storeBatch } from '../../../services/scorer/store-batch.ts';
import { event, siteWith } from '../../support/scenario.ts';

const admission = (id: string, bed: string) =>
  event('8', { id, type: 'admission', encounterId: `E${id}`, wardId: 'A', bed });
/** `c` has the bed of `a`, which the store below refuses. */
const EVENTS = [admission('a', '1'), admission('b', '2'), admission('c', '1'), admission('d', '3')];
const BATCH = { events: EVENTS, positions: [0, 2, 3, 4], next: 5, lag: 0 };
const UNREADABLE = {
  offset: 1,
  reason: 'malformed-json',
  pointer: '',
  detail: 'Expected JSON',
} as const;
const rejected = [{ ...UNREADABLE, raw: Buffer.from('x') }];

let scorer: Scorer;
let kept: RejectedRecord[];
const metrics = createMetrics();
beforeEach(async () => {
  scorer = await Scorer.open(':memory:', siteWith(), OWN_LOG, { threads: 1 });
  await scorer.withStore(({ connection }) =>
    connection.run('create unique index refusing on event (bed)'),
  );
  kept = [];
});
afterEach(() => scorer.close());

/** @param isFull whether the disk is full once `d` is stored alone, after it was tried among others twice */
function store(isFull = false): Promise<number> {
  let tried = 0;
  return storeBatch(
    { ...BATCH, rejected },
    {
      ...{ scorer, metrics, log: createLog('silent') },
      isOurs: ({ id }) => {
        if (isFull && id === 'd' && ++tried === 3)
          throw Object.assign(new Error('disk'), { code: 'ENOSPC' });
        return true;
      },
      keepRejected: (records, unstorable) => {
        kept.push(...records);
        expect(unstorable.map(({ id }) => id)).toEqual(['c']);
      },
    },
  );
}

const ids = () =>
  scorer.withStore(({ connection }) => connection.rows('select id from event order by id'));

test('an event that the store refuses is kept with its position, and the others are stored', async () => {
  expect(await store()).toBe(0);
  expect(kept.map(({ offset, reason }) => [offset, reason])).toEqual([
    [1, 'malformed-json'],
    [3, 'invalid-event'],
  ]);
  expect(await ids()).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'd' }]);
  expect(scorer.nextOffset).toBe(5);
});

test('what was rejected before a failure is kept: it does not come again', async () => {
  await expect(store(true)).rejects.toThrow('disk');
  // the position is past all but `d`
  expect(scorer.nextOffset).toBe(4);
  expect(kept.map(({ offset }) => offset)).toEqual([1, 3]);
});
