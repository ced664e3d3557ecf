import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GRAINS } from '../../../pipelines/serving/queries.ts';
import type { ServingStore } from '../../../pipelines/serving/store.ts';
import { MICROS_PER_HOUR } from '../../../schemas/instant.ts';
import type { Site } from '../../../schemas/site.ts';
import { hourOf } from '../../reference/grid.ts';
import { arrangement, deliveriesOf } from './arrangement.ts';
import { extentOf, staffedHospital } from './staffed-hospital.ts';
import { intensityOf, openServing, relay, Stores } from './stores.ts';

test('in many deliveries, in one, and made again from the outbox: the same to the bit', async () => {
  await fc.assert(
    fc.asyncProperty(
      staffedHospital(),
      arrangement(fc.boolean(), 6),
      async (hospital, arranged) => {
        const { site } = hospital;
        const deliveries = deliveriesOf(hospital, arranged);
        const events = deliveries.flat();
        const range = rangeOf(events);
        const inMany = await Stores.with(site, async (stores) => {
          for (const delivery of deliveries) await stores.deliver(delivery);
          const answers = await everything(stores.serving, site, range);
          const again = await openServing(site);
          await relay(stores.scorer, again);
          expect(await everything(again, site, range)).toEqual(answers);
          await again.close();
          return answers;
        });
        const inOne = await Stores.with(site, async (stores) => {
          await stores.deliver(events);
          return everything(stores.serving, site, range);
        });
        expect(inMany).toEqual(inOne);
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 6) },
  );
});

/** Every ward at every grain, to two readers; without when it was computed. */
async function everything(serving: ServingStore, site: Site, range: { from: number; to: number }) {
  const answers = [];
  for (const treating of [true, false]) {
    const readers = site.wards.map(({ wardId }) => ({ wardId, treating }));
    for (const grain of GRAINS) {
      const rows = await intensityOf(serving, { readers, ...range }, grain);
      answers.push(rows.map(({ computed_at: _, ...row }) => row));
    }
  }
  return answers;
}

function rangeOf(events: Parameters<typeof extentOf>[0]) {
  const { start, end } = extentOf(events);
  return { from: hourOf(start) - 12 * MICROS_PER_HOUR, to: hourOf(end) + 24 * MICROS_PER_HOUR };
}
