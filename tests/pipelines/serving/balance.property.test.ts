import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ledgerAsKnown } from '../../reference/as-known.ts';
import { referenceBuckets } from '../../reference/balance.ts';
import { localText } from '../../reference/site-time.ts';
import { arrangement, deliveriesOf } from './arrangement.ts';
import { bucketOf } from './bucket-row.ts';
import { nearly } from './nearly.ts';
import { reasonOf } from './reasons.ts';
import { staffedHospital } from './staffed-hospital.ts';
import { rangeOf, Stores } from './stores.ts';
import { questionOf, wish } from './wish.ts';

test('the store gives the buckets of the naive reference', async () => {
  await fc.assert(
    fc.asyncProperty(
      staffedHospital(),
      arrangement(fc.boolean()),
      fc.array(wish, { minLength: 8, maxLength: 8 }),
      async (hospital, arranged, wishes) => {
        const { site } = hospital;
        const deliveries = deliveriesOf(hospital, arranged);
        const ledger = ledgerAsKnown(deliveries, site);
        await Stores.with(site, async (stores) => {
          for (const delivery of deliveries) await stores.deliver(delivery);
          for (const question of wishes.map((each) => questionOf(hospital, each))) {
            const rows = await stores.intensity(rangeOf(question), question.grain);
            const expected = referenceBuckets(ledger, question);
            expect(rows.map(bucketOf)).toEqual(expected.map(nearly));
            expect(rows.map(({ local_from }) => local_from)).toEqual(
              expected.map(({ from }) => localText(from, site.timeZone)),
            );
            if (question.grain === 'hour') {
              expect(rows.map(({ reason }) => reason)).toEqual(
                expected.map((hour) => reasonOf(hour, ledger, question.reader)),
              );
            }
          }
        });
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 6) },
  );
});
