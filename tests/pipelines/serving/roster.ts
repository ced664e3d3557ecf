import fc from 'fast-check';
import { MICROS_PER_HOUR, MICROS_PER_MINUTE, type Micros } from '../../../schemas/instant.ts';
import type { Site } from '../../../schemas/site.ts';
import type { Staffing } from '../../reference/supply.ts';

const QUARTER = 15 * MICROS_PER_MINUTE;

/** What a version of a roster says; wards by number, times in quarters of an hour after the story's start. */
interface Said {
  readonly ward: number;
  readonly role: Staffing['role'];
  readonly basis: Staffing['basis'];
  readonly from: number;
  readonly length: number;
  readonly headcount: number;
}

/** A staffing event, and its later versions: when, and what is different or that it is an error. */
export interface RosterPlan {
  readonly said: Said;
  readonly recorded: number;
  readonly versions: readonly {
    readonly after: number;
    readonly change: Partial<Said> | 'error';
  }[];
}

const roster = {
  ward: fc.nat(3),
  role: fc.constantFrom('rn' as const, 'na'),
  basis: fc.constantFrom('planned' as const, 'actual'),
  from: fc.integer({ min: -40, max: 360 }),
  // a quarter to four days
  length: fc.oneof(fc.integer({ min: 1, max: 48 }), fc.integer({ min: 48, max: 400 })),
  headcount: fc.constantFrom(0, 1, 2, 2.5, 4, 1 / 3, 7.7, 1.999999, 0.0000005, 12.0000004999),
};

/** Overlapping or not, planned and actual, of both roles, amended, removed, and recorded at one instant. */
export const rosterPlan: fc.Arbitrary<RosterPlan> = fc.record({
  said: fc.record(roster),
  recorded: fc.nat(400),
  versions: fc.array(
    fc.record({
      after: fc.constantFrom(0, 0, 1, 7, 90, -8),
      change: fc.oneof(
        { weight: 3, arbitrary: fc.record(roster, { requiredKeys: [] }) },
        { weight: 1, arbitrary: fc.constant('error' as const) },
      ),
    }),
    { maxLength: 3 },
  ),
});

/** The events of rosters; recorded by `end` at the latest. */
export function staffingOf(
  plans: readonly RosterPlan[],
  site: Site,
  start: Micros,
  end: Micros,
): Staffing[] {
  return plans.flatMap(({ said, recorded, versions }, n) => {
    let [now, at] = [said, recorded];
    const event = (status: Staffing['status']): Staffing => {
      const recordedAt = Math.min(end, start + at * QUARTER);
      const envelope = { id: `roster-${n}`, source: 'roster', status };
      const times = { occurredAt: recordedAt, recordedAt };
      return { ...envelope, ...times, type: 'staffing', ...contentOf(now, site, start) };
    };
    return [
      event('final'),
      ...versions.map(({ after, change }) => {
        at += after;
        if (change === 'error') return event('entered-in-error');
        now = { ...now, ...change };
        return event('amended');
      }),
    ];
  });
}

function contentOf(
  { ward, role, basis, from, length, headcount }: Said,
  site: Site,
  start: Micros,
) {
  const first = Math.floor(start / MICROS_PER_HOUR) * MICROS_PER_HOUR + from * QUARTER;
  return {
    wardId: site.wards[ward % site.wards.length]!.wardId,
    role,
    basis,
    headcount,
    from: first,
    to: first + length * QUARTER,
  };
}
