import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../../services/adapters/facts.ts';
import {
  interpretPatient,
  type VisitFacts,
} from '../../../../services/adapters/visit/open-visit.ts';
import { a01, a02, a03, a12, a13, contextOf, mappingOf, minute } from './stated.ts';

const { visit: _, ...context } = contextOf(mappingOf());
const bed = { channel: 'bed' };

/** Ward or `-`, with the minute, by visit. */
function wayOf(parts: readonly VisitFacts[]) {
  const { events, notes } = interpretPatient(parts, context);
  const lines = events.flatMap((event) => {
    if (!('encounterId' in event)) return [];
    const at = (Date.parse(event.occurredAt) * 1000 - minute(0)) / 60e6;
    return [`${event.encounterId} ${'wardId' in event ? event.wardId : '-'} ${at}`];
  });
  return { lines, notes: notes.map(({ reason, count }) => `${reason} ${count}`) };
}

const of = (visit: string | null, ...facts: Fact[]): VisitFacts => ({ visit, facts });

describe('a record without a visit number', () => {
  test('is of the one visit that is open at its time', () => {
    const parts = [
      of(null, a03(120, bed), a02(60, 'B', bed), a03(320, bed)),
      of('1', a01(0, 'A')),
      of('2', a01(200, 'A')),
    ];
    expect(wayOf(parts)).toEqual({
      lines: ['1 A 0', '1 B 60', '1 - 120', '2 A 200', '2 - 320'],
      notes: [],
    });
  });

  test('is of none if two are open, or if none is', () => {
    const parts = [
      of('1', a01(0, 'A'), a03(100)),
      of('2', a01(50, 'B'), a03(200)),
      of(null, a02(60, 'C', bed), a02(150, 'C', bed), a02(201, 'C', bed)),
    ];
    expect(wayOf(parts)).toEqual({
      lines: ['1 A 0', '1 - 100', '2 B 50', '2 C 150', '2 - 200'],
      notes: ['no-visit-number 2'],
    });
  });

  test('at the instant that one visit ends and another begins is of the one that begins', () => {
    const parts = [
      of('1', a01(0, 'A'), a03(100)),
      of('2', a01(100, 'B')),
      of(null, a02(100, 'C', { ...bed, recorded: 105 })),
    ];
    expect(wayOf(parts).lines).toEqual(['1 A 0', '1 - 100', '2 C 100']);
  });

  test('can cancel what another one said', () => {
    const parts = [
      of('1', a01(0, 'A')),
      of(null, a03(120, bed), a13(120, { ...bed, recorded: 125 })),
      of(null, a02(60, 'B', bed), a12(null, { ...bed, prior: 'B', recorded: 70 })),
      of(null, a03(150, bed)),
    ];
    expect(wayOf(parts)).toEqual({ lines: ['1 A 0', '1 - 150'], notes: [] });
  });

  test('states nothing on a channel that holds it', () => {
    expect(wayOf([of('1', a01(0, 'A')), of(null, a03(120))]).lines).toEqual(['1 A 0']);
  });

  test('changes nothing by coming in another order, or twice', () => {
    const facts: [string | null, Fact][] = [
      ['1', a01(0, 'A')],
      ['2', a01(200, 'A')],
      ...[a02(60, 'B', bed), a03(120, bed), a03(320, bed)].map(
        (fact) => [null, fact] as [null, Fact],
      ),
      [null, a13(320, { ...bed, recorded: 325 })],
      [null, a03(120, bed)],
    ];
    const expected = wayOf(facts.map(([visit, fact]) => of(visit, fact)));
    const orders = fc.shuffledSubarray([...facts.keys()], { minLength: facts.length });
    fc.assert(
      fc.property(orders, (order) => {
        const parts = order.map((at) => of(facts[at]![0], facts[at]![1]));
        expect(wayOf(parts)).toEqual(expected);
      }),
    );
  });
});
