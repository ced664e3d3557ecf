import { beforeAll, expect, test } from 'vitest';
import { openStore, type Row, rowsOf, storeLog } from '../../property/scored.ts';
import type { Logged } from '../../reference/score.ts';
import { encounterOf, ofExample } from '../../reference/score-example.ts';
import { scoreExamples } from '../../reference/score-examples.ts';
import { at } from '../../support/scenario.ts';

const numbered = scoreExamples.map((example, index) => ({ ...example, index }));
/** Rows of all examples by encounter: those of a site are scored together, each example as a partition. */
const found = new Map<string, Row[]>();

beforeAll(async () => {
  const sites = new Map(scoreExamples.map(({ site }) => [JSON.stringify(site), site]));
  for (const [text, site] of sites) {
    const examples = numbered.filter((example) => JSON.stringify(example.site) === text);
    const store = await openStore(site);
    try {
      const log = examples.flatMap(({ events, index }): Logged[] =>
        ofExample(events, index).map((event) => ({ event, partition: index })),
      );
      await storeLog(store, log, site);
      await store.rescore();
      for (const row of await rowsOf(store)) {
        const encounter = row.encounter_id as string;
        found.set(encounter, [...(found.get(encounter) ?? []), row]);
      }
    } finally {
      await store.close();
    }
  }
}, 120_000);

test.each(numbered)('$name', ({ rows, index }) => {
  const ours = found.get(encounterOf('E1', index)) ?? [];
  for (const { hour, wardId, columns } of rows) {
    const row = ours.find((one) => one.hour === at(hour) && one.ward_id === wardId);
    if (columns === null) expect(row, `${hour} on ${wardId}`).toBeUndefined();
    else expect(row, `${hour} on ${wardId}`).toMatchObject(columns);
  }
});
