import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isFromTheFuture, wardEvent } from '../../schemas/ward-event.ts';
import { type Logged, referenceEncounterHours, referenceWardHours } from '../reference/score.ts';
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

test('versions of one event are recorded at different instants, unless it was sent twice', () => {
  fc.assert(
    fc.property(hospital(), ({ log }) => {
      const versions = new Map<string, Logged>();
      for (const entry of log) {
        const { source, id, recordedAt } = entry.event;
        const key = `${source} ${id} ${recordedAt}`;
        expect(versions.get(key) ?? entry).toEqual(entry);
        versions.set(key, entry);
      }
    }),
    { numRuns: 50 },
  );
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
}, 30_000);

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
}, 30_000);

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
}, 60_000);
