import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdentityTable } from '../../../pipelines/scoring/identity-table.ts';

/** Identities; some are equal in the half that the table has. */
const identity = fc.oneof(fc.integer(), fc.integer({ min: -2, max: 2 }));

test('every delivery of an identity is found, however large the table and however many deliveries', () => {
  const added = fc.array(fc.tuple(identity, fc.nat(20), fc.boolean()), { maxLength: 400 });
  fc.assert(
    fc.property(added, fc.constantFrom(1, 9, 40_000), (entries, step) => {
      const table = new IdentityTable();
      const deliveries = new Map<number, Set<number>>();
      let delivery = 0;
      for (const [each, later, isSure] of entries) {
        delivery += later * step;
        const places = new Set<number>();
        const before = deliveries.get(each) ?? new Set();
        if (isSure) table.add(each, delivery);
        else {
          const isNew = table.addNew(each, delivery, places);
          if (before.size > 0) expect(isNew).toBe(false);
          if (isNew) expect(places.size).toBe(0);
          const found = new Set(table.deliveriesOf(places));
          for (const one of before) expect(found).toContain(one);
          if (!isNew) table.add(each, delivery);
        }
        deliveries.set(each, before.add(delivery));
      }
      for (const [each, all] of deliveries) {
        const places = new Set<number>();
        expect(table.addNew(each, delivery, places)).toBe(false);
        const found = new Set(table.deliveriesOf(places));
        for (const one of all) expect(found).toContain(one);
      }
    }),
  );
});

test('an entry takes at most twelve bytes, and few identities are taken for another', () => {
  const table = new IdentityTable();
  const places = new Set<number>();
  let state = 1;
  let mistaken = 0;
  const entries = 300_000;
  for (let n = 0; n < entries; n++) {
    // xorshift: no number comes twice
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    if (!table.addNew(state, n, places)) mistaken++;
  }
  expect(mistaken).toBe(0);
  expect(table.bytes / entries).toBeLessThan(12);
});
