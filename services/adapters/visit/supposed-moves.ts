import type { MovementFact, WhereaboutsFact } from '../facts.ts';
import { placeOf, type WardPlace } from '../mapping/places.ts';
import type { Channel, Mapping } from '../mapping/schema.ts';
import { Notes } from '../notes.ts';
import type { VisitContext } from './context.ts';
import { historyOf } from './history.ts';
import type { Movement, SettledMovements } from './movement-versions.ts';
import { compareText } from './order.ts';
import { stateAt, type Timeline, timelineOf } from './timeline.ts';

/**
 * The movements that hold, with those that nobody sent as such.
 *
 * - A cancelled leave that names another ward than the stay it reopens is besides a move there, when it was recorded.
 * - An update with another place than the stay it falls in, on a channel whose senders have no moves
 *   (`locationFromUpdates: "assert"`), is a move if the visit is open and the next record does not contradict it.
 */
export function withSupposedMoves(
  { movements, cancelledLeaves }: SettledMovements,
  updates: readonly WhereaboutsFact[],
  context: VisitContext,
): readonly Movement[] {
  let known = movements;
  const timeline = () => timelineOf(historyOf(known, context, new Notes()).passages);
  const isTaken = (at: number) => known.some((one) => one.act === 'move' && one.at === at);
  for (const reopened of cancelledLeaves.toSorted(inOrder)) {
    const { fact, at } = reopened;
    const ward = wardAt(fact, context.mapping);
    if (ward === null || isTaken(fact.recordedAt)) continue;
    const stays = timeline();
    const isElsewhere = [at, fact.recordedAt].every((time) => isOnAnother(stays, time, ward));
    if (isElsewhere) known = [...known, asMove(fact, fact.recordedAt)];
  }
  const asserted = lastAtEachTime(
    updates.filter(({ channel }) => asserts(channel, context.mapping)),
  );
  for (const [index, update] of asserted.entries()) {
    const ward = wardAt(update, context.mapping);
    if (ward === null || isTaken(update.at)) continue;
    const stays = timeline();
    const { ward: before } = stateAt(stays, update.at);
    if (before === null || isSameBed(before, ward)) continue;
    const next = nextRecord(update, known, asserted[index + 1]);
    const said = next === null ? null : wardAt({ place: next.place }, context.mapping);
    const isContradicted =
      said !== null && (next!.isMovement ? said.ward !== ward.ward : said.ward === before.ward);
    if (!isContradicted || before.ward === ward.ward) known = [...known, asMove(update, update.at)];
  }
  return known;
}

/** Where the record that follows an update says that the patient was until then, or, if it is an update, is. */
function nextRecord(
  { at }: WhereaboutsFact,
  movements: readonly Movement[],
  nextUpdate: WhereaboutsFact | undefined,
): { readonly place: MovementFact['place']; readonly isMovement: boolean } | null {
  const later = movements.filter((movement) => movement.at > at).toSorted(inOrder)[0];
  if (later !== undefined && later.at <= (nextUpdate?.at ?? Number.POSITIVE_INFINITY)) {
    return { place: later.fact.priorPlace, isMovement: true };
  }
  return nextUpdate === undefined ? null : { place: nextUpdate.place, isMovement: false };
}

/** Of the updates of one time the one recorded last, in order of time. */
function lastAtEachTime(updates: readonly WhereaboutsFact[]): WhereaboutsFact[] {
  const ordered = updates.toSorted(
    (a, b) => a.at - b.at || a.recordedAt - b.recordedAt || compareText(textOf(a), textOf(b)),
  );
  return ordered.filter(({ at }, index) => ordered[index + 1]?.at !== at);
}

function textOf({ channel, place }: WhereaboutsFact): string {
  return JSON.stringify([place.facility, place.unit, place.room, place.bed, channel]);
}

function asserts(name: string, { channels }: Mapping): boolean {
  const channel: Channel | undefined = channels.find((one) => one.name === name);
  return (
    channel !== undefined &&
    'locationFromUpdates' in channel &&
    channel.locationFromUpdates === 'assert'
  );
}

function wardAt({ place }: Pick<MovementFact, 'place'>, mapping: Mapping): WardPlace | null {
  const found = place === null ? null : placeOf(place, mapping);
  return typeof found === 'string' ? null : found;
}

function isOnAnother(stays: Timeline, at: number, { ward }: WardPlace): boolean {
  const { ward: there } = stateAt(stays, at);
  return there !== null && there.ward !== ward;
}

function isSameBed(a: WardPlace, b: WardPlace): boolean {
  return a.ward === b.ward && (b.bed === '' || a.bed === b.bed);
}

function asMove(fact: MovementFact | WhereaboutsFact, at: number): Movement {
  const { channel, receivedAt, recordedAt, place } = fact;
  const trigger = fact.kind === 'movement' ? fact.trigger : 'update';
  const stated = { kind: 'movement', act: 'move', cancels: false, trigger } as const;
  const rest = { place, priorPlace: null, patientClass: null, age: null };
  return { act: 'move', at, fact: { ...stated, ...rest, channel, receivedAt, recordedAt, at } };
}

function inOrder(a: Movement, b: Movement): number {
  return a.at - b.at || a.fact.recordedAt - b.fact.recordedAt || compareText(a.act, b.act);
}
