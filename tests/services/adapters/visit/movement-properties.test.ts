import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wardEvent } from '../../../../schemas/ward-event.ts';
import type { Fact, MovementFact } from '../../../../services/adapters/facts.ts';
import { Notes } from '../../../../services/adapters/notes.ts';
import { interpretVisit } from '../../../../services/adapters/visit/interpret.ts';
import { interpretMovements } from '../../../../services/adapters/visit/movements.ts';
import type { ClinicalEvent } from '../../../reference/log.ts';
import { courseOf } from '../../../reference/stays.ts';
import { byId, contentOf, held, published } from './publishing.ts';
import { contextOf, mappingOf, minute, movement, planned, stay, update } from './stated.ts';

const RUNS = Number(process.env.RUNS ?? 400);
const context = contextOf(
  mappingOf({ OP: 'away', AKM: 'outside', RTG: 'ignore', 'A^SAL 9': 'B' }),
  10,
);

// few times and places, so that facts meet each other; some lie in the future
const time = fc.integer({ min: 0, max: 12 });
const where = fc.constantFrom('A', 'A^^2', 'A^SAL 9', 'B', 'B^1^7', 'OP', 'AKM', 'RTG', 'X');
const orNone = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });
const said = fc.record({
  recorded: time,
  to: orNone(where),
  prior: orNone(where),
  patientClass: fc.constantFrom('I', 'O', 'EMERGENCY', null),
  channel: fc.constantFrom('adt', 'updates'),
});
const TRIGGERS = {
  arrive: ['A01', 'A04'],
  move: ['A02'],
  leave: ['A03'],
  away: ['A21'],
  back: ['A22'],
};
const act = fc.constantFrom('arrive', 'move', 'move', 'leave', 'leave', 'away', 'back');
const moves: fc.Arbitrary<MovementFact> = act.chain((of) => {
  const trigger = fc.constantFrom(...TRIGGERS[of]);
  return fc
    .tuple(trigger, time, said)
    .map(([name, at, more]) => movement(name, of, at, false, more));
});
const cancels = fc
  .tuple(act, fc.option(time), said)
  .map(([of, at, more]) => movement('cancel', of, at, true, more));
const rows = fc
  .record({
    ...{ ward: where, from: time, recorded: time, key: fc.constantFrom('1', '2') },
    ...{ to: fc.option(time), planned: orNone(time), withdrawn: fc.boolean() },
  })
  .map(({ ward, from, to, ...more }) => stay(ward, from, to, more));
const others = fc.oneof(
  fc.tuple(time, where, said).map(([at, ward, more]) => update(at, ward, more)),
  fc.tuple(fc.option(time), time).map(([plan, recorded]) => planned(plan, recorded)),
);
const facts: fc.Arbitrary<Fact[]> = fc.array(
  fc.oneof(
    { arbitrary: moves, weight: 6 },
    { arbitrary: cancels, weight: 3 },
    { arbitrary: rows, weight: 1 },
    { arbitrary: others, weight: 1 },
  ),
  { maxLength: 9 },
);

function contents(some: readonly Fact[]) {
  return interpretVisit(some, context).events.map(contentOf).sort(byId);
}

const runs = { numRuns: RUNS };

describe('the movements of any set of facts', () => {
  test('are the same in any order, with any fact repeated', () => {
    const arrivals = facts.chain((set) => {
      const again =
        set.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...set), { maxLength: 4 });
      return again.chain((more) => {
        const all = [...set, ...more];
        const order = fc.shuffledSubarray([...all.keys()], { minLength: all.length });
        return order.map((at) => ({ set, order: at.map((i) => all[i]!) }));
      });
    });
    fc.assert(
      fc.property(arrivals, ({ set, order }) => {
        const expected = interpretVisit(set, context);
        expect(interpretVisit(order, context)).toEqual(expected);
        const log = published(
          order.map((fact) => [fact]),
          context,
        );
        expect(held(log)).toEqual(expected.events.map(contentOf).sort(byId));
      }),
      runs,
    );
  });

  test('are where the product sees the patient, and every event has an effect there', () => {
    fc.assert(
      fc.property(facts, (set) => {
        const { events, timeline } = interpretMovements(set, context, new Notes());
        const read = events.map((event) => wardEvent.parse(event) as ClinicalEvent);
        const sorted = read.toSorted((a, b) => a.occurredAt - b.occurredAt);
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
        const { stays, idle } = courseOf(sorted, minute(1440));
        expect(idle).toEqual([]);
        for (const { at, ward, isAway } of timeline.steps) {
          const there = stays.filter(({ presence }) =>
            presence.some((one) => one.from <= at && at < one.to),
          );
          expect(there.map(({ wardId }) => wardId)).toEqual(
            ward === null || isAway ? [] : [ward.ward],
          );
        }
      }),
      runs,
    );
  });

  test('are without a movement that is cancelled after all its versions, as if nobody had stated it', () => {
    fc.assert(
      fc.property(facts, moves, (set, stated) => {
        const isOfIt = (fact: Fact) =>
          fact.kind === 'movement' && fact.act === stated.act && fact.at === stated.at;
        const rest = set.filter(
          (fact) => !isOfIt(fact) && fact.kind === 'movement' && fact.at !== null,
        );
        const cancel = { ...stated, cancels: true, recordedAt: minute(20), place: null };
        expect(contents([...rest, stated, cancel])).toEqual(contents(rest));
      }),
      runs,
    );
  });
});
