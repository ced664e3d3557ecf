import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MICROS_PER_MINUTE } from '../../schemas/instant.ts';
import { isFromTheFuture, wardEvent } from '../../schemas/ward-event.ts';
import { placeOf } from '../reference/escort.ts';
import { hours } from '../reference/grid.ts';
import { encountersOf } from '../reference/log.ts';
import { type Logged, referenceEncounterHours, referenceWardHours } from '../reference/score.ts';
import { spellsOf } from '../reference/spells.ts';
import { courseOf } from '../reference/stays.ts';
import { movesWithoutEffect, presumedLeft } from '../reference/unplaced.ts';
import { hospital, toWire } from './hospital.ts';

test('every generated event is valid, of a known ward, and survives the wire', () => {
  fc.assert(
    fc.property(hospital(), ({ site, log }) => {
      const wards = new Set(site.wards.map(({ wardId }) => wardId));
      for (const { event } of log) {
        expect(wardEvent.parse(JSON.parse(JSON.stringify(toWire(event))))).toEqual(event);
        expect(isFromTheFuture(event)).toBe(false);
        if ('wardId' in event) expect(wards).toContain(event.wardId);
      }
    }),
    { numRuns: 30 },
  );
});

test('what is decided by rules of its own is drawn often', () => {
  const arrives = ({ event }: Logged) => event.type === 'admission' || event.type === 'transfer';
  const drawn = fc.sample(hospital(), { numRuns: 60, seed: 5 });
  const share = (holds: (of: (typeof drawn)[number]) => boolean) =>
    drawn.filter(holds).length / drawn.length;
  const pairs = (log: readonly Logged[], related: (a: Logged, b: Logged) => boolean) =>
    log.some((a, i) => log.some((b, j) => i < j && related(a, b)));
  const together = (a: Logged, b: Logged) =>
    'encounterId' in a.event &&
    'encounterId' in b.event &&
    a.event.encounterId === b.event.encounterId &&
    a.event.occurredAt === b.event.occurredAt;
  const leaves = ({ event }: Logged) => event.type === 'discharge';

  // arrivals of one instant on two wards, an arrival with a discharge, versions recorded at once
  expect(
    share(({ log }) =>
      pairs(
        log,
        (a, b) =>
          together(a, b) &&
          'wardId' in a.event &&
          'wardId' in b.event &&
          a.event.wardId !== b.event.wardId,
      ),
    ),
  ).toBeGreaterThan(0.15);
  expect(
    share(({ log }) =>
      pairs(
        log,
        (a, b) => together(a, b) && ((arrives(a) && leaves(b)) || (leaves(a) && arrives(b))),
      ),
    ),
  ).toBeGreaterThan(0.15);
  expect(
    share(({ log }) =>
      pairs(
        log,
        ({ event: a }, { event: b }) =>
          a.id === b.id &&
          a.source === b.source &&
          a.recordedAt === b.recordedAt &&
          a.status !== b.status,
      ),
    ),
  ).toBeGreaterThan(0.15);
  expect(share(({ log, site }) => presumedLeft(log, site).length > 0)).toBeGreaterThan(0.05);
  expect(share(({ log }) => movesWithoutEffect(log).length > 0)).toBeGreaterThan(0.15);

  // what only vi-2 does: slips, and escorts that are elsewhere than without its grace
  const [slip, grace] = [10 * MICROS_PER_MINUTE, 60 * MICROS_PER_MINUTE];
  const encounters = ({ log }: (typeof drawn)[number]) =>
    encountersOf(log).map(({ events }) => ({ events, course: courseOf(events, hours(24)) }));
  expect(
    share((one) =>
      encounters(one).some(({ course: { stays } }) => spellsOf(stays, slip).length < stays.length),
    ),
  ).toBeGreaterThan(0.15);
  expect(
    share((one) =>
      encounters(one).some(({ events, course }) =>
        events.some(
          (event) =>
            event.type === 'task' &&
            event.code === 'escort' &&
            !isDeepStrictEqual(
              placeOf(event.occurredAt, course, grace),
              placeOf(event.occurredAt, course, 0),
            ),
        ),
      ),
    ),
  ).toBeGreaterThan(0.05);
  expect(share(({ site }) => site.model === 'vi-2')).toBeGreaterThan(0.4);
});

test('the reference does not depend on the order of the log', () => {
  fc.assert(
    fc.property(hospital(), fc.infiniteStream(fc.nat()), ({ site, log }, keys) => {
      const shuffled = log
        .map((entry) => ({ entry, key: keys.next().value }))
        .sort((a, b) => a.key - b.key)
        .map(({ entry }) => entry);
      expect(referenceEncounterHours(shuffled, site)).toEqual(referenceEncounterHours(log, site));
    }),
    { numRuns: 8 },
  );
});

test('what must hold of every row', () => {
  fc.assert(
    fc.property(hospital(), ({ site, log }) => {
      const rows = referenceEncounterHours(log, site);
      for (const row of rows) {
        expect(row.presenceMicros).toBeLessThanOrEqual(3_600_000_000);
        expect(row.minutesLow).toBeLessThanOrEqual(row.minutesHigh);
        expect(row.aLevelLow).toBeLessThanOrEqual(row.aLevel);
        expect(row.aLevel).toBeLessThanOrEqual(row.aLevelHigh);
        if (row.news2 !== null)
          expect([row.news2Low, row.news2High]).toEqual([row.news2, row.news2]);
        expect(row.index === null).toBe(row.presenceMicros === 0);
        expect(row.hour).toBeLessThanOrEqual(row.computedAt);
      }
      const total = (of: readonly { minutes: number; arrivals: number }[]) =>
        of.reduce((sum, { minutes, arrivals }) => sum + minutes + arrivals, 0);
      expect(total(referenceWardHours(rows))).toBe(total(rows));
    }),
    { numRuns: 12 },
  );
});

test('a failure shrinks to the few events it needs', () => {
  const found = fc.check(
    fc.property(hospital(), ({ site, log }) =>
      referenceEncounterHours(log, site).every(({ components }) => components.escort === 0),
    ),
    { numRuns: 100 },
  );
  expect(found.failed).toBe(true);
  // A move, an escort, and perhaps an event that takes stream time past the escort.
  expect(found.counterexample?.[0].log.length).toBeLessThanOrEqual(3);
});
