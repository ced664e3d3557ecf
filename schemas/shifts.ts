import { z } from 'zod';
import { label } from './label.ts';

const MINUTES_PER_DAY = 24 * 60;

const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'Expected HH:MM' });

const shift = z.strictObject({
  id: label,
  start: localTime.meta({ description: 'HH:MM by the clock of the site; it runs to the next' }),
  night: z.boolean().optional().meta({
    description: 'The night shift; one at most. Without it the last of the day',
  }),
});

/** The shifts of a site, in any order. */
export const shifts = z
  .array(shift)
  .min(1)
  .default([
    { id: 'day', start: '07:00' },
    { id: 'evening', start: '14:00' },
    { id: 'night', start: '21:00' },
  ])
  .check((context) => {
    for (const { path, message, input } of faultsOf(context.value)) {
      context.issues.push({ code: 'custom', path, message, input });
    }
  });

export type Shift = z.output<typeof shift>;

/**
 * The shift that runs at a time of the local day, `HH:MM`: the last that began. An hour is of the shift that
 * runs when it begins.
 */
export function shiftAt<T extends { readonly start: string }>(all: readonly T[], time: string): T {
  const inOrder = all.toSorted(byStart);
  return inOrder.findLast(({ start }) => start <= time) ?? inOrder.at(-1)!;
}

/** The part of the local day that the day shifts cover, in minutes from midnight; it may pass midnight. */
export interface DayTime {
  readonly from: number;
  readonly length: number;
}

/**
 * When the day shifts run: from the first after the night shift to the night shift. `null` for one shift alone,
 * which says nothing of day and night.
 */
export function dayTime(all: readonly Shift[]): DayTime | null {
  const night = nightShift(all);
  if (night === null) return null;
  const inOrder = all.toSorted(byStart);
  const first = inOrder[(inOrder.indexOf(night) + 1) % inOrder.length]!;
  const [from, to] = [minuteOf(first.start), minuteOf(night.start)];
  return { from, length: (to - from + MINUTES_PER_DAY) % MINUTES_PER_DAY };
}

/** The night shift: the one that is marked so, else the last of the day. `null` for one shift alone. */
export function nightShift<T extends Shift>(all: readonly T[]): T | null {
  if (all.length === 1) return null;
  return all.find(({ night }) => night) ?? all.toSorted(byStart).at(-1)!;
}

interface Fault {
  readonly path: (string | number)[];
  readonly message: string;
  readonly input: unknown;
}

function faultsOf(all: readonly Shift[]): Fault[] {
  const seen = { id: new Set<string>(), start: new Set<string>() };
  const faults: Fault[] = [];
  all.forEach((one, place) => {
    const fault = (field: keyof Shift, message: string) =>
      faults.push({ path: [place, field], message, input: one[field] });
    for (const field of ['id', 'start'] as const) {
      if (seen[field].has(one[field])) fault(field, `Expected each ${field} once among the shifts`);
      seen[field].add(one[field]);
    }
    if (!one.night) return;
    if (all.length === 1) fault('night', 'Expected a shift of the day beside the night shift');
    if (all.find(({ night }) => night) !== one) fault('night', 'Expected one night shift');
  });
  const night = nightShift(all);
  if (faults.length > 0 || night === null) return faults;
  const place = all.indexOf(night);
  if (night.night === false) {
    const message =
      'Expected "night": true at one of the shifts: else the last of the day is the night shift';
    faults.push({ path: [place, 'night'], message, input: false });
  }
  if (dayTime(all)!.length < 60) {
    const message = 'Expected an hour or more of day shifts before the night shift';
    faults.push({ path: [place, 'start'], message, input: night.start });
  }
  return faults;
}

function minuteOf(time: string): number {
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  return 60 * hour + minute;
}

function byStart(a: { readonly start: string }, b: { readonly start: string }): number {
  return a.start < b.start ? -1 : a.start > b.start ? 1 : 0;
}
