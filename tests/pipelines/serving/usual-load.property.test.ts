import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOutSite } from '../../../pipelines/serving/macros.ts';
import { learnUsual } from '../../../pipelines/serving/usual-load.ts';
import { MICROS_PER_HOUR, MICROS_PER_MINUTE, type Micros } from '../../../schemas/instant.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { type Delivery, ledgerAsKnown } from '../../reference/as-known.ts';
import { bandsOf } from '../../reference/band.ts';
import { child, leaves, nurses, tick } from '../../reference/example.ts';
import { dayOf } from '../../reference/site-time.ts';
import { at, siteWith } from '../../support/scenario.ts';
import { nearly } from './nearly.ts';
import { Stores } from './stores.ts';

const START = at('2026-03-20T12:00:00Z');
const DAYS = 12;
const minute = fc.nat(DAYS * 24 * 60).map((n) => START + n * MICROS_PER_MINUTE);

/** A stay on a ward; corrected later to have begun otherwise, or to be an error. */
const stay = fc
  .record({
    ward: fc.constantFrom('A', 'B'),
    from: minute,
    to: minute,
    late: fc.constantFrom(0, 0, 60, 3000),
    correction: fc.constantFrom('none', 'none', 'moved', 'error'),
    begins: minute,
  })
  .map((drawn) => ({ ...drawn, from: Math.min(drawn.from, drawn.to) }));

const shift = fc.record({
  ward: fc.constantFrom('A', 'A', 'B'),
  role: fc.constantFrom('rn' as const, 'na'),
  basis: fc.constantFrom('planned' as const, 'actual'),
  from: minute,
  hours: fc.constantFrom(1, 8, 100, 400),
  headcount: fc.constantFrom(0, 1, 2.5, 4),
  version: fc.constantFrom('none', 'amended', 'error'),
});

const drawnLog = fc
  .record({
    stays: fc.array(stay, { minLength: 1, maxLength: 6 }),
    shifts: fc.array(shift, { maxLength: 6 }),
    isStaffed: fc.boolean(),
  })
  .map(({ stays, shifts, isStaffed }) => [
    ...stays.flatMap((one, n) => stayEvents(one, `E${n}`)),
    ...shifts.flatMap((one, n) => shiftEvents(one, `shift-${n}`)),
    ...(isStaffed ? [{ ...nurses('rn', 'planned', 2, '1', '2'), from: START, to: END }] : []),
  ]);

const END = START + (DAYS + 2) * 24 * MICROS_PER_HOUR;

test('the usual load of a ward: equal to the reference, and equal when recomputed', async () => {
  const site = siteWith();
  await fc.assert(
    fc.asyncProperty(
      drawnLog,
      fc.array(fc.tuple(minute, fc.boolean()), { minLength: 2, maxLength: 6 }),
      async (log, cuts) => {
        const deliveries = inTurn(log, cuts);
        const ledger = ledgerAsKnown(deliveries, site);
        await Stores.with(site, async (stores) => {
          for (const delivery of deliveries) {
            await stores.deliver(delivery);
            expect(await usual(stores)).toEqual(await learnedAnew(stores));
          }
          for (const wardId of ['A', 'B']) {
            const bandAt = bandsOf(ledger, wardId, 'outside');
            const readers = [{ wardId, treating: false }];
            const rows = await stores.intensity({ readers, from: START, to: END }, 'day');
            for (const { from, band } of rows) {
              const expected = bandAt(dayOf(from, site.timeZone));
              expect(band).toEqual(expected && { ...nearly(expected), basis: 'own-median' });
            }
          }
        });
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 15) },
  );
});

const usual = (stores: Stores) =>
  stores.ask({ sql: 'from usual_load order by ward_id, day', parameters: {} });

async function learnedAnew(stores: Stores) {
  const writer = await stores.serving.warehouse.connect();
  try {
    await layOutSite(writer, siteWith());
    await writer.run('begin transaction');
    await writer.run('delete from usual_load');
    await learnUsual(writer);
    const rows = await writer.rows('from usual_load order by ward_id, day');
    await writer.run('rollback');
    return rows;
  } finally {
    writer.close();
  }
}

/** Deliveries that end with a tick, now and then with what came last turned round. */
function inTurn(log: readonly WardEvent[], cuts: readonly (readonly [Micros, boolean])[]) {
  const events = log.toSorted((a, b) => a.recordedAt - b.recordedAt);
  const bounds = [
    START - MICROS_PER_MINUTE,
    ...cuts.map(([end]) => end).sort((a, b) => a - b),
    END,
  ];
  const late: WardEvent[] = [];
  return bounds.slice(1).map((end, i): Delivery => {
    const own = events.filter(({ recordedAt }) => recordedAt > bounds[i]! && recordedAt <= end);
    const isHeldBack = cuts[i]?.[1] ?? false;
    const now = isHeldBack ? late.splice(0) : [...late.splice(0), ...own];
    if (isHeldBack) late.push(...own);
    return [...now, { ...tick('1'), id: `tick-${i}`, occurredAt: end, recordedAt: end }];
  });
}

function stayEvents(
  { ward, from, to, late, correction, begins }: ReturnType<typeof stay.generate>['value'],
  id: string,
): WardEvent[] {
  const recordedAt = from + late * MICROS_PER_MINUTE;
  const came = { ...child('1', id), wardId: ward, occurredAt: from, recordedAt } as WardEvent;
  const left = { ...leaves('1', id), occurredAt: to, recordedAt: to };
  if (correction === 'none') return [came, left];
  const again = { occurredAt: Math.min(begins, to), recordedAt: Math.max(to, recordedAt) + 1 };
  const status = correction === 'moved' ? 'amended' : 'entered-in-error';
  return [came, left, { ...came, ...again, status } as WardEvent];
}

function shiftEvents(
  {
    ward,
    role,
    basis,
    from,
    hours,
    headcount,
    version,
  }: ReturnType<typeof shift.generate>['value'],
  id: string,
): WardEvent[] {
  const times = { occurredAt: from, recordedAt: from, from, to: from + hours * MICROS_PER_HOUR };
  const first = nurses(role, basis, headcount, '1', '2', { id, wardId: ward, ...times });
  if (version === 'none') return [first];
  const recordedAt = from + 30 * MICROS_PER_HOUR;
  const again = { ...first, recordedAt, to: first.to - 30 * MICROS_PER_MINUTE };
  return [first, { ...again, status: version === 'error' ? 'entered-in-error' : 'amended' }];
}
