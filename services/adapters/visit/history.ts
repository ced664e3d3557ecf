import type { Micros } from '../../../schemas/instant.ts';
import { placeName, placeOf, type Whereabouts } from '../mapping/places.ts';
import type { Mapping } from '../mapping/schema.ts';
import type { Notes } from '../notes.ts';
import type { VisitContext } from './context.ts';
import type { Movement } from './movement-versions.ts';

/** A movement of a visit's history. */
export interface Passage extends Movement {
  /** Where an arrive or a move leads. */
  readonly to: Exclude<Whereabouts, 'ignore'> | null;
}

export interface History {
  /** In order of effective time; at one time a leave comes last, and one place at most is left. */
  readonly passages: readonly Passage[];
  /** The earliest time that is still to come. */
  readonly due: Micros | null;
}

/**
 * The history of a visit: the movements that hold, in order, where the mapping knows their places. An arrive of a class
 * that does not count is left out, as is a place to ignore. A place that is not listed is held: the movement is left
 * out and noted until it is.
 */
export function historyOf(
  movements: readonly Movement[],
  { mapping, now }: Pick<VisitContext, 'mapping' | 'now'>,
  notes: Notes,
): History {
  const known = movements
    .filter((movement) => counts(movement, mapping, notes))
    .flatMap((movement) => placed(movement, mapping, notes));
  const ahead = known.filter(({ at }) => at > now);
  for (const { fact } of ahead) notes.add('in-future', fact.channel);
  const passages = known.filter(({ at }) => at <= now).sort(inOrder);
  return {
    passages: onePlaceAtATime(lastOfRepeated(passages)),
    due: ahead.length === 0 ? null : Math.min(...ahead.map(({ at }) => at)),
  };
}

/** False for an arrive of a class that does not count. Many systems discharge with another class: no other act looks at it. */
function counts({ act, fact }: Movement, { classes }: Mapping, notes: Notes): boolean {
  if (act !== 'arrive' || fact.patientClass === null) return true;
  const given = fact.patientClass.trim().toUpperCase();
  const isGiven = (one: string) => one.trim().toUpperCase() === given;
  if (classes.count.some(isGiven)) return true;
  if (!classes.ignore.some(isGiven)) notes.add('unmapped-class', fact.channel, { key: given });
  return false;
}

function placed(movement: Movement, mapping: Mapping, notes: Notes): Passage[] {
  const { act, fact } = movement;
  if (act !== 'arrive' && act !== 'move') return [{ ...movement, to: null }];
  const to = fact.place === null ? null : placeOf(fact.place, mapping);
  if (to === null) {
    const key = fact.place === null ? '' : placeName(fact.place);
    notes.add('unmapped-location', fact.channel, { key });
  }
  return to === null || to === 'ignore' ? [] : [{ ...movement, to }];
}

const TURN = { back: 0, arrive: 1, move: 2, away: 3, leave: 4 } as const;

function inOrder(a: Passage, b: Passage): number {
  return (
    a.at - b.at ||
    Number(a.act === 'leave') - Number(b.act === 'leave') ||
    a.fact.recordedAt - b.fact.recordedAt ||
    TURN[a.act] - TURN[b.act]
  );
}

/**
 * Times of arrival and discharge are corrected by sending the message again. Of leaves with no arrive or move between
 * them only the one recorded last holds; so too of arrives of one trigger on one ward with nothing between them.
 */
function lastOfRepeated(passages: readonly Passage[]): readonly Passage[] {
  const overridden = new Set<Passage>();
  let arrive: Passage | null = null;
  let leave: Passage | null = null;
  for (const passage of passages) {
    if (passage.act === 'leave') {
      if (leave !== null) overridden.add(earlierRecorded(leave, passage));
      leave = leave === null ? passage : laterRecorded(leave, passage);
    } else if (passage.to !== null) {
      leave = null;
    }
    if (passage.act === 'arrive') {
      const isRepeated: boolean = arrive !== null && isRepeatOf(arrive, passage);
      if (isRepeated) overridden.add(earlierRecorded(arrive!, passage));
      arrive = isRepeated ? laterRecorded(arrive!, passage) : passage;
    } else {
      arrive = null;
    }
  }
  return passages.filter((passage) => !overridden.has(passage));
}

function isRepeatOf(a: Passage, b: Passage): boolean {
  return a.fact.trigger === b.fact.trigger && wardOf(a) === wardOf(b);
}

/** The ward that a passage leads to, or `away` or `outside`. */
function wardOf({ to }: Passage): string | null {
  return typeof to === 'string' || to === null ? to : ` ${to.ward}`;
}

/**
 * Of several places at one effective time only the one recorded last holds: systems that keep minutes send such. A place
 * that is away is none of them: the bed is kept where the patient was.
 */
function onePlaceAtATime(passages: readonly Passage[]): readonly Passage[] {
  const isPlace = ({ to }: Passage) => to !== null && to !== 'away';
  const last = new Map<Micros, Passage>();
  for (const passage of passages) if (isPlace(passage)) last.set(passage.at, passage);
  return passages.filter((passage) => !isPlace(passage) || last.get(passage.at) === passage);
}

/** Of two passages in order, the one recorded last; recorded together, the later. */
function laterRecorded(first: Passage, second: Passage): Passage {
  return second.fact.recordedAt >= first.fact.recordedAt ? second : first;
}

function earlierRecorded(first: Passage, second: Passage): Passage {
  return laterRecorded(first, second) === first ? second : first;
}
