import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MICROS_PER_HOUR, MICROS_PER_MINUTE, type Micros } from '../../../schemas/instant.ts';
import type { Site } from '../../../schemas/site.ts';
import { nurses } from '../../reference/example.ts';
import { hourOf } from '../../reference/grid.ts';
import { dayOf } from '../../reference/site-time.ts';
import { dayAfter, usualOf } from '../../reference/usual.ts';
import { at, siteWith } from '../../support/scenario.ts';
import { nearly } from './nearly.ts';
import { ServedFile, template } from './served-file.ts';
import { type Row, World } from './usual-world.ts';

const WARDS = ['A', 'B'];

const siteOf = fc
  .record({
    // clocks go forward at midnight in the Azores, and India is half an hour off
    timeZone: fc.constantFrom('Europe/Stockholm', 'Atlantic/Azores', 'Asia/Kolkata'),
    starts: fc.constantFrom(['07:00', '14:00', '21:00'], ['23:30', '07:30', '15:30'], ['02:00']),
    calendar: fc.constantFrom('se' as const, 'none'),
    productiveShare: fc.constantFrom(1, 0.8),
  })
  .map(
    ({ timeZone, starts, calendar, productiveShare }): Site => ({
      ...siteWith({ productiveShare }),
      timeZone,
      shifts: starts.map((start) => ({ id: `from ${start}`, start })),
      redDays: { calendar, also: ['2026-03-18', '2025-10-22'], except: ['2026-04-06'] },
    }),
  );

/** Who is on a ward hour by hour, in patterns that do not go with the day. */
const pattern = fc.record({
  begins: fc.constantFrom(0, 0, 40, 200),
  patients: fc.array(fc.constantFrom(0, 1, 4, 5, 6, 8), { minLength: 5, maxLength: 7 }),
  minutes: fc.array(fc.nat(30_000_000), { minLength: 11, maxLength: 11 }),
  fresh: fc.array(fc.constantFrom(7, 8, 9, 11, 11), { minLength: 3, maxLength: 3 }),
  presence: fc.array(fc.constantFrom(0.5, 1, 1, 1), { minLength: 4, maxLength: 4 }),
  heads: fc.array(fc.constantFrom(null, 0, 1, 2.5, 4), { minLength: 2, maxLength: 5 }),
});

type Pattern = ReturnType<typeof pattern.generate>['value'];

const step = fc.record({
  hours: fc.constantFrom(1, 5, 24, 100, 300),
  /** What else comes: a change, a stay that was never there, more staff, an hour back, a pause. */
  also: fc.constantFrom(
    'nothing',
    'changes',
    'withdraws',
    'staffs',
    'rewinds',
    'restarts',
    'erases',
  ),
  back: fc.nat(700),
  ward: fc.constantFrom(...WARDS),
});

const scenario = fc.record({
  site: siteOf,
  start: fc.constantFrom('2026-03-01T10:00:00Z', '2025-09-30T22:00:00Z'),
  patterns: fc.tuple(pattern, pattern),
  steps: fc.array(step, { minLength: 3, maxLength: 7 }),
});

/** Always tried: enough history that usual figures are known, which few draws may not reach. */
const tenWeeks: ReturnType<typeof scenario.generate>['value'] = {
  site: {
    ...siteWith({}),
    timeZone: 'Europe/Stockholm',
    shifts: ['07:00', '14:00', '21:00'].map((start) => ({ id: `from ${start}`, start })),
    redDays: { calendar: 'se', also: [], except: [] },
  },
  start: '2026-03-01T10:00:00Z',
  patterns: [
    {
      begins: 0,
      patients: [4, 5, 6, 8, 5],
      minutes: Array.from({ length: 11 }, (_, n) => n * 2_500_000),
      fresh: [8, 9, 11],
      presence: [1, 0.5, 1, 1],
      heads: [1, 2.5, 4],
    },
    {
      begins: 200,
      patients: [5, 6, 1, 8, 6, 4, 5],
      minutes: Array.from({ length: 11 }, (_, n) => 30_000_000 - n * 2_000_000),
      fresh: [11, 7, 11],
      presence: [1, 1, 1, 1],
      heads: [4, null],
    },
  ],
  steps: (['nothing', 'changes', 'restarts', 'nothing', 'withdraws', 'rewinds'] as const).map(
    (also) => ({ hours: 300, also, back: 90, ward: 'A' }),
  ),
};

test('what is usual: equal to the reference, and equal when computed afresh, whatever came', async () => {
  let known = 0;
  await fc.assert(
    fc.asyncProperty(scenario, async ({ site, start, patterns, steps }) => {
      const folder = mkdtempSync(join(tmpdir(), 'vi-usual-'));
      const file = await ServedFile.open(folder, site, await template(site));
      const run = new Run(file, site, patterns, at(start));
      try {
        await run.staff(0, 50);
        for (const each of steps) {
          await run.take(each);
          expect(await file.usual()).toEqual(await file.usualAfresh());
        }
        known += await run.compare();
      } finally {
        await file.close();
        rmSync(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 4), examples: [[tenWeeks]] },
  );
  expect(known).toBeGreaterThan(0);
});

class Run {
  private readonly file: ServedFile;
  private readonly site: Site;
  private readonly patterns: readonly Pattern[];
  private readonly start: Micros;
  private readonly world = new World();
  /** Hours from the start that are published. */
  private reached = 0;
  private rewinds = 0;

  constructor(file: ServedFile, site: Site, patterns: readonly Pattern[], start: Micros) {
    this.file = file;
    this.site = site;
    this.patterns = patterns;
    this.start = start;
  }

  async take({ hours, also, back, ward }: ReturnType<typeof step.generate>['value']) {
    if (also === 'rewinds') return this.rewind(Math.min(back, this.reached - 1));
    if (also === 'restarts') await this.file.restart();
    if (also === 'erases') await this.erase(back);
    const of = this.instant(this.reached - back);
    const some = this.world.where(({ wardId, hour }) => wardId === ward && hour === of);
    const gone = also === 'withdraws' ? some : [];
    const set = also === 'changes' ? some.map((row) => ({ ...row, minutes: 59_000_000 })) : [];
    if (also === 'staffs') await this.staff(this.reached - back, 3);
    await this.publish(hours, set, gone);
  }

  /** Nurses on each ward, in pieces of 90 hours. */
  async staff(from: number, pieces: number): Promise<void> {
    const events = WARDS.flatMap((wardId, w) =>
      Array.from({ length: pieces }, (_, n) => {
        const { heads } = this.patterns[w]!;
        const head = heads[(n + pieces) % heads.length]!;
        const begins = this.instant(from + n * 90);
        const times = { from: begins, to: begins + 90 * MICROS_PER_HOUR };
        const id = `${wardId} ${from} ${n} ${this.reached} ${pieces}`;
        return head === null
          ? []
          : [nurses('rn', 'planned', head, '1', '2', { id, wardId, ...times })];
      }).flat(),
    );
    this.world.staff(events);
    await this.file.store.publish(events);
  }

  /** Every number of both, in what is stored; how many are not null. */
  async compare(): Promise<number> {
    const ledger = this.world.ledger(this.site);
    const load = await this.rows('usual_load', 'shift_id');
    const need = await this.rows('usual_need_of_day', 'local_hour');
    const today = dayOf(hourOf(ledger.streamTime!), this.site.timeZone);
    const first = dayOf(this.start, this.site.timeZone);
    let known = 0;
    for (const wardId of WARDS) {
      for (const reader of ['treating', 'outside'] as const) {
        const usual = usualOf(ledger, wardId, reader);
        const seen = (row: Record<string, unknown> | undefined, names: string[]) => {
          if (row === undefined) return null;
          const prefix = reader === 'treating' ? '' : 'visible_';
          return Object.fromEntries(names.map((name) => [name, row[prefix + name]]));
        };
        for (let day = dayAfter(first, -1); day <= dayAfter(today, 15); day = dayAfter(day, 1)) {
          for (const { id } of this.site.shifts) {
            const expected = usual.load(day, id);
            const row = load.get(`${wardId} ${day} ${id}`);
            const stored = seen(row, ['load', 'p90', 'hours', 'days']);
            expect(stored, `${wardId} ${reader} ${day} ${id}`).toEqual(
              expected && nearly(expected),
            );
            if (expected !== null && expected.load !== null) known++;
          }
          for (let hour = 0; hour < 24; hour++) {
            const expected = usual.need(day, hour);
            const row = need.get(`${wardId} ${day} ${hour}`);
            const stored = seen(row, ['minutes', 'p10', 'p90', 'hours']);
            expect(medianOf(stored), `${wardId} ${reader} ${day} ${hour}`).toEqual(
              expected && nearly(medianOf(expected)!),
            );
            if (expected !== null && expected.minutes !== null) known++;
          }
        }
      }
    }
    return known;
  }

  private async rows(relation: string, column: string) {
    const rows = await this.file.store.queryPool.rows<Record<string, unknown>>(
      `from ${relation}`,
      {},
    );
    return new Map(rows.map((row) => [`${row.ward_id} ${row.day} ${row[column]}`, row]));
  }

  private async publish(hours: number, changed: readonly Row[], gone: readonly Row[]) {
    const from = this.reached;
    this.reached += hours;
    const set: Row[] = [...changed];
    // what was provisional comes again
    for (let n = Math.max(0, from - 1); n < this.reached; n++) {
      for (const row of this.rowsOf(n)) {
        if (n < from && this.world.where((each) => same(each, row)).length === 0) continue;
        set.push(row);
      }
    }
    for (const row of set) this.world.set(row);
    for (const row of gone) this.world.remove(row);
    this.world.streamTime = this.instant(this.reached - 1) + 20 * MICROS_PER_MINUTE;
    const kept = set.filter((row) => !gone.some((each) => same(each, row)));
    await this.file.publish(kept, gone, this.world.streamTime);
  }

  private rowsOf(n: number): Row[] {
    return WARDS.flatMap((wardId, w) => {
      const { begins, patients, minutes, fresh, presence } = this.patterns[w]!;
      if (n < begins) return [];
      const count = patients[n % patients.length]!;
      return Array.from({ length: count }, (_, i) => ({
        ...{ encounterId: `E${i}`, wardId, hour: this.instant(n) },
        presence: presence[(n + i) % presence.length]! * MICROS_PER_HOUR,
        minutes: minutes[(n + i * 3) % minutes.length]!,
        fresh: fresh[(n + Math.floor(n / 50)) % fresh.length]!,
      }));
    });
  }

  /** Stream time is lowered, and then the scorer takes back what it scored beyond it. */
  private async rewind(by: number) {
    if (this.world.streamTime === null || by <= 0) return;
    this.reached -= by;
    const streamTime = this.instant(this.reached - 1) + 20 * MICROS_PER_MINUTE;
    await this.file.store.rewind(0, streamTime, ++this.rewinds);
    this.world.streamTime = streamTime;
    expect(await this.file.usual()).toEqual(await this.file.usualAfresh());
    const gone = this.world.where(({ hour }) => hour > streamTime);
    for (const row of gone) this.world.remove(row);
    const last = this.world.where(({ hour }) => hour === hourOf(streamTime));
    await this.file.publish(last, gone, streamTime);
  }

  private async erase(n: number) {
    const encounterId = `E${n % 8}`;
    for (const row of this.world.where((each) => each.encounterId === encounterId)) {
      this.world.remove(row);
    }
    await this.file.erase(encounterId);
  }

  private instant(n: number): Micros {
    return this.start + n * MICROS_PER_HOUR;
  }
}

function same(a: Row, b: Row): boolean {
  return a.encounterId === b.encounterId && a.wardId === b.wardId && a.hour === b.hour;
}

/** Minutes are to the bit where they are of a sum; a median lies between two of them. */
function medianOf(usual: object | null) {
  if (usual === null) return null;
  const { minutes: median, ...rest } = usual as Record<string, unknown>;
  return { median, ...rest };
}
