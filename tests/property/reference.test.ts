import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sumWardHours } from '../../pipelines/serving/ward-hours.ts';
import { MICROS_PER_DAY } from '../../schemas/instant.ts';
import { referenceEncounterHours, referenceWardHours } from '../reference/score.ts';
import { hospital } from './hospital.ts';
import {
  expectedRow,
  expectedWardRow,
  openStore,
  QUOTIENTS,
  rowsOf,
  SHORT_SILENCE,
  storeLog,
} from './scored.ts';
import { assertUnplaced } from './unplaced.ts';

test('the pipeline gives the rows of the naive reference', async () => {
  await fc.assert(
    fc.asyncProperty(hospital(), async ({ site, log }) => {
      const expected = referenceEncounterHours(log, site, SHORT_SILENCE * MICROS_PER_DAY);
      const store = await openStore(site);
      try {
        await storeLog(store, log, site);
        await store.rescore();
        const rows = await rowsOf(store);
        expect(
          rows.map(({ encounter_id, hour, ward_id }) => [encounter_id, hour, ward_id]),
        ).toEqual(expected.map(({ encounterId, hour, wardId }) => [encounterId, hour, wardId]));
        rows.forEach((row, i) => {
          expect(row).toMatchObject(expectedRow(expected[i]!));
          for (const [column, field] of Object.entries(QUOTIENTS)) {
            const value = expected[i]![field as 'index'];
            if (value === null) expect(row[column]).toBeNull();
            else expect(Number(row[column]) / (value || 1)).toBeCloseTo(value === 0 ? 0 : 1, 9);
          }
        });
        await assertUnplaced(store, log, site);
        await sumWardHours(store.connection);
        const wardHours = await store.connection.rows<Record<string, unknown>>(
          'from ward_hour order by hour, ward_id',
        );
        expect(wardHours).toMatchObject(referenceWardHours(expected).map(expectedWardRow));
      } finally {
        await store.close();
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 60) },
  );
});
