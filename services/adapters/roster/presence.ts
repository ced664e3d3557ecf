import type { Micros } from '../../../schemas/instant.ts';
import type { Shift } from './shifts.ts';

/** A shift, and the place that its hours count at: a ward and role, or words that have no meaning yet. */
export interface PlacedShift {
  readonly shift: Shift;
  readonly place: string;
}

/** A part of a shift in which a person counts with a weight. */
export interface Presence {
  readonly shift: Shift;
  readonly from: Micros;
  readonly to: Micros;
  readonly weight: number;
}

/**
 * When one person is where. Shifts that overlap at one place count once, for the first of them; at two places at once
 * each counts half.
 * @param onTwo called for each such overlap
 */
export function presenceOf(
  shifts: readonly PlacedShift[],
  onTwo: (shift: Shift) => void = () => {},
): Presence[] {
  if (shifts.length === 1) return [whole(shifts[0]!.shift)];
  const ordered = shifts.toSorted(
    (a, b) => a.shift.from - b.shift.from || a.shift.line - b.shift.line,
  );
  const bounds = [...new Set(ordered.flatMap(({ shift }) => [shift.from, shift.to]))].toSorted(
    (a, b) => a - b,
  );
  const parts: Presence[] = [];
  for (const [index, from] of bounds.slice(0, -1).entries()) {
    const to = bounds[index + 1]!;
    const first = new Map<string, Shift>();
    for (const { shift, place } of ordered) {
      if (shift.from <= from && shift.to >= to && !first.has(place)) first.set(place, shift);
    }
    const there = [...first.values()];
    if (there.length > 1) onTwo(there[0]!);
    for (const shift of there)
      parts.push({ shift, from, to, weight: weightOf(shift) / there.length });
  }
  return parts;
}

function whole(shift: Shift): Presence {
  return { shift, from: shift.from, to: shift.to, weight: weightOf(shift) };
}

function weightOf({ persons, present }: Shift): number {
  return persons * present;
}
