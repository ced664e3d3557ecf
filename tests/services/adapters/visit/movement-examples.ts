import type { Fact } from '../../../../services/adapters/facts.ts';
import type { Mapping } from '../../../../services/adapters/mapping/schema.ts';
import {
  a01,
  a02,
  a03,
  a11,
  a12,
  a13,
  a21,
  a22,
  mappingOf,
  minute,
  planned,
  update,
} from './stated.ts';

/** A ward with the minutes from and to; `null`: still there. A bed if the last arrival names one. */
export type ExpectedStay = readonly [ward: string, from: number, to: number | null, bed?: string];

/** Messages of one visit, each with its facts, and where the patient was. Minutes of one day; A, B and C are wards. */
export interface MovementExample {
  readonly name: string;
  readonly messages: readonly (readonly Fact[])[];
  readonly stays: readonly ExpectedStay[];
  readonly onLeave?: readonly (readonly [from: number, to: number])[];
  readonly mapping?: Mapping;
  /** Reasons of notes. */
  readonly notes?: readonly string[];
}

const admitted = [a01(0, 'A', { recorded: 1 })];
const moved = [a02(60, 'B', { recorded: 62 })];
const discharged = [a03(120, { recorded: 121 })];
const base = [admitted, moved, discharged];
const asBase = [
  ['A', 0, 60],
  ['B', 60, 120],
] as const;
const cancelled = [a12(60, { prior: 'B', recorded: 70 })];
const timeless = [a12(null, { prior: 'B', recorded: 70 })];
const reopened = [a13(120, { recorded: 130 })];
const nothing: readonly Fact[] = [];

export const movementExamples: readonly MovementExample[] = [
  { name: 'M1 arrives, moves, leaves', messages: base, stays: asBase },
  { name: 'M2 a cancelled move', messages: [...base, cancelled], stays: [['A', 0, 120]] },
  {
    name: 'M3 a cancellation recorded before its move',
    messages: [...base, [a12(60, { prior: 'B', recorded: 61 })]],
    stays: [['A', 0, 120]],
  },
  {
    name: 'M4 a cancelled move, then one at the same time to another ward',
    messages: [...base, cancelled, [a02(60, 'C', { recorded: 80 })]],
    stays: [
      ['A', 0, 60],
      ['C', 60, 120],
    ],
  },
  {
    name: 'M5 a cancellation without a time',
    messages: [...base, timeless],
    stays: [['A', 0, 120]],
  },
  {
    name: 'M6 a cancelled leave',
    messages: [...base, reopened],
    stays: [
      ['A', 0, 60],
      ['B', 60, null],
    ],
  },
  {
    name: 'M7 a cancelled leave, then another',
    messages: [...base, reopened, [a03(150)]],
    stays: [
      ['A', 0, 60],
      ['B', 60, 150],
    ],
  },
  { name: 'M8 a cancelled arrival', messages: [admitted, [a11(0, { recorded: 5 })]], stays: [] },
  {
    name: 'M9 an arrival sent again with a bed',
    messages: [...base, [a01(0, 'A^^2', { recorded: 10 })]],
    stays: [
      ['A', 0, 60, '2'],
      ['B', 60, 120],
    ],
  },
  {
    name: 'M10 updates with places',
    messages: [
      ...base,
      [update(89, 'C', { recorded: 90, channel: 'adt' })],
      [update(199, 'B', { recorded: 200, channel: 'adt' })],
    ],
    stays: asBase,
  },
  {
    name: 'M11 plans, and plans taken back',
    messages: [...base, nothing, [planned(120, 20)], [planned(null, 30)]],
    stays: asBase,
  },
  {
    name: 'M12 a move to a place that is away',
    messages: base,
    mapping: mappingOf({ B: 'away' }),
    stays: [['A', 0, 120]],
    onLeave: [[60, 120]],
  },
  {
    name: 'M13 a move outside',
    messages: base,
    mapping: mappingOf({ B: 'outside' }),
    stays: [['A', 0, 60]],
  },
  {
    name: 'M14 a move to a place that is not listed',
    messages: base,
    mapping: mappingOf({ B: undefined }),
    stays: [['A', 0, 120]],
    notes: ['unmapped-location'],
  },
  {
    name: 'M15 a class that does not count in the leave',
    messages: [admitted, moved, [a03(120, { recorded: 121, patientClass: 'O' })]],
    stays: asBase,
  },
  {
    name: 'M16 two visits swap beds: the first',
    messages: [admitted, [a02(30, 'B')]],
    stays: [
      ['A', 0, 30],
      ['B', 30, null],
    ],
  },
  {
    name: 'M16 two visits swap beds: the second',
    messages: [[a01(0, 'B')], [a02(30, 'A')]],
    stays: [
      ['B', 0, 30],
      ['A', 30, null],
    ],
  },
  { name: 'M17 patients merged', messages: [...base, nothing], stays: asBase },
  {
    name: 'M18 on leave and back',
    messages: [...base, [a21(30)], [a22(45)]],
    stays: asBase,
    onLeave: [[30, 45]],
  },
  {
    name: 'M19 a move two days ahead',
    messages: [...base, [a02(2880, 'C', { recorded: 100 })]],
    stays: asBase,
    notes: ['in-future'],
  },
  {
    name: 'M20 a leave that is not of the visit',
    messages: [admitted, moved],
    stays: [
      ['A', 0, 60],
      ['B', 60, null],
    ],
  },
  {
    name: 'M21 a leave sent again with an earlier time',
    messages: [...base, [a03(110, { recorded: 150 })]],
    stays: [
      ['A', 0, 60],
      ['B', 60, 110],
    ],
  },
  {
    name: 'M22 a leave sent again with a later time',
    messages: [...base, [a03(130, { recorded: 150 })]],
    stays: [
      ['A', 0, 60],
      ['B', 60, 130],
    ],
  },
  {
    name: 'M23 two stays of one visit',
    messages: [admitted, discharged, [a01(200, 'A')], [a03(300)]],
    stays: [
      ['A', 0, 120],
      ['A', 200, 300],
    ],
  },
  {
    name: 'M24 an arrival sent again with another time',
    messages: [...base, [a01(5, 'A', { recorded: 30 })]],
    stays: [
      ['A', 5, 60],
      ['B', 60, 120],
    ],
  },
  {
    name: 'M25 another arrival, on another ward',
    messages: [...base, [a01(5, 'C', { recorded: 30 })]],
    stays: [
      ['A', 0, 5],
      ['C', 5, 60],
      ['B', 60, 120],
    ],
  },
  {
    name: 'M26 an arrival and a move of one minute',
    messages: [admitted, [a02(0, 'B', { recorded: 3 })], discharged],
    stays: [['B', 0, 120]],
  },
  {
    name: 'M27 two cancellations without a time',
    messages: [
      ...base,
      timeless,
      [a02(80, 'B', { recorded: 80 })],
      [a12(null, { prior: 'B', recorded: 90 })],
    ],
    stays: [['A', 0, 120]],
  },
  {
    name: 'M28 a cancellation that names its own time',
    messages: [...base, [a12(69, { prior: 'B', recorded: 70 })]],
    stays: asBase,
    notes: ['cancel-without-movement'],
  },
];

/** Presence of an example by ward and hour, in minutes, up to the end of hour `until`. */
export function presenceOf(
  { stays, onLeave = [] }: MovementExample,
  until: number,
): Map<string, number> {
  const found = new Map<string, number>();
  for (let of = 0; of < until * 60; of++) {
    const there = stays.find(([, from, to]) => from <= of && of < (to ?? Number.POSITIVE_INFINITY));
    if (there === undefined || onLeave.some(([from, to]) => from <= of && of < to)) continue;
    const key = `${there[0]} ${minute(Math.floor(of / 60) * 60)}`;
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
}
