import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant } from '../../../schemas/instant.ts';
import type { WireEvent } from '../../../schemas/ward-event.ts';
import type { DerivedEvent } from '../../../services/adapters/adapter.ts';
import {
  difference,
  identityOf,
  isSameContent,
  type PublishedEvent,
} from '../../../services/adapters/difference.ts';

const at = (minute: number) => formatInstant(parseInstant('2026-03-02T08:00:00Z') + minute * 6e7);
const micros = (minute: number) => parseInstant(at(minute));
const value = (id: string, number: number, recorded = 10): DerivedEvent => ({
  ...{ id, source: 'ehr', encounterId: 'V', type: 'observation', code: 'heart-rate' },
  ...{ occurredAt: at(5), recordedAt: at(recorded), value: number, unit: '/min' },
});
const sent = (event: DerivedEvent, status: WireEvent['status'] = 'final') =>
  ({ ...event, status }) as WireEvent;
const held = (event: WireEvent | null, refused: WireEvent | null = null) => ({ event, refused });
const times = { withdrawnAt: micros(30) };

describe('what has to be sent', () => {
  it('is a first version of what is new', () => {
    expect(difference([], [value('a', 80)], times)).toEqual([sent(value('a', 80))]);
  });

  it('is nothing for equal content, whatever its time and the order of its fields', () => {
    const { value: number, ...rest } = value('a', 80, 25) as Extract<
      DerivedEvent,
      { type: 'observation' }
    >;
    const turned = { value: number, ...rest } as DerivedEvent;
    expect(difference([held(sent(value('a', 80)))], [turned], times)).toEqual([]);
  });

  it('is an amendment with all fields, recorded after what was published', () => {
    const [later] = difference([held(sent(value('a', 80, 20)))], [value('a', 81, 10)], times);
    expect(later).toEqual({
      ...sent(value('a', 81), 'amended'),
      recordedAt: '2026-03-02T08:20:00.000001Z',
    });
    const [own] = difference([held(sent(value('a', 80, 10)))], [value('a', 81, 20)], times);
    expect(own!.recordedAt).toBe(at(20));
  });

  it('is a withdrawal of what no longer holds, with the fields last published', () => {
    const before = sent(value('a', 80), 'amended');
    expect(difference([held(before)], [], times)).toEqual([
      { ...before, status: 'entered-in-error', recordedAt: at(30) },
    ]);
  });

  it('never records a withdrawal before what it withdraws', () => {
    const [gone] = difference([held(sent(value('a', 80, 20)))], [], { withdrawnAt: micros(1) });
    expect(gone!.recordedAt).toBe('2026-03-02T08:20:00.000001Z');
  });

  it('is an amendment of what was withdrawn and holds again', () => {
    const gone = sent(value('a', 80, 20), 'entered-in-error');
    expect(difference([held(gone)], [], times)).toEqual([]);
    expect(difference([held(gone)], [value('a', 80)], times)).toEqual([
      { ...sent(value('a', 80), 'amended'), recordedAt: '2026-03-02T08:20:00.000001Z' },
    ]);
  });

  it('has the time of the change if the mapping changed', () => {
    const versions = difference(
      [held(sent(value('a', 80))), held(sent(value('b', 1)))],
      [value('a', 81), value('c', 2)],
      { ...times, changedAt: micros(90) },
    );
    expect(versions.map(({ id, recordedAt }) => [id, recordedAt])).toEqual([
      ['b', at(90)],
      ['a', at(90)],
      ['c', at(90)],
    ]);
  });

  it('is the withdrawal under the old source if another channel now states it', () => {
    const other = { ...value('a', 80), source: 'monitor' } as DerivedEvent;
    expect(
      difference([held(sent(value('a', 80)))], [other], times).map(({ source, status }) => [
        source,
        status,
      ]),
    ).toEqual([
      ['ehr', 'entered-in-error'],
      ['monitor', 'final'],
    ]);
  });

  it('is nothing for staffing that was planned again at another time', () => {
    const planned = (recorded: number): DerivedEvent => ({
      ...{ id: 's', source: 'schedule', type: 'staffing', wardId: 'A', role: 'rn' },
      ...{ occurredAt: at(recorded), recordedAt: at(recorded), basis: 'planned' },
      ...{ from: at(60), to: at(120), headcount: 3 },
    });
    expect(difference([held(sent(planned(1)))], [planned(2)], times)).toEqual([]);
  });

  it('leaves out what ingest refused until its content changes', () => {
    const refused = held(null, sent(value('a', 80)));
    expect(difference([refused], [value('a', 80, 15)], times)).toEqual([]);
    expect(difference([refused], [], times)).toEqual([]);
    expect(difference([refused], [value('a', 81)], times)).toEqual([
      { ...sent(value('a', 81)), recordedAt: '2026-03-02T08:10:00.000001Z' },
    ]);
    const accepted = held(sent(value('a', 80)), sent(value('a', 999, 12), 'amended'));
    expect(difference([accepted], [value('a', 80)], times)).toEqual([]);
    expect(difference([accepted], [], { withdrawnAt: micros(1) })).toEqual([
      {
        ...sent(value('a', 80), 'entered-in-error'),
        recordedAt: '2026-03-02T08:12:00.000001Z',
      },
    ]);
  });

  it('leads to exactly the derived events, in any number of steps', () => {
    const derived = fc
      .uniqueArray(
        fc.record({
          id: fc.constantFrom('a', 'b', 'c', 'd'),
          number: fc.nat(3),
          minute: fc.nat(9),
        }),
        { selector: ({ id }) => id },
      )
      .map((found) => found.map(({ id, number, minute }) => value(id, number, 5 + minute)));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(derived, fc.boolean(), fc.nat(20)), { maxLength: 8 }),
        (all) => {
          const published = new Map<string, WireEvent>();
          for (const [events, isReplay, minute] of all) {
            const known = [...published.values()].map((event): PublishedEvent => held(event));
            const versions = difference(known, events, {
              withdrawnAt: micros(minute),
              changedAt: isReplay ? micros(minute) : null,
            });
            for (const version of versions) {
              const before = published.get(identityOf(version));
              if (before !== undefined) {
                expect(parseInstant(version.recordedAt)).toBeGreaterThan(
                  parseInstant(before.recordedAt),
                );
                if (before.status !== 'entered-in-error' && version.status !== 'entered-in-error') {
                  expect(isSameContent(before, version)).toBe(false);
                }
              }
              published.set(identityOf(version), version);
            }
            const holding = [...published.values()].filter(
              ({ status }) => status !== 'entered-in-error',
            );
            const plain = (found: readonly (WireEvent | DerivedEvent)[]) =>
              found.map(({ id, ...each }) => [id, (each as { value: number }).value]).toSorted();
            expect(plain(holding)).toEqual(plain(events));
          }
        },
      ),
    );
  });
});
