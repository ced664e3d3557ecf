import { expect } from 'vitest';

/** Sums of millionths, counts and instants: compared to the bit. */
const EXACT = [
  ...[
    'from',
    'to',
    'hours',
    'knownHours',
    'balancedHours',
    'hiddenHours',
    'arrivals',
    'departures',
  ],
  ...['minutes', 'minutesLow', 'minutesHigh', 'components', 'supply', 'planned'],
  'imputedPatientHours',
];

/**
 * What to match against: of quotients twelve digits, since doubles are divided and taken from one another by
 * different roads.
 */
export function nearly<T extends object>(expected: T): T {
  const fields = Object.entries(expected).map(([name, value]) => [
    name,
    EXACT.includes(name) ? value : near(value),
  ]);
  return Object.fromEntries(fields) as T;
}

function near(value: unknown): unknown {
  if (typeof value === 'number') {
    return expect.closeTo(value, 12 - Math.log10(Math.max(1, Math.abs(value))));
  }
  return typeof value === 'object' && value !== null ? nearly(value) : value;
}
