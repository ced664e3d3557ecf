import { expect, test } from 'vitest';
import type { Fact } from '../../../../services/adapters/facts.ts';
import { interpretVisit } from '../../../../services/adapters/visit/interpret.ts';
import { a02, a03, contextOf, mappingOf, minute, stay } from './stated.ts';

const context = contextOf(mappingOf({ OP: 'away', AKM: 'outside', RTG: 'ignore' }));

interface Example {
  readonly name: string;
  readonly rows: readonly Fact[];
  /** Type, minute and ward of events. */
  readonly events: readonly string[];
  readonly notes?: readonly string[];
}

const examples: readonly Example[] = [
  {
    name: 'one row after another',
    rows: [stay('A^^2', 0, 60, { age: 70 }), stay('B', 60, 120)],
    events: ['admission 0 A', 'transfer 60 B', 'discharge 120'],
  },
  {
    name: 'rows that overlap: each start is a movement, the visit leaves at the last end',
    rows: [stay('A', 0, 100), stay('B', 50, 80)],
    events: ['admission 0 A', 'transfer 50 B', 'discharge 100'],
  },
  {
    name: 'a row without an end: the visit is open',
    rows: [stay('A', 0, null), stay('B', 50, 80)],
    events: ['admission 0 A', 'transfer 50 B'],
  },
  {
    name: 'no row is open for a time: the visit is over, and begins again',
    rows: [stay('A', 0, 60), stay('A', 90, 120)],
    events: ['admission 0 A', 'discharge 60', 'admission 90 A', 'discharge 120'],
  },
  {
    name: 'a row elsewhere for a time, the bed kept',
    rows: [stay('A', 0, 120), stay('OP', 50, 60)],
    events: ['admission 0 A', 'leave.start 50', 'leave.end 60', 'discharge 120'],
  },
  {
    name: 'a row elsewhere between two on the ward',
    rows: [stay('A', 0, 50), stay('OP', 50, 60), stay('A', 60, 120)],
    events: ['admission 0 A', 'leave.start 50', 'transfer 60 A', 'discharge 120'],
  },
  {
    name: 'from a place outside, and to one',
    rows: [stay('AKM', 0, 30), stay('A', 30, 60), stay('AKM', 60, 90), stay('B', 90, null)],
    events: ['admission 30 A', 'discharge 60', 'admission 90 B'],
  },
  {
    name: 'a place to ignore',
    rows: [stay('A', 0, 60), stay('RTG', 60, 90)],
    events: ['admission 0 A', 'discharge 60'],
  },
  {
    name: 'a place that is not listed: the patient stays where the row before says',
    rows: [stay('A', 0, 60), stay('X', 60, 90), stay('B', 90, 120)],
    events: ['admission 0 A', 'transfer 90 B', 'discharge 120'],
    notes: ['unmapped-location X'],
  },
  {
    name: 'a later version of a row',
    rows: [stay('B', 0, 90, { recorded: 200 }), stay('A', 0, null, { recorded: 100 })],
    events: ['admission 0 B', 'discharge 90'],
  },
  {
    name: 'a withdrawn row',
    rows: [
      stay('A', 0, 60),
      stay('B', 60, 90),
      stay('B', 60, 90, { withdrawn: true, recorded: 1431 }),
    ],
    events: ['admission 0 A', 'discharge 60'],
  },
  {
    name: 'a row that ends before it begins',
    rows: [stay('A', 60, 0), stay('B', 70, 70)],
    events: [],
    notes: ['no-length ', 'no-length '],
  },
  {
    name: 'the stays of the day that a feed of messages begins in',
    rows: [stay('A', 0, null), a02(60, 'B'), a03(120)],
    events: ['admission 0 A', 'transfer 60 B', 'discharge 120'],
  },
];

test.each(examples)('$name', ({ rows, events, notes = [] }) => {
  for (const order of [rows, rows.toReversed(), [...rows, ...rows]]) {
    const found = interpretVisit(order, context);
    const lines = found.events.map((event) => {
      const at = (Date.parse(event.occurredAt) * 1000 - minute(0)) / 60e6;
      return [event.type, at, ...('wardId' in event ? [event.wardId] : [])].join(' ');
    });
    expect(lines).toEqual(events);
    const said = found.notes.flatMap(({ reason, key, count }) =>
      Array<string>(count).fill(`${reason} ${key}`),
    );
    expect(said).toEqual(notes);
  }
});

test('rows have beds, ages, plans and the source of their channel', () => {
  const rows = [
    stay('A^1^2', 0, 60, { age: 70, planned: 300 }),
    stay('B', 60, null, { planned: 400 }),
  ];
  expect(interpretVisit(rows, context).events).toMatchObject([
    { source: 'warehouse', bed: '2', age: 70 },
    { source: 'warehouse', wardId: 'B', plannedDischargeAt: expect.any(String) },
  ]);
});
