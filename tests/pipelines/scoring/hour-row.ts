import type { Site } from '../../../schemas/site.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { openStore, type Row, rowsOf, storeLog } from '../../property/scored.ts';
import { at, siteWith } from '../../support/scenario.ts';

/** Runs a story through the pipeline and gives the row of one hour, of ward A unless another is named. */
export async function hourRow(
  story: readonly (WardEvent | readonly WardEvent[])[],
  hour: string,
  wardId = 'A',
  site: Site = siteWith(),
): Promise<Row> {
  const store = await openStore(site);
  try {
    const log = story
      .flat()
      .map((event, i) => ({ event: { ...event, id: `e${i}` } as WardEvent, partition: 0 }));
    await storeLog(store, log, site);
    await store.rescore();
    const row = (await rowsOf(store)).find(
      (each) => each.hour === at(hour) && each.ward_id === wardId,
    );
    if (row === undefined) throw new Error(`No row at ${hour} on ward ${wardId}`);
    return row;
  } finally {
    await store.close();
  }
}
