import type { Micros } from '../../../schemas/instant.ts';
import type { WardPlace } from '../mapping/places.ts';
import type { Passage } from './history.ts';

/** Where the patient is from `at` until the next step. */
export interface Step {
  readonly at: Micros;
  /** `null`: on no ward of the site. */
  readonly ward: WardPlace | null;
  /** Elsewhere for a time, the bed kept. */
  readonly isAway: boolean;
}

/** A change that an event says. */
export interface Change {
  readonly type: 'admission' | 'transfer' | 'discharge' | 'leave.start' | 'leave.end';
  readonly passage: Passage;
}

export interface Timeline {
  readonly steps: readonly Step[];
  readonly changes: readonly Change[];
}

type State = Omit<Step, 'at'>;
const NOWHERE: State = { ward: null, isAway: false };

/**
 * What changes at each instant of a history. What has no effect is no change: a discharge of nobody, a leave of someone
 * away already, an arrival that the same instant ends. So the product, which orders the events of an instant by type, finds
 * the patient where the history says.
 */
export function timelineOf(passages: readonly Passage[]): Timeline {
  const steps: Step[] = [];
  const changes: Change[] = [];
  let state = NOWHERE;
  for (let from = 0, to = 0; from < passages.length; from = to) {
    const { at } = passages[from]!;
    while (passages[to]?.at === at) to++;
    const before = state;
    const done: Done = {};
    for (const passage of passages.slice(from, to)) state = after(state, passage, done);
    changes.push(...changesBetween(before, state, done));
    steps.push({ at, ...state });
  }
  return { steps, changes };
}

/** Where the patient is at an instant, what happens then included. */
export function stateAt({ steps }: Pick<Timeline, 'steps'>, at: Micros): State {
  return steps.findLast((step) => step.at <= at) ?? NOWHERE;
}

/** The ward that the patient is on at an instant, or leaves at it; `null` if there is none. */
export function wardAt(timeline: Pick<Timeline, 'steps'>, at: Micros): string | null {
  const { ward } = stateAt(timeline, at);
  return (ward ?? stateAt(timeline, at - 1).ward)?.ward ?? null;
}

/** The passages that had an effect at an instant. */
interface Done {
  arrived?: Passage;
  left?: Passage;
  wentAway?: Passage;
  cameBack?: Passage;
}

function after(state: State, passage: Passage, done: Done): State {
  const { act, to } = passage;
  const goes = act === 'leave' || to === 'outside';
  if (goes || act === 'away' || act === 'back' || to === 'away') {
    if (state.ward === null) return state;
    if (goes) {
      done.left = passage;
      return NOWHERE;
    }
    const isAway = act !== 'back';
    if (isAway !== state.isAway) done[isAway ? 'wentAway' : 'cameBack'] = passage;
    return { ...state, isAway };
  }
  done.arrived = passage;
  return { ward: to as WardPlace, isAway: false };
}

function changesBetween(before: State, now: State, done: Done): Change[] {
  const { arrived, left, wentAway, cameBack } = done;
  const arrival = arrived !== undefined && {
    type: arrived.act === 'arrive' ? ('admission' as const) : ('transfer' as const),
    passage: arrived,
  };
  const isLeft = now.ward === null && left !== undefined;
  const awayBefore = before.isAway && !arrival;
  return [
    ...(arrival && !(isLeft && before.ward !== null) ? [arrival] : []),
    ...(isLeft ? [{ type: 'discharge' as const, passage: left }] : []),
    ...(now.isAway && !awayBefore ? [{ type: 'leave.start' as const, passage: wentAway! }] : []),
    ...(awayBefore && !now.isAway && !isLeft
      ? [{ type: 'leave.end' as const, passage: cameBack! }]
      : []),
  ];
}
