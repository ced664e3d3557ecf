import { bitsOf } from './event-cells.ts';

const ENVELOPE = bitsOf('id', 'source', 'type', 'status', 'occurred_at', 'recorded_at');
const CLINICAL = ENVELOPE | bitsOf('encounter_id');
const PLACE = bitsOf('bed', 'planned_discharge_at');

export interface Shape {
  readonly must: number;
  readonly may: number;
  /** The type, if it has rules that reach past single columns. */
  readonly also?: 'observation' | 'staffing';
}

/** The columns that rows of a type must and may fill, by type; of a judgement, whose note has rules of its own, nothing is said. */
export const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['admission', { must: CLINICAL | bitsOf('ward_id'), may: PLACE | bitsOf('age', 'pregnant') }],
  ['transfer', { must: CLINICAL | bitsOf('ward_id'), may: PLACE }],
  ['discharge', { must: CLINICAL, may: 0 }],
  ['leave.start', { must: CLINICAL, may: 0 }],
  ['leave.end', { must: CLINICAL, may: 0 }],
  [
    'observation',
    {
      ...{ must: CLINICAL | bitsOf('code'), may: bitsOf('value', 'text', 'unit') },
      also: 'observation',
    },
  ],
  ['care-need.start', { must: CLINICAL | bitsOf('code'), may: 0 }],
  ['care-need.stop', { must: CLINICAL | bitsOf('code'), may: 0 }],
  ['task', { must: CLINICAL | bitsOf('code'), may: bitsOf('minutes') }],
  ['medication', { must: CLINICAL | bitsOf('form'), may: bitsOf('code', 'volume_ml') }],
  ['assessment', { must: CLINICAL | bitsOf('instrument', 'total'), may: bitsOf('items') }],
  [
    'staffing',
    {
      must: ENVELOPE | bitsOf('ward_id', 'role', 'basis', 'from_at', 'to_at', 'headcount'),
      ...{ may: 0, also: 'staffing' },
    },
  ],
  ['tick', { must: ENVELOPE, may: 0 }],
]);
