import type { WardEvent } from '../../schemas/ward-event.ts';
import { admit, at, back, discharge, leave, transfer } from '../support/scenario.ts';

/** Moves in, beds out by hand: ward, hour and bed of rows, with stream time at 13:00. */
export interface BedExample {
  readonly name: string;
  readonly story: readonly WardEvent[];
  readonly expected: readonly (readonly [wardId: string, hour: string, bed: string | null])[];
}

/** A later version, recorded at `recorded`. */
const version = (of: WardEvent, recorded: string, changes: object): WardEvent =>
  ({ ...of, status: 'amended', recordedAt: at(recorded), ...changes }) as WardEvent;

const inThree = admit('9:40', 'A', { bed: '3' });
const toFour = transfer('10:20', 'A', { bed: '4' });

export const bedExamples: readonly BedExample[] = [
  {
    name: 'holds from its hour on',
    story: [inThree],
    expected: [
      ['A', '9', '3'],
      ['A', '10', '3'],
      ['A', '12', '3'],
    ],
  },
  {
    name: 'is that of the end of the hour; a move at the full hour is of the next',
    story: [inThree, toFour, transfer('12', 'A', { bed: '5' })],
    expected: [
      ['A', '9', '3'],
      ['A', '10', '4'],
      ['A', '11', '4'],
      ['A', '12', '5'],
    ],
  },
  {
    name: 'is not known after a move that names none',
    story: [inThree, transfer('10:20', 'A'), admit('12:10', 'A', { bed: '3' })],
    expected: [
      ['A', '9', '3'],
      ['A', '10', null],
      ['A', '11', null],
      ['A', '12', '3'],
    ],
  },
  {
    name: 'where the patient leaves the ward, is the last one there',
    story: [inThree, toFour, transfer('11:15', 'B', { bed: '7' }), discharge('12:30')],
    expected: [
      ['A', '10', '4'],
      ['A', '11', '4'],
      ['B', '11', '7'],
      ['B', '12', '7'],
    ],
  },
  {
    name: 'stands in a row with only the departure',
    story: [inThree, transfer('11', 'B'), discharge('12')],
    expected: [
      ['A', '10', '3'],
      ['A', '11', '3'],
      ['B', '11', null],
      ['B', '12', null],
    ],
  },
  {
    name: 'of several stays on the ward in the hour is that of the last',
    story: [inThree, transfer('10:10', 'B', { bed: '7' }), transfer('10:40', 'A', { bed: '4' })],
    expected: [
      ['A', '9', '3'],
      ['A', '10', '4'],
      ['B', '10', '7'],
      ['A', '11', '4'],
    ],
  },
  {
    name: 'is not that of a stay before',
    story: [inThree, discharge('10:10'), admit('10:40', 'A')],
    expected: [
      ['A', '9', '3'],
      ['A', '10', null],
      ['A', '11', null],
    ],
  },
  {
    name: 'is kept on leave',
    story: [inThree, leave('9:50'), back('11:45')],
    expected: [
      ['A', '9', '3'],
      ['A', '10', '3'],
      ['A', '11', '3'],
    ],
  },
  {
    name: 'of several arrivals at one instant is that of the one recorded last, which alone holds',
    story: [
      inThree,
      toFour,
      version(transfer('10:20', 'A', { bed: '5' }), '10:21', {}),
      version(transfer('10:20', 'B', { bed: '7' }), '10:22', {}),
    ],
    expected: [
      ['A', '9', '3'],
      ['A', '10', '3'],
      ['B', '10', '7'],
    ],
  },
  {
    name: 'corrected, is another in all its hours and no other',
    story: [inThree, toFour, version(inThree, '12:10', { bed: '2' })],
    expected: [
      ['A', '9', '2'],
      ['A', '10', '4'],
      ['A', '12', '4'],
    ],
  },
  {
    name: 'corrected to none, is not known',
    story: [inThree, toFour, version(toFour, '12:10', { bed: undefined })],
    expected: [
      ['A', '9', '3'],
      ['A', '10', null],
      ['A', '12', null],
    ],
  },
  {
    name: 'is the one before where the move was entered in error',
    story: [inThree, toFour, version(toFour, '12:10', { status: 'entered-in-error' })],
    expected: [
      ['A', '9', '3'],
      ['A', '10', '3'],
      ['A', '12', '3'],
    ],
  },
];
