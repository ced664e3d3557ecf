import { formatInstant } from '../../../schemas/instant.ts';
import type { Site } from '../../../schemas/site.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { openStore, type Row, rowsOf, storeLog } from '../../property/scored.ts';
import { at, siteWith } from '../../support/scenario.ts';

export type { Row } from '../../property/scored.ts';

type Story = readonly (WardEvent | readonly WardEvent[])[];

/** Runs a story through the pipeline and gives the row of one hour, of ward A unless another is named. */
export async function hourRow(
  story: Story,
  hour: string,
  wardId = 'A',
  site: Site = siteWith(),
): Promise<Row> {
  const row = (await rowsOfStory(story, site)).find(
    (each) => each.hour === at(hour) && each.ward_id === wardId,
  );
  if (row === undefined) throw new Error(`No row at ${hour} on ward ${wardId}`);
  return row;
}

/** Runs a story through the pipeline; each row says when it is as `at` reads it: `9`, or `6 9` on another day. */
export async function rowsOfStory(
  story: Story,
  site: Site = siteWith(),
): Promise<(Row & { at: string })[]> {
  const store = await openStore(site);
  try {
    const log = story
      .flat()
      .map((event, i) => ({ event: { ...event, id: `e${i}` } as WardEvent, partition: 0 }));
    await storeLog(store, log, site);
    await store.rescore();
    return (await rowsOf(store)).map((row) => ({ ...row, at: labelOf(row.hour as number) }));
  } finally {
    await store.close();
  }
}

function labelOf(instant: number): string {
  const [, day, hour] = /-(\d\d)T(\d\d)/.exec(formatInstant(instant))!.map(Number);
  return day === 5 ? String(hour) : `${day} ${hour}`;
}
