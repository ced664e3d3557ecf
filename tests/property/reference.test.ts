import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import { sumWardHours } from '../../pipelines/serving/ward-hours.ts';
import { MICROS_PER_DAY } from '../../schemas/instant.ts';
import type { Model } from '../../schemas/model.ts';
import type { Site } from '../../schemas/site.ts';
import { type Logged, referenceEncounterHours, referenceWardHours } from '../reference/score.ts';
import { hospital } from './hospital.ts';
import {
  expectedRow,
  expectedWardRow,
  openScored,
  openStore,
  QUOTIENTS,
  rowsOf,
  SHORT_SILENCE,
  storeLog,
} from './scored.ts';
import { assertUnplaced, unplacedOf } from './unplaced.ts';

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
    { numRuns: Number(process.env.RUNS ?? 25) },
  );
});

test('vi-2 with the four parameters of vi-1 gives its rows to the bit', async () => {
  const { weights: earlier } = loadModel('vi-1');
  const { weights, ...model } = loadModel('vi-2');
  const { dayHours, nightAcuityShare, shortStayMinutes, escortGraceMinutes } = earlier;
  const as = {
    ...model,
    weights: { ...weights, dayHours, nightAcuityShare, shortStayMinutes, escortGraceMinutes },
  };
  const scored = async (site: Site, log: readonly Logged[], by: Model) => {
    const store = await openScored(site, ':memory:', {}, by);
    try {
      await storeLog(store, log, site);
      await store.rescore();
      const rows = await rowsOf(store);
      return { rows: rows.map(({ model: _, ...row }) => row), unplaced: await unplacedOf(store) };
    } finally {
      await store.close();
    }
  };
  await fc.assert(
    fc.asyncProperty(hospital(), async ({ site, log }) => {
      const one = { ...site, model: 'vi-1' as const };
      const two = { ...site, model: 'vi-2' as const };
      expect(await scored(two, log, as)).toEqual(await scored(one, log, loadModel('vi-1')));
    }),
    { numRuns: Number(process.env.RUNS ?? 10) },
  );
});
