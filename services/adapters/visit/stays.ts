import type { Micros } from '../../../schemas/instant.ts';
import type { Act, MovementFact, PlannedDischargeFact, StayFact } from '../facts.ts';
import { placeOf, type Whereabouts } from '../mapping/places.ts';
import type { Mapping } from '../mapping/schema.ts';
import type { Notes } from '../notes.ts';
import { compareText } from './order.ts';

/** What the rows of stays say, as movements and plans. */
export interface StaysRead {
  readonly movements: readonly MovementFact[];
  readonly plans: readonly PlannedDischargeFact[];
}

/**
 * The movements of a table of stays. Each start is one: an arrive if no stay is open, else a move. The visit leaves at
 * the end at which none is open. A stay at a place that is `away` is a time away, with an end of its own.
 * Of the versions of a row the one recorded last holds; a withdrawn row says nothing.
 */
export function movementsOfStays(
  facts: readonly StayFact[],
  mapping: Mapping,
  notes: Notes,
): StaysRead {
  const rows = rowsThatHold(facts, notes)
    .map((fact) => ({ fact, meaning: placeOf(fact.place, mapping) }))
    .filter(({ meaning }) => meaning !== 'ignore');
  const movements = runsOf(rows).flatMap(movementsOfRun);
  const plans = rows.flatMap(({ fact }) => {
    const { channel, receivedAt, recordedAt, plannedDischargeAt } = fact;
    if (plannedDischargeAt === null) return [];
    const kind = 'planned-discharge' as const;
    return [{ kind, channel, receivedAt, recordedAt, plannedDischargeAt }];
  });
  return { movements, plans };
}

interface Row {
  readonly fact: StayFact;
  readonly meaning: Whereabouts | null;
}

function rowsThatHold(facts: readonly StayFact[], notes: Notes): StayFact[] {
  const byKey = new Map<string, StayFact[]>();
  for (const fact of facts) byKey.set(fact.key, [...(byKey.get(fact.key) ?? []), fact]);
  const last = [...byKey.values()].flatMap((versions) => {
    const ordered = versions.toSorted(inOrderOfRecord);
    const holds = ordered.at(-1)!;
    const together = ordered.filter(({ recordedAt }) => recordedAt === holds.recordedAt);
    if (new Set(together.map(contentOf)).size > 1) notes.add('conflict', holds.channel);
    return holds.withdrawn ? [] : [holds];
  });
  const withLength = last.filter(({ from, to }) => to === null || to > from);
  const without = last.filter((fact) => !withLength.includes(fact));
  for (const { channel } of without) notes.add('no-length', channel);
  return withLength.sort((a, b) => a.from - b.from || inOrderOfRecord(a, b));
}

/** Groups rows, in order of their starts, that overlap or follow each other at once. */
function runsOf(rows: readonly Row[]): Row[][] {
  const runs: Row[][] = [];
  let end: Micros = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    if (row.fact.from > end) runs.push([]);
    runs.at(-1)!.push(row);
    end = Math.max(end, row.fact.to ?? Number.POSITIVE_INFINITY);
  }
  return runs;
}

function movementsOfRun(run: readonly Row[]): MovementFact[] {
  let isOpen = false;
  const starts = run.map(({ fact, meaning }) => {
    if (meaning === 'away' && isOpen) return movementOf(fact, 'away', fact.from);
    const act = isOpen ? 'move' : 'arrive';
    if (meaning === 'outside') isOpen = false;
    else if (meaning !== 'away' && meaning !== null) isOpen = true;
    return movementOf(fact, act, fact.from);
  });
  const backs = run.flatMap(({ fact, meaning }) =>
    meaning === 'away' && fact.to !== null ? [movementOf(fact, 'back', fact.to)] : [],
  );
  const lastToEnd = run.reduce((a, b) => (endOf(b) > endOf(a) ? b : a)).fact;
  const leave = lastToEnd.to === null ? [] : [movementOf(lastToEnd, 'leave', lastToEnd.to)];
  return [...starts, ...backs, ...leave];
}

function endOf({ fact }: Row): Micros {
  return fact.to ?? Number.POSITIVE_INFINITY;
}

function movementOf(fact: StayFact, act: Act, at: Micros): MovementFact {
  const { channel, receivedAt, recordedAt, place, age } = fact;
  const isTo = act === 'arrive' || act === 'move';
  return {
    kind: 'movement',
    ...{ act, at, channel, receivedAt, recordedAt, age },
    cancels: false,
    trigger: 'stay',
    place: isTo ? place : null,
    priorPlace: isTo ? null : place,
    patientClass: null,
  };
}

function inOrderOfRecord(a: StayFact, b: StayFact): number {
  return a.recordedAt - b.recordedAt || compareText(contentOf(a), contentOf(b));
}

function contentOf(fact: StayFact): string {
  const { place, from, to, plannedDischargeAt, withdrawn, age, key, channel } = fact;
  const where = [place.facility, place.unit, place.room, place.bed];
  return JSON.stringify([withdrawn, from, to, where, plannedDischargeAt, age, key, channel]);
}
