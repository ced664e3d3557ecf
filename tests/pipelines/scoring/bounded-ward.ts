import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { ScoringStore } from '../../../pipelines/scoring/store.ts';
import { loadModel } from '../../../pipelines/scoring/weights.ts';
import { formatInstant, MICROS_PER_HOUR } from '../../../schemas/instant.ts';
import type { Site, Ward } from '../../../schemas/site.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { batchOf, content, type Row } from '../../property/scored.ts';
import { at, siteWith } from '../../support/scenario.ts';

export const site = siteWith();

/** The site where ward A is bounded: by when it closes, or by when its data begin. */
export function siteBounded(by: 'closedFrom' | 'dataFrom', time: string, wardId = 'A'): Site {
  const bounded = (ward: Ward): Ward =>
    ward.wardId === wardId ? { ...ward, [by]: formatInstant(at(time)) } : ward;
  return { ...site, wards: site.wards.map(bounded) };
}

/** The hour of a row, counted from the first hour of the scenario. */
export function hourOf(row: Row): number {
  return ((row.hour as number) - at('0')) / MICROS_PER_HOUR;
}

/** Scores the row of every hour, and returns them in order. */
export async function rowsOf(store: ScoringStore): Promise<Row[]> {
  await store.rescore();
  const rows = store.connection.rows<Row>(
    'from encounter_hour order by encounter_id, hour, ward_id',
  );
  return (await rows).map(content);
}

/** Stores of the same events under several site files, in a folder that each test has for itself. */
export class BoundedStores {
  private readonly story: readonly WardEvent[];
  private folder = '';
  private made = 0;

  constructor(story: readonly WardEvent[]) {
    this.story = story;
    beforeEach(async () => {
      this.folder = await mkdtemp(join(tmpdir(), 'vi-bounded-'));
    });
    afterEach(() => rm(this.folder, { recursive: true, force: true }));
  }

  open(wanted: Site, name = 'state'): Promise<ScoringStore> {
    return ScoringStore.open(join(this.folder, name), wanted, loadModel(wanted.model), {
      threads: 1,
    });
  }

  /** Stores the events in a new state, and gives the rows and what has no place. */
  async scored(wanted: Site) {
    const store = await this.open(wanted, `fresh-${this.made++}`);
    await this.store(store);
    const rows = await rowsOf(store);
    const unplaced = await store.countUnplaced();
    await store.close();
    return { rows, unplaced };
  }

  async store(store: ScoringStore): Promise<void> {
    const position = { topic: 'test', partition: 0, nextOffset: this.story.length };
    await store.store([batchOf(this.story, site)], [], position);
  }
}
