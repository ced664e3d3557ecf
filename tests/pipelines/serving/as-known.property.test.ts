import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Micros } from '../../../schemas/instant.ts';
import { type Delivery, ledgerAsKnown } from '../../reference/as-known.ts';
import { type Question, referenceBuckets } from '../../reference/balance.ts';
import { latestRecorded } from '../../reference/ledger.ts';
import { arrangement, deliveriesOf } from './arrangement.ts';
import { bucketOf, type IntensityRow } from './bucket-row.ts';
import { expectChanges } from './change-row.ts';
import { nearly } from './nearly.ts';
import { reasonOf } from './reasons.ts';
import { staffedHospital } from './staffed-hospital.ts';
import { rangeOf, Stores } from './stores.ts';
import { questionOf, wish } from './wish.ts';

/** A delivery that was published, and what was read right after. */
interface Published {
  /** What was published, without what came in the same delivery before. */
  readonly delivery: Delivery;
  readonly streamTime: Micros;
  readonly rows: readonly IntensityRow[][];
}

test.each([
  ['in the order of `recordedAt`', true, 3],
  ['in any order', false, 3],
])(
  'as known at a stream time: what was published then; deliveries %s',
  async (_, ordered, numRuns) => {
    await fc.assert(
      fc.asyncProperty(
        staffedHospital(),
        arrangement(fc.constant(ordered)),
        fc.array(wish, { minLength: 2, maxLength: 2 }),
        fc.nat(7_200_000_000),
        async (hospital, arranged, wishes, later) => {
          const questions = wishes.map((each) => questionOf(hospital, each));
          await Stores.with(hospital.site, async (stores) => {
            const published = await publish(stores, deliveriesOf(hospital, arranged), questions);
            const deliveries = published.map(({ delivery }) => delivery);
            const now = ledgerAsKnown(deliveries, hospital.site);
            const times = new Map(published.map(({ streamTime, rows }) => [streamTime, rows]));
            for (const [time, before] of times) {
              for (const asKnownAt of [time, time + later, time - 1]) {
                const ledger = ledgerAsKnown(deliveries, hospital.site, asKnownAt);
                for (const [i, question] of questions.entries()) {
                  const rows = await stores.intensity(rangeOf(question, asKnownAt), question.grain);
                  const expected = referenceBuckets(ledger, question);
                  expect(rows.map(bucketOf)).toEqual(expected.map(nearly));
                  if (asKnownAt === time) {
                    const same = asTold(question);
                    expect(rows.map(same)).toEqual(before[i]!.map(same));
                  }
                  if (question.grain !== 'hour') continue;
                  expect(rows.map(({ reason }) => reason)).toEqual(
                    expected.map((hour) => reasonOf(hour, now, question.reader, asKnownAt)),
                  );
                }
              }
              for (const question of questions) await expectChanges(stores, question, time);
            }
          });
        },
      ),
      { numRuns: Number(process.env.RUNS ?? numRuns) },
    );
  },
);

async function publish(
  stores: Stores,
  deliveries: readonly Delivery[],
  questions: readonly Question[],
): Promise<Published[]> {
  const published: Published[] = [];
  let delivery: Delivery = [];
  let streamTime = Number.NEGATIVE_INFINITY;
  for (const one of deliveries) {
    delivery = [...delivery, ...one];
    if (!(await stores.deliver(one))) continue;
    streamTime = Math.max(streamTime, latestRecorded(delivery)!);
    const rows = [];
    for (const question of questions) {
      rows.push(await stores.intensity(rangeOf(question), question.grain));
    }
    published.push({ delivery, streamTime, rows });
    delivery = [];
  }
  return published;
}

/**
 * A row without what is not kept of values before: when they were computed, the newest input, the band, and
 * components outside the treating unit. An hour that was before all known ones is one that was not published
 * then.
 */
function asTold({ reader }: Question) {
  return ({
    computed_at: _,
    newest_input_at: __,
    usual_load: ___,
    usual_need: ____,
    ...row
  }: IntensityRow) => ({
    ...row,
    ...(reader === 'outside' ? { components: null } : {}),
    reason: row.reason === 'not-published-then' ? 'no-events' : row.reason,
  });
}
