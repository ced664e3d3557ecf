import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { decode } from '../../pipelines/events/decode.ts';
import { eventRules } from '../../pipelines/events/event-rules.ts';
import { ScoringStore } from '../../pipelines/scoring/store.ts';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import { intensity } from '../../pipelines/serving/queries.ts';
import { formatInstant, MICROS_PER_DAY, MICROS_PER_HOUR } from '../../schemas/instant.ts';
import { type FormerWard, type Site, site as siteSchema, type Ward } from '../../schemas/site.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { Journal } from '../../services/journal/journal.ts';
import { JournalReader } from '../../services/journal/reader.ts';
import { openServe, type ServeProcess } from '../support/test-server.ts';
import { hospital } from './hospital.ts';
import { batchOf, type Row } from './scored.ts';
import { toWire } from './wire.ts';

const RUNS = Number(process.env.RUNS ?? 3);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

const top = mkdtempSync(join(tmpdir(), 'vi-changing-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));
let folders = 0;
const emptyFolder = () => join(top, String(++folders));

/** A change of the site file, of the ward at a place. */
type Change =
  | {
      readonly kind:
        | 'unscored'
        | 'order'
        | 'zone'
        | 'switches'
        | 'shifts'
        | 'model'
        | 'ratio'
        | 'leave'
        | 'add'
        | 'open';
    }
  | { readonly kind: 'close'; readonly hours: number; readonly isDate: boolean };

type Step =
  | { readonly kind: 'events'; readonly share: number }
  | { readonly kind: 'settle' | 'kill' | 'rebuild' | 'lose' }
  | { readonly kind: 'site'; readonly place: number; readonly change: Change };

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      ...([
        ...(['unscored', 'order', 'zone', 'switches', 'shifts', 'model'] as const),
        ...(['ratio', 'leave', 'add', 'open'] as const),
      ] as const),
    ),
  }),
  fc.record({
    kind: fc.constant('close' as const),
    hours: fc.integer({ min: 6, max: 80 }),
    isDate: fc.boolean(),
  }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('events' as const), share: fc.nat(60) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'settle' as const,
        'kill' as const,
        'rebuild' as const,
        'lose' as const,
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('site' as const), place: fc.nat(3), change }),
  },
);

/** Shifts that begin beside full hours; no ward of a story has staffing agreed by shift. */
const OTHER_SHIFTS = [
  { id: 'early', start: '06:30' },
  { id: 'late', start: '19:00', night: true },
];

/** A site file after a change; wards and shifts that were left out come back as they were in the first. */
function changed(
  site: Site,
  first: Site,
  start: number,
  step: Extract<Step, { kind: 'site' }>,
): Site {
  const { wards } = site;
  const at = step.place % wards.length;
  const withWard = (more: Partial<Ward>): Site => ({
    ...site,
    wards: wards.map((ward, place) => (place === at ? { ...ward, ...more } : ward)),
  });
  const { change } = step;
  switch (change.kind) {
    case 'unscored':
      return { ...withWard({ name: 'Renamed', type: 'surgery', beds: 7 }), name: 'Another name' };
    case 'order':
      return { ...site, wards: wards.toReversed() };
    case 'zone':
      return { ...site, timeZone: site.timeZone === 'UTC' ? 'Europe/Stockholm' : 'UTC' };
    case 'switches': {
      const { switches } = site;
      const observationCounting = switches.observationCounting === 'sets' ? 'values' : 'sets';
      return { ...site, switches: { ...switches, observationCounting, productiveShare: 0.9 } };
    }
    case 'shifts': {
      return { ...site, shifts: site.shifts === first.shifts ? OTHER_SHIFTS : first.shifts };
    }
    case 'model':
      return { ...site, model: site.model === 'vi-2' ? 'vi-1' : 'vi-2' };
    case 'ratio':
      return withWard({ nightPatientsPerStaff: wards[at]!.nightPatientsPerStaff === 5 ? 4 : 5 });
    case 'leave':
      return wards.length === 1
        ? site
        : { ...site, wards: wards.filter((_, place) => place !== at) };
    case 'add': {
      const out = first.wards.filter(({ wardId }) => wards.every((ward) => ward.wardId !== wardId));
      return { ...site, wards: [...wards, ...out] };
    }
    case 'open':
      return withWard({ closedFrom: undefined });
    case 'close': {
      const instant = formatInstant(start + change.hours * MICROS_PER_HOUR);
      return withWard({ closedFrom: change.isDate ? instant.slice(0, 10) : instant });
    }
  }
}

/** What is known of a ward-hour by who asks. */
type Published = ReadonlyMap<string, string>;

/** A server whose site file changes, and what was published as it went. */
class House {
  site: Site;
  readonly start: number;
  readonly all: readonly Ward[];
  data = emptyFolder();
  /** Of each ward what its last site file says. */
  readonly named = new Map<string, { ward: Ward; timeZone: string }>();
  /** By the stream time of publications what was published last at it. */
  readonly published = new Map<number, Published>();
  private server: ServeProcess | null = null;
  /** Whether events or another site file came since that was noted. */
  private hasNews = false;

  constructor(site: Site, start: number) {
    this.site = site;
    this.all = site.wards;
    this.start = start;
  }

  async open(): Promise<ServeProcess> {
    if (this.server !== null) return this.server;
    for (const ward of this.site.wards) {
      this.named.set(ward.wardId, { ward, timeZone: this.site.timeZone });
    }
    this.server = await openServe({ data: this.data, site: this.site, allowOld: true });
    return this.server;
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    this.server = null;
  }

  /** Starts where it is not, has everything scored and served, and notes what is. */
  async settle(): Promise<void> {
    await this.stop();
    await (await this.open()).start();
    const { streamTime } = await this.server!.serving.applied(0);
    if (streamTime !== null) this.published.set(streamTime, await this.values(null));
    this.hasNews = false;
  }

  async change(site: Site): Promise<void> {
    await this.stop();
    this.site = site;
    this.hasNews = true;
  }

  async send(events: readonly WardEvent[]): Promise<void> {
    const server = await this.open();
    this.hasNews = true;
    const records = events.map((event, offset) => ({
      offset,
      bytes: Buffer.from(JSON.stringify(toWire(event))),
    }));
    const decoded = decode(records, eventRules(this.site));
    await server.ingest.queue.submit(decoded, { subject: 'adt', sources: '*' });
  }

  /** Goes on with the folder as it lies while the server runs. */
  async kill(): Promise<void> {
    const server = await this.open();
    await server.start().catch(() => undefined);
    // it may have published some of the news at the stream time of what was noted
    const { streamTime } = await server.serving.applied(0);
    if (this.hasNews && streamTime !== null) this.published.delete(streamTime);
    const copy = emptyFolder();
    // a file that follows another is not behind it
    const rank = (name: string) =>
      ['serving', 'ingest', 'scorer', 'head', 'journal'].findIndex((each) => name.startsWith(each));
    for (const name of readdirSync(this.data).toSorted((a, b) => rank(a) - rank(b))) {
      cpSync(join(this.data, name), join(copy, name), { recursive: true });
    }
    await this.stop();
    this.data = copy;
  }

  async lose(...names: readonly string[]): Promise<void> {
    await this.stop();
    for (const name of names) {
      rmSync(join(this.data, name), { force: true });
      rmSync(join(this.data, `${name}.wal`), { force: true });
    }
  }

  async values(knownAt: number | null): Promise<Published> {
    const readers = this.all.flatMap(({ wardId }) =>
      [true, false].map((treating) => ({ wardId, treating })),
    );
    const values = new Map<string, string>();
    for (const treating of [true, false]) {
      const some = readers.filter((reader) => reader.treating === treating);
      const from = Math.floor(this.start / MICROS_PER_DAY - 10) * MICROS_PER_DAY;
      const range = { readers: some, from, to: this.start + 40 * MICROS_PER_DAY, knownAt };
      const { sql, parameters } = intensity(range, 'hour');
      const rows = await this.server!.serving.queryPool.rows<Row>(
        `select ward_id, "from", patient_hours, census, minutes, minutes_low, minutes_high, components
          from (${sql}) where patient_hours > 0 or minutes > 0`,
        parameters,
      );
      for (const { ward_id, from, ...value } of rows) {
        values.set(
          `${treating} ${ward_id} ${from}`,
          JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? Number(each) : each)),
        );
      }
    }
    return values;
  }

  /** Wards that the last site file left out, as this test saw them. */
  former(): FormerWard[] {
    return [...this.named.values()]
      .filter(({ ward }) => this.site.wards.every(({ wardId }) => wardId !== ward.wardId))
      .map(({ ward, timeZone }) => {
        const { wardId, nightPatientsPerStaff, closedFrom } = ward;
        // as a server lays the site out
        const at = closedFrom === undefined ? undefined : closingOf(closedFrom, timeZone);
        return at === undefined
          ? { wardId, nightPatientsPerStaff }
          : { wardId, nightPatientsPerStaff, closedFrom: at };
      });
  }
}

/** A local date as the instant that the clock of the zone says: by the date alone, as no story has another. */
function closingOf(text: string, timeZone: string): string {
  if (text.length > 10) return text;
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  for (let minute = -15 * 60; minute <= 15 * 60; minute += 15) {
    const at = new Date(Date.parse(`${text}T00:00:00Z`) + minute * 60_000);
    if (format.format(at).startsWith(text)) return at.toISOString();
  }
  throw new Error(`no ${text} in ${timeZone}`);
}

const COLUMNS = '* exclude ("offset", "partition", revision, computed_at)';
const ORDER = 'order by encounter_id, hour, ward_id';

/** The encounter-hours that the journal alone gives under a site file. */
async function replayed(data: string, site: Site, former: readonly FormerWard[]): Promise<Row[]> {
  const journal = (await Journal.open(join(data, 'journal')))!;
  const reader = new JournalReader(journal);
  const store = await ScoringStore.open(':memory:', site, loadModel(site.model), {
    threads: 1,
    former,
  });
  for (let from = 0; from < journal.end; ) {
    const chunk = (await reader.read(from, 100_000))!;
    const accepting = {
      ...site,
      wards: [...site.wards, ...former].map((ward) => ({
        ...site.wards[0]!,
        wardId: ward.wardId,
        closedFrom: undefined,
      })),
      switches: { ...site.switches, maxAgeDays: 40_000 },
    };
    const position = { topic: 'test', partition: 0, nextOffset: chunk.next };
    await store.store([batchOf(chunk.events, accepting)], [], position);
    from = chunk.next;
  }
  await store.rescore();
  const rows = await store.connection.rows<Row>(`select ${COLUMNS} from encounter_hour ${ORDER}`);
  await store.close();
  await reader.close();
  await journal.close();
  return rows;
}

/** Always tried: a hospital with scored hours; a few draws may have none. */
const always = fc.sample(hospital(), { numRuns: 20, seed: 5 }).find(({ log }) => log.length > 50)!;
const STORY: Step[] = [
  { kind: 'events', share: 40 },
  { kind: 'kill' },
  { kind: 'site', place: 0, change: { kind: 'switches' } },
  { kind: 'settle' },
  { kind: 'rebuild' },
];

test('whatever happens to the site file and the folder, the journal under the last site file gives the rows', async () => {
  console.log(`changing: RUNS=${RUNS} SEED=${SEED}`);
  const seen = { rows: 0, published: 0, without: 0 };
  await fc.assert(
    fc.asyncProperty(
      hospital(),
      fc.array(step, { minLength: 6, maxLength: 14 }),
      async ({ site, log }, steps) => {
        const start = Math.min(...log.map(({ event }) => event.recordedAt), Infinity);
        if (log.length === 0) return;
        const first = siteSchema.parse(site);
        const house = new House(first, start);
        let sent = 0;
        const sendTo = async (until: number) => {
          const events = log.slice(sent, until).map(({ event }) => event);
          sent = until;
          if (events.length > 0) await house.send(events);
        };
        for (const step of steps) {
          switch (step.kind) {
            case 'events':
              await sendTo(Math.min(log.length, sent + Math.ceil((log.length * step.share) / 100)));
              if (step.share % 2 === 0) await house.settle();
              break;
            case 'settle':
              await house.settle();
              break;
            case 'kill':
              await house.kill();
              break;
            case 'rebuild':
              await house.lose('scorer.duckdb');
              break;
            case 'lose':
              await house.lose('scorer.duckdb', 'head.json');
              break;
            case 'site':
              await house.change(changed(house.site, first, start, step));
          }
        }
        await sendTo(log.length);
        await house.settle();
        const now = await house.values(null);
        for (const [time, before] of house.published) {
          const known = await house.values(time);
          expect(known, `as known at ${formatInstant(time)}`).toEqual(before);
          seen.published += before.size;
        }
        const server = await house.open();
        const found = await server.scorer.scorer.withStore((store) =>
          store.connection.rows<Row>(`select ${COLUMNS} from encounter_hour ${ORDER}`),
        );
        const served = await server.serving.queryPool.rows<Row>(
          `select ${COLUMNS} from encounter_hour ${ORDER}`,
          {},
        );
        await house.stop();
        const former = house.former();
        const expected = await replayed(house.data, house.site, former);
        expect(found).toEqual(expected);
        expect(served).toEqual(expected);
        // and a folder with the journal alone
        const alone = emptyFolder();
        cpSync(join(house.data, 'journal'), join(alone, 'journal'), { recursive: true });
        house.data = alone;
        await house.settle();
        expect(await house.values(null)).toEqual(now);
        await house.stop();
        seen.rows += expected.length;
        seen.without += former.length;
        for (const name of readdirSync(top)) rmSync(join(top, name), { recursive: true });
      },
    ),
    { numRuns: RUNS + 1, seed: SEED, endOnFailure: true, examples: [[always, STORY]] },
  );
  console.log(seen);
  expect(seen.rows).toBeGreaterThan(0);
});
