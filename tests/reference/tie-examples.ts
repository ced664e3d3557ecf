import type { WardEvent } from '../../schemas/ward-event.ts';
import { admit, at, back, discharge, leave, start, stop, transfer } from '../support/scenario.ts';

/** Moves of one instant: rows by hand, with stream time at 13:00. None may depend on ids. */
export interface TieExample {
  readonly name: string;
  readonly story: readonly WardEvent[];
  /** Ward, hour, minutes present, minutes of coming and going; of all rows, by hour and ward. */
  readonly expected: readonly (readonly [string, string, number, number])[];
}

const recorded = (time: string, event: WardEvent): WardEvent => ({
  ...event,
  recordedAt: at(time),
});

export const tieExamples: readonly TieExample[] = [
  {
    name: 'admitted and discharged at once: a stay of no length',
    story: [admit('9:40'), discharge('9:40')],
    expected: [['A', '9', 0, 22.5 + 30]],
  },
  {
    name: 'the discharge recorded first: a stay of no length all the same',
    story: [recorded('9:41', discharge('9:40')), recorded('9:50', admit('9:40'))],
    expected: [['A', '9', 0, 22.5 + 30]],
  },
  {
    name: 'at a full hour the second half of the arrival falls away too',
    story: [admit('10'), discharge('10')],
    expected: [['A', '10', 0, 22.5 + 30]],
  },
  {
    name: 'discharged from one ward and admitted to another: on the other',
    story: [admit('9:40'), discharge('11:15'), admit('11:15', 'B')],
    expected: [
      ['A', '9', 20, 22.5],
      ['A', '10', 60, 22.5],
      ['A', '11', 15, 30],
      ['B', '11', 45, 22.5],
      ['B', '12', 60, 22.5],
      ['B', '13', 60, 0],
    ],
  },
  {
    name: 'the same where the discharge was recorded last, and by a transfer',
    story: [admit('9:40'), recorded('12', discharge('11:15')), transfer('11:15', 'B')],
    expected: [
      ['A', '9', 20, 22.5],
      ['A', '10', 60, 22.5],
      ['A', '11', 15, 30],
      ['B', '11', 45, 11.25],
      ['B', '12', 60, 11.25],
      ['B', '13', 60, 0],
    ],
  },
  {
    name: 'discharged with a bed move on the ward: discharged',
    story: [admit('9:40'), discharge('11:15'), transfer('11:15', 'A', { bed: '7' })],
    expected: [
      ['A', '9', 20, 22.5],
      ['A', '10', 60, 22.5],
      ['A', '11', 15, 30],
    ],
  },
  {
    name: 'of several arrivals the one recorded last holds',
    story: [recorded('10:05', admit('9:40', 'A')), recorded('10:01', transfer('9:40', 'B'))],
    expected: [
      ['A', '9', 20, 22.5],
      ['A', '10', 60, 22.5],
      ['A', '11', 60, 0],
      ['A', '12', 60, 0],
      ['A', '13', 60, 0],
    ],
  },
  {
    name: 'of arrivals recorded at once a transfer holds',
    story: [admit('12:40', 'B'), transfer('12:40', 'A')],
    expected: [
      ['A', '12', 20, 11.25],
      ['A', '13', 60, 11.25],
    ],
  },
  {
    name: 'of transfers recorded at once the one to the greater ward holds',
    story: [transfer('12:40', 'B'), transfer('12:40', 'A')],
    expected: [
      ['B', '12', 20, 11.25],
      ['B', '13', 60, 11.25],
    ],
  },
  {
    name: 'several arrivals and a discharge: the one that holds decides',
    story: [
      admit('12:10'),
      recorded('12:50', transfer('12:30', 'A')),
      recorded('12:51', transfer('12:30', 'B')),
      discharge('12:30'),
    ],
    expected: [
      ['A', '12', 20, 22.5 + 30],
      ['B', '12', 30, 11.25],
      ['B', '13', 60, 11.25],
    ],
  },
  {
    name: 'twice discharged at once counts once',
    story: [admit('12:10'), discharge('12:30'), recorded('12:31', discharge('12:30'))],
    expected: [['A', '12', 20, 22.5 + 30]],
  },
  {
    name: 'pairs follow one another: each meets what the one before left',
    story: [
      ...[admit('12:10', 'A')],
      // on to B, since the open stay is on A
      ...[discharge('12:20'), admit('12:20', 'B')],
      // discharged from B, where the move is one of beds
      ...[discharge('12:30'), transfer('12:30', 'B')],
      // no stay is open: one of no length
      ...[discharge('12:40'), admit('12:40', 'A')],
    ],
    expected: [
      ['A', '12', 10, 22.5 + 30 + 22.5 + 30],
      ['B', '12', 10, 22.5 + 30],
    ],
  },
  {
    name: 'back from leave and away again at once: away',
    story: [admit('12:10'), leave('12:20'), back('12:30'), leave('12:30')],
    expected: [
      ['A', '12', 10, 22.5],
      ['A', '13', 0, 22.5],
    ],
  },
  {
    name: 'away at the instant of a transfer: away from the ward that was reached',
    story: [admit('12:10'), leave('12:30'), transfer('12:30', 'B'), back('12:40')],
    expected: [
      ['A', '12', 20, 22.5 + 15],
      ['B', '12', 20, 11.25],
      ['B', '13', 60, 11.25],
    ],
  },
  {
    name: 'back at the instant of a discharge: discharged',
    story: [admit('12:10'), leave('12:20'), back('12:30'), discharge('12:30')],
    expected: [['A', '12', 10, 22.5 + 30]],
  },
];

/** One-to-one care at one instant with other events: minutes of it in the hour from 12, by hand. */
export const needTieExamples: readonly {
  readonly name: string;
  readonly story: readonly WardEvent[];
  readonly minutes: number;
}[] = [
  {
    name: 'started and stopped at once: never active',
    story: [admit('9'), start('12:15', 'one-to-one'), stop('12:15', 'one-to-one')],
    minutes: 0,
  },
  {
    name: 'stopped and started at once while active: goes on',
    story: [
      ...[admit('9'), start('11:15', 'one-to-one')],
      ...[start('12:15', 'one-to-one'), stop('12:15', 'one-to-one')],
    ],
    minutes: 60,
  },
  {
    name: 'of one instant, the one recorded last',
    story: [
      ...[admit('9'), start('11:15', 'one-to-one')],
      recorded('12:20', start('12:15', 'one-to-one')),
      recorded('12:21', stop('12:15', 'one-to-one')),
    ],
    minutes: 15,
  },
  {
    name: 'started at the instant of the discharge: ends with it, whenever it was recorded',
    story: [
      ...[admit('9'), discharge('12:15'), admit('12:30')],
      recorded('12:40', start('12:15', 'one-to-one')),
    ],
    minutes: 0,
  },
  {
    name: 'started at the instant of a discharge that an arrival follows: is of the new stay',
    story: [
      ...[admit('9', 'B'), discharge('12:15'), admit('12:15', 'A')],
      start('12:15', 'one-to-one'),
    ],
    minutes: 45,
  },
  {
    name: 'active until a discharge that an arrival follows: ended',
    story: [
      ...[admit('9', 'B'), start('10', 'one-to-one')],
      ...[discharge('12:15'), admit('12:15', 'A')],
    ],
    minutes: 0,
  },
];
