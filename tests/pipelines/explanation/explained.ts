import { explain } from '../../../pipelines/explanation/explain.ts';
import type { ScoringStore } from '../../../pipelines/scoring/store.ts';
import { loadModel } from '../../../pipelines/scoring/weights.ts';
import type { EncounterHour } from '../../../schemas/encounter-hour.ts';
import { formatInstant } from '../../../schemas/instant.ts';
import type { Explanation } from '../../../schemas/read-api.ts';
import type { Site } from '../../../schemas/site.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { openScored, storeLog } from '../../property/scored.ts';
import type { Logged } from '../../reference/score.ts';
import { at } from '../../support/scenario.ts';

/** Every row of a store as it goes over the wire, in order. */
export function hoursOf(store: ScoringStore): Promise<EncounterHour[]> {
  return store.connection.rows<EncounterHour>(
    'from encounter_hour_json order by "encounterId", hour, "wardId"',
  );
}

/** Scores a log and gives its rows. */
export async function scoredHours(log: readonly Logged[], site: Site): Promise<EncounterHour[]> {
  const store = await openScored(site);
  try {
    await storeLog(store, log, site);
    await store.rescore();
    return await hoursOf(store);
  } finally {
    await store.close();
  }
}

/** The explanation of one hour of a story. */
export async function explained(
  story: readonly (WardEvent | readonly WardEvent[])[],
  time: string,
  site: Site,
): Promise<Explanation> {
  const log = story
    .flat()
    .map((event, i) => ({ event: { ...event, id: `e${i}` } as WardEvent, partition: 0 }));
  const hour = formatInstant(at(time));
  const row = (await scoredHours(log, site)).find((each) => each.hour === hour);
  if (row === undefined) throw new Error(`No row at ${hour}`);
  return explain(row, loadModel(site.model), 'en');
}
