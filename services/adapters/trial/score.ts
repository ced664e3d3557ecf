import { eventRules } from '../../../pipelines/events/event-rules.ts';
import { toArrow } from '../../../pipelines/events/to-arrow.ts';
import { createOutputViews } from '../../../pipelines/scoring/outputs.ts';
import { ScoringStore } from '../../../pipelines/scoring/store.ts';
import { loadModel } from '../../../pipelines/scoring/weights.ts';
import { sumWardHours } from '../../../pipelines/serving/ward-hours.ts';
import type { Site } from '../../../schemas/site.ts';
import { type WardEvent, type WireEvent, wardEvent } from '../../../schemas/ward-event.ts';
import { type Summary, summarize } from '../../replay/summary.ts';

export interface Scored {
  readonly wards: Summary['wards'];
  readonly coverage: number | null;
  /** Events that ingest would refuse: of no ward of the site, or with a field that it does not take. */
  readonly leftOut: number;
}

const BATCH = 50_000;

/** What the wards of a site would show of events, scored in memory. */
export async function scoredBy(site: Site, events: readonly WireEvent[]): Promise<Scored> {
  const { wards } = eventRules(site);
  const taken = events.flatMap((event): WardEvent[] => {
    const parsed = wardEvent.safeParse(event);
    if (!parsed.success) return [];
    return 'wardId' in parsed.data && !wards.has(parsed.data.wardId) ? [] : [parsed.data];
  });
  const store = await ScoringStore.open(':memory:', site, loadModel(site.model));
  try {
    for (let at = 0; at < taken.length; at += BATCH) {
      const batch = taken.slice(at, at + BATCH);
      const position = { topic: 'trial', partition: 0, nextOffset: at + batch.length };
      await store.store([toArrow(batch)], [], position);
    }
    await store.rescore();
    await createOutputViews(store.connection);
    await sumWardHours(store.connection);
    const names = { site: site.name, model: store.model.id };
    const summary = await summarize(store.connection, names);
    const { coverage } = summary;
    return { wards: summary.wards, coverage, leftOut: events.length - taken.length };
  } finally {
    await store.close();
  }
}
