import { join } from 'node:path';
import { eraseFromServing } from '../../../pipelines/serving/erase.ts';
import { createSite } from '../../../pipelines/serving/macros.ts';
import { NOTHING_APPLIED, ServingStore } from '../../../pipelines/serving/store.ts';
import { learnMissing } from '../../../pipelines/serving/usual.ts';
import { Warehouse } from '../../../pipelines/warehouse/warehouse.ts';
import { formatInstant, MICROS_PER_HOUR, type Micros } from '../../../schemas/instant.ts';
import type { Site } from '../../../schemas/site.ts';
import { Scorer } from '../../../services/scorer/scorer.ts';
import { admit, event } from '../../support/scenario.ts';
import { textsAfter } from './publication.ts';
import type { Row } from './usual-world.ts';

/** An encounter-hour as a scorer writes it. */
type Template = Readonly<Record<string, unknown>>;

/** One that a scorer wrote, to be changed. */
export async function template(site: Site): Promise<Template> {
  const scorer = await Scorer.open(':memory:', site, undefined, { threads: 1 });
  try {
    await scorer.publish([admit('3'), event('5:30', { type: 'tick' })]);
    await scorer.score();
    const { hours } = (await textsAfter(scorer, NOTHING_APPLIED))!;
    return JSON.parse(Buffer.from(hours[1]!).toString('utf8'));
  } finally {
    await scorer.close();
  }
}

/** What is served, in a file that is closed and opened again. */
export class ServedFile {
  store: ServingStore;
  private readonly path: string;
  private readonly site: Site;
  private readonly row: Template;
  private position = 0;

  private constructor(path: string, site: Site, row: Template, store: ServingStore) {
    this.path = path;
    this.site = site;
    this.row = row;
    this.store = store;
  }

  static async open(folder: string, site: Site, row: Template): Promise<ServedFile> {
    const path = join(folder, 'serving.duckdb');
    const store = await ServingStore.open(path, site, { threads: 1 });
    return new ServedFile(path, site, row, store);
  }

  /** Publishes rows and withdrawals at a stream time. */
  async publish(set: readonly Row[], gone: readonly Row[], streamTime: Micros): Promise<void> {
    const position = ++this.position;
    const bytes = (value: object) => Buffer.from(JSON.stringify(value));
    const text = (instant: Micros) => formatInstant(instant).slice(0, -1).replace('T', ' ');
    const placed = ({ encounterId, wardId, hour }: Row) => ({
      ...{ encounter_id: encounterId, ward_id: wardId, hour: text(hour) },
      ...{ partition: 0, offset: position, revision: position, computed_at: text(streamTime) },
    });
    await this.store.applyTexts({
      ...{ partition: 0, position, streamTime },
      hours: set.map((row) => {
        const { presence: presence_us, minutes, fresh: fresh_inputs } = row;
        const provisional = row.hour + MICROS_PER_HOUR > streamTime;
        return bytes({
          ...this.row,
          ...placed(row),
          provisional,
          presence_us,
          minutes,
          fresh_inputs,
        });
      }),
      withdrawn: gone.map((row) => bytes(placed(row))),
    });
  }

  async restart(): Promise<void> {
    await this.store.close();
    this.store = await ServingStore.open(this.path, this.site, { threads: 1 });
  }

  /** Erases an encounter while the file is closed, as the command does. */
  async erase(encounterId: string): Promise<void> {
    await this.store.close();
    const warehouse = await Warehouse.open(this.path, { threads: 1 });
    const connection = await warehouse.connect();
    await connection.transaction(() => eraseFromServing(connection, { encounterId }, false));
    connection.close();
    await warehouse.close();
    this.store = await ServingStore.open(this.path, this.site, { threads: 1 });
  }

  /** What is stored of what is usual. */
  async usual() {
    const rows = (sql: string) => this.store.queryPool.rows<Record<string, unknown>>(sql, {});
    return {
      need: await rows('from usual_need order by ward_id, day, kind, local_hour'),
      load: await rows('from usual_load order by ward_id, day, shift_id'),
    };
  }

  /** The same as a computation that starts with nothing gives it. */
  async usualAfresh() {
    const writer = await this.store.warehouse.connect();
    try {
      await createSite(writer, this.site);
      await writer.run('begin transaction; delete from usual_need; delete from usual_load');
      await learnMissing(writer);
      const need = await writer.rows('from usual_need order by ward_id, day, kind, local_hour');
      const load = await writer.rows('from usual_load order by ward_id, day, shift_id');
      await writer.run('rollback');
      return { need, load };
    } finally {
      writer.close();
    }
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
