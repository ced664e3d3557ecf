import type { Micros } from '../../../schemas/instant.ts';
import type { Act, MovementFact, Place } from '../facts.ts';
import { comparable } from '../mapping/places.ts';
import type { Notes } from '../notes.ts';
import { compareText } from './order.ts';

/** A movement that holds: its act and time are its identity, `fact` is the version that was recorded last. */
export interface Movement {
  readonly act: Act;
  readonly at: Micros;
  readonly fact: MovementFact;
}

export interface SettledMovements {
  readonly movements: readonly Movement[];
  /** Leaves that do not hold, each with the cancellation in force. */
  readonly cancelledLeaves: readonly Movement[];
}

interface Versions {
  readonly act: Act;
  readonly at: Micros;
  /** In the order they were recorded. */
  readonly stated: readonly MovementFact[];
  readonly cancels: MovementFact[];
}

/**
 * The movements that hold, given all facts of a visit: a function of the set, whatever the order it came in.
 *
 * - The version recorded last holds; of those recorded at once, one by a fixed order of their content, noted `conflict`.
 * - A cancellation is a version. One recorded before every version of its movement counts as recorded with the first.
 *   Recorded at the same time it comes after.
 * - A cancellation that names no time takes a movement by place and time of record. One that finds none waits,
 *   noted `cancel-without-movement`.
 */
export function settleMovements(facts: readonly MovementFact[], notes: Notes): SettledMovements {
  const known = distinct(facts);
  const groups = versionsByMovement(known);
  const timeless = known.filter(({ at, cancels }) => cancels && at === null);
  for (const cancel of timeless) {
    const found = movementMeant(cancel, groups);
    if (found === undefined) notes.add('cancel-without-movement', cancel.channel, key(cancel));
    else found.cancels.push(cancel);
  }
  const movements: Movement[] = [];
  const cancelledLeaves: Movement[] = [];
  for (const { act, at, stated, cancels } of groups) {
    const last = stated.at(-1);
    if (last === undefined) {
      for (const waits of cancels) notes.add('cancel-without-movement', waits.channel, key(waits));
    } else if (!isCancelled(stated, cancels)) {
      if (isConflict(stated)) notes.add('conflict', last.channel, key(last));
      movements.push({ act, at, fact: last });
    } else if (act === 'leave') {
      cancelledLeaves.push({ act, at, fact: cancels.toSorted(inOrderOfRecord).at(-1)! });
    }
  }
  return { movements, cancelledLeaves };
}

/** Facts that say the same are one, received when the first of them was. */
function distinct(facts: readonly MovementFact[]): MovementFact[] {
  const known = new Map<string, MovementFact>();
  for (const fact of facts) {
    const identity = contentOf(fact);
    const earlier = known.get(identity);
    if (earlier === undefined || fact.receivedAt < earlier.receivedAt) known.set(identity, fact);
  }
  return [...known.values()].sort(inOrderOfRecord);
}

function versionsByMovement(facts: readonly MovementFact[]): Versions[] {
  const groups = new Map<string, Versions & { stated: MovementFact[] }>();
  for (const fact of facts) {
    const { act, at, cancels } = fact;
    if (at === null) continue;
    const identity = `${act} ${at}`;
    const group = groups.get(identity) ?? { act, at, stated: [], cancels: [] };
    groups.set(identity, group);
    (cancels ? group.cancels : group.stated).push(fact);
  }
  return [...groups.values()];
}

function isCancelled(stated: readonly MovementFact[], cancels: readonly MovementFact[]): boolean {
  const [first, last] = [stated[0]!.recordedAt, stated.at(-1)!.recordedAt];
  return cancels.some(({ recordedAt }) => Math.max(recordedAt, first) >= last);
}

/**
 * The movement that a cancellation without a time means. Of its kind, not cancelled: those at the place it names, else
 * all; of these those recorded no later, else all; of these the one with the latest effective time.
 */
function movementMeant(cancel: MovementFact, groups: readonly Versions[]): Versions | undefined {
  const ofKind = groups.filter(
    ({ act, stated, cancels }) =>
      act === cancel.act && stated.length > 0 && !isCancelled(stated, cancels),
  );
  const place = cancel.act === 'move' ? cancel.priorPlace : cancel.place;
  const there = orAll(ofKind, ({ stated }) => {
    const known = stated.findLast(({ recordedAt }) => recordedAt <= cancel.recordedAt);
    return place !== null && isSamePlace(place, (known ?? stated[0]!).place);
  });
  const before = orAll(there, ({ stated }) => stated[0]!.recordedAt <= cancel.recordedAt);
  return before.toSorted((a, b) => a.at - b.at).at(-1);
}

function orAll<T>(all: readonly T[], which: (one: T) => boolean): readonly T[] {
  const some = all.filter(which);
  return some.length > 0 ? some : all;
}

/** True if two names can be of one place: what both name is the same, and both name a unit or something in it. */
function isSamePlace(a: Place, b: Place | null): boolean {
  if (b === null) return false;
  const parts = ['facility', 'unit', 'room', 'bed'] as const;
  const both = parts.filter((part) => a[part].trim() !== '' && b[part].trim() !== '');
  return (
    both.some((part) => part !== 'facility') &&
    both.every((part) => comparable(a[part]) === comparable(b[part]))
  );
}

/** True if another version was recorded together with the last, and says something else. */
function isConflict(stated: readonly MovementFact[]): boolean {
  const last = stated.at(-1)!;
  const together = stated.filter(({ recordedAt }) => recordedAt === last.recordedAt);
  const said = together.map(({ place, patientClass }) => JSON.stringify([place, patientClass]));
  return new Set(said).size > 1;
}

function inOrderOfRecord(a: MovementFact, b: MovementFact): number {
  return a.recordedAt - b.recordedAt || compareText(contentOf(a), contentOf(b));
}

function key({ trigger }: MovementFact): { key: string } {
  return { key: trigger };
}

const contents = new WeakMap<MovementFact, string>();

/** Everything that a fact says, but when it came. */
function contentOf(fact: MovementFact): string {
  const known = contents.get(fact);
  if (known !== undefined) return known;
  const { act, at, cancels, trigger, recordedAt, place, priorPlace, patientClass, age } = fact;
  const places = [place, priorPlace].map((one) => {
    return one && [one.facility, one.unit, one.room, one.bed];
  });
  const content = [act, at, cancels, recordedAt, ...places, patientClass, age, trigger];
  const text = JSON.stringify([...content, fact.channel]);
  contents.set(fact, text);
  return text;
}
