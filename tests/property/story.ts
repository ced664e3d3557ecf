import fc from 'fast-check';
import { MICROS_PER_MINUTE, type Micros } from '../../schemas/instant.ts';
import {
  admission,
  assessment,
  type Body,
  bed,
  escort,
  medication,
  move,
  need,
  observation,
  task,
  transfer,
} from './bodies.ts';
import { gap, moment, shortGap } from './moments.ts';
import { AREAS, ORDINARY, OTHER_CODES, SCORES, VITALS } from './observations.ts';

const QUARTER = 15 * MICROS_PER_MINUTE;

/** Something that happens to an encounter, so many microseconds after the story's start. */
export interface Happening {
  readonly at: Micros;
  readonly body: Body;
}

/** All that happens to one encounter in `hours` hours; function levels up to eight days before. */
export function encounterStory(
  hours: number,
  wardIds: readonly string[],
): fc.Arbitrary<readonly Happening[]> {
  const within = moment(0, hours);
  const some = (of: fc.Arbitrary<readonly Happening[]>, maxLength: number) =>
    fc.array(of, { maxLength }).map((parts) => parts.flat());
  // nothing for days between two of them
  const sparse = fc
    .tuple(
      moves(within, wardIds),
      some(
        observation('heart-rate').chain((body) => once(within, body)),
        2,
      ),
    )
    .map((parts) => parts.flat());
  const dense = fc
    .tuple(
      moves(within, wardIds),
      some(round(within), 5),
      some(series(within, sets), 2),
      some(scattered(moment(-8 * 24, hours), AREAS), 3),
      some(scattered(moment(-8 * 24, hours), SCORES), 2),
      some(
        observation('spo2-scale').chain((body) => once(within, body)),
        2,
      ),
      some(repeated(within, fc.constantFrom(...VITALS, ...OTHER_CODES).chain(observation), 20), 1),
      some(series(within, fc.tuple(task)), 2),
      some(repeated(within, task, 6), 2),
      some(series(within, fc.tuple(medication)), 2),
      some(repeated(within, medication, 6), 2),
      some(series(within, fc.tuple(need)), 3),
      some(series(within, fc.tuple(escort)), 2),
      some(series(within, fc.tuple(assessment)), 1),
    )
    .map((parts) => parts.flat());
  return fc.oneof({ weight: 4, arbitrary: dense }, { weight: 1, arbitrary: sparse });
}

/** Mostly an admission and what may follow it, to other beds too, escorts and needs at the same instants; now and then moves in no order that makes sense. */
function moves(within: fc.Arbitrary<Micros>, wardIds: readonly string[]) {
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 8, arbitrary: move(wardIds) },
    { weight: 4, arbitrary: fc.record({ toBed: fc.option(bed) }) },
    { weight: 1, arbitrary: escort },
    { weight: 1, arbitrary: need },
  );
  const steps = fc.array(fc.tuple(gap, step), { maxLength: 7 });
  const orderly = fc
    .tuple(within, admission(wardIds), steps)
    .map(([at, first, rest]) => inTurn(at, [[0, first], ...bedMoves(first, rest)]));
  const wild = fc.array(fc.record({ at: within, body: move(wardIds) }), {
    minLength: 1,
    maxLength: 8,
  });
  return fc.oneof(
    { weight: 4, arbitrary: orderly as fc.Arbitrary<readonly Happening[]> },
    { weight: 1, arbitrary: wild },
    { weight: 3, arbitrary: tied(within, wardIds.slice(0, 2)) },
    { weight: 3, arbitrary: slipping(within, wardIds) },
  );
}

/**
 * Moves minutes apart, as wrong clicks make them, with escorts at the door: at the instant of a move and up to an
 * hour and some after it. They begin before a full hour as often as not, and end with a discharge or without one.
 */
function slipping(
  within: fc.Arbitrary<Micros>,
  wardIds: readonly string[],
): fc.Arbitrary<readonly Happening[]> {
  const [minute, hour] = [MICROS_PER_MINUTE, 60 * MICROS_PER_MINUTE];
  const wait = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(1, minute, 4 * minute, 9 * minute, 10 * minute - 1) },
    { weight: 2, arbitrary: fc.constantFrom(10 * minute, 11 * minute, 25 * minute, 2 * hour) },
  );
  const door = fc.option(fc.constantFrom(0, 1, 5 * minute, 40 * minute, hour, hour + 1), {
    freq: 1,
  });
  const few = wardIds.slice(0, 3);
  const ending = fc.constant<Body>({ type: 'discharge' });
  const step = fc.tuple(
    wait,
    fc.oneof({ weight: 6, arbitrary: transfer(few) }, { weight: 1, arbitrary: ending }),
    fc.tuple(door, escort),
  );
  const around = fc.constantFrom(0, -minute, -9 * minute, 20 * minute);
  return fc
    .tuple(within, around, admission(few), fc.array(step, { minLength: 2, maxLength: 9 }))
    .map(([at, before, first, steps]) => {
      let now = Math.ceil(at / hour) * hour + before;
      const happenings: Happening[] = [{ at: now - hour, body: first }];
      for (const [later, body, [after, minutes]] of steps) {
        now += later;
        happenings.push({ at: now, body });
        if (after !== null) happenings.push({ at: now + after, body: minutes });
      }
      return happenings;
    });
}

/** Moves and needs on few wards, two or three of them at each of a few instants, a quarter of an hour apart. */
function tied(
  within: fc.Arbitrary<Micros>,
  wardIds: readonly string[],
): fc.Arbitrary<readonly Happening[]> {
  const arrival = fc.oneof(admission(wardIds), transfer(wardIds));
  const one: fc.Arbitrary<Body> = fc.oneof(
    { weight: 3, arbitrary: arrival },
    { weight: 2, arbitrary: fc.constant({ type: 'discharge' as const }) },
    { weight: 1, arbitrary: fc.constantFrom({ type: 'leave.start' }, { type: 'leave.end' }) },
    { weight: 1, arbitrary: need },
  ) as fc.Arbitrary<Body>;
  const pair = fc.tuple(arrival, fc.constant<Body>({ type: 'discharge' }));
  const instant = fc.oneof(pair, pair, fc.array(one, { minLength: 1, maxLength: 3 }));
  return fc
    .tuple(within, fc.array(instant, { minLength: 1, maxLength: 6 }))
    .map(([at, instants]) => instants.flatMap((bodies, i) => all(at + i * QUARTER, bodies)));
}

/** What happens, or a move to a bed of the ward the encounter was on last, or to none. */
type Step = Body | { readonly toBed: string | null };

function bedMoves(
  first: Body,
  steps: readonly (readonly [Micros, Step])[],
): (readonly [Micros, Body])[] {
  let wardId = 'wardId' in first ? first.wardId : '';
  return steps.map(([wait, step]) => {
    if (!('toBed' in step)) {
      if ('wardId' in step) wardId = step.wardId;
      return [wait, step];
    }
    const { toBed } = step;
    return [wait, { type: 'transfer', wardId, ...(toBed !== null && { bed: toBed }) }];
  });
}

/** Vital signs taken within one minute or so: all seven or some, ordinary or of any value. */
function round(within: fc.Arbitrary<Micros>): fc.Arbitrary<readonly Happening[]> {
  const seconds = fc.constantFrom(0, 0, 0, 1, 20, 59.999999, 60).map((n) => Math.round(n * 1e6));
  const ordinary = (code: (typeof VITALS)[number]): fc.Arbitrary<Body> =>
    fc.constant({ type: 'observation', code, value: ORDINARY[code] });
  const signs = (taken: (code: (typeof VITALS)[number]) => fc.Arbitrary<Body>) =>
    fc.tuple(...VITALS.map((code) => fc.tuple(seconds, taken(code))));
  const codes = fc.oneof(fc.constant([...VITALS]), fc.subarray([...VITALS]));
  return fc
    .tuple(within, codes, fc.oneof(signs(ordinary), signs(observation)))
    .map(([at, chosen, taken]) =>
      taken
        .filter((_, i) => chosen.includes(VITALS[i]!))
        .map(([later, body]) => ({ at: at + later, body })),
    );
}

/** What is done at each turn of a series of observation sets: one to four codes. */
const sets: fc.Arbitrary<readonly Body[]> = fc
  .uniqueArray(fc.constantFrom(...VITALS, ...OTHER_CODES), { minLength: 1, maxLength: 4 })
  .chain((codes) => fc.tuple(...codes.map(observation)));

/** The same kind of thing one to seven times, evenly or unevenly spaced. */
function series(
  within: fc.Arbitrary<Micros>,
  turn: fc.Arbitrary<readonly Body[]>,
): fc.Arbitrary<readonly Happening[]> {
  const turns = fc.array(turn, { minLength: 1, maxLength: 7 });
  const even = fc
    .tuple(within, gap, turns)
    .map(([at, step, bodies]) => bodies.flatMap((some, i) => all(at + i * step, some)));
  const uneven = fc
    .array(fc.tuple(within, turn), { minLength: 1, maxLength: 4 })
    .map((pairs) => pairs.flatMap(([at, some]) => all(at, some)));
  return fc.oneof(even, uneven);
}

/** The very same thing over and over, minutes apart: around the counts that the norm asks for. */
function repeated(
  within: fc.Arbitrary<Micros>,
  body: fc.Arbitrary<Body>,
  maxTimes: number,
): fc.Arbitrary<readonly Happening[]> {
  return fc
    .tuple(within, shortGap, body, fc.integer({ min: 2, max: maxTimes }))
    .map(([at, step, same, times]) =>
      Array.from({ length: times }, (_, i) => ({ at: at + i * step, body: same })),
    );
}

function once(within: fc.Arbitrary<Micros>, body: Body): fc.Arbitrary<readonly Happening[]> {
  return within.map((at) => [{ at, body }]);
}

function scattered(
  within: fc.Arbitrary<Micros>,
  codes: readonly string[],
): fc.Arbitrary<readonly Happening[]> {
  return fc
    .tuple(within, fc.subarray([...codes], { minLength: 1 }))
    .chain(([at, some]) => fc.tuple(...some.map(observation)).map((bodies) => all(at, bodies)));
}

function all(at: Micros, bodies: readonly Body[]): Happening[] {
  return bodies.map((body) => ({ at, body }));
}

function inTurn(start: Micros, steps: readonly (readonly [Micros, Body])[]): Happening[] {
  let at = start;
  return steps.map(([wait, body]) => {
    at += wait;
    return { at, body };
  });
}
