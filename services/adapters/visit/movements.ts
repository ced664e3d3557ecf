import { formatInstant, type Micros } from '../../../schemas/instant.ts';
import type { DerivedEvent } from '../adapter.ts';
import type { Fact, MovementFact, WhereaboutsFact } from '../facts.ts';
import { placeOf } from '../mapping/places.ts';
import type { Mapping } from '../mapping/schema.ts';
import type { Notes } from '../notes.ts';
import type { VisitContext } from './context.ts';
import { historyOf, type Passage } from './history.ts';
import { settleMovements } from './movement-versions.ts';
import { type Plan, planOf } from './planned-discharge.ts';
import { isClockAhead, recordedAtOf } from './recorded.ts';
import { movementsOfStays } from './stays.ts';
import { withSupposedMoves } from './supposed-moves.ts';
import { type Change, type Timeline, timelineOf } from './timeline.ts';

export interface VisitMovements {
  readonly events: readonly DerivedEvent[];
  /** Where the patient is when. A visit that is never on a ward does not count. */
  readonly timeline: Timeline;
  readonly due: Micros | null;
}

const NOTHING: VisitMovements = { events: [], timeline: { steps: [], changes: [] }, due: null };

/** True if a record says that the visit is void, with everything known of it. */
export function isDeleted(facts: readonly Fact[]): boolean {
  return facts.some(({ kind }) => kind === 'visit-deleted');
}

/**
 * The movements of a visit as events, given everything known of it: a function of the set of its facts, whatever the
 * order they came in and however often.
 */
export function interpretMovements(
  facts: readonly Fact[],
  context: VisitContext,
  notes: Notes,
): VisitMovements {
  if (isDeleted(facts)) return NOTHING;
  const stays = movementsOfStays(ofKind(facts, 'stay'), context.mapping, notes);
  const isOfChannel = (fact: Placed) => isOfWardsOf(fact, context.mapping);
  const stated = [...ofKind(facts, 'movement'), ...stays.movements].filter(isOfChannel);
  const settled = settleMovements(stated, notes);
  const updates = ofKind(facts, 'whereabouts').filter(isOfChannel);
  const movements = withSupposedMoves(settled, updates, context);
  const { passages, due } = historyOf(movements, context, notes);
  const timeline = timelineOf(passages);
  const plan = planOf([...ofKind(facts, 'planned-discharge'), ...stays.plans]);
  const last = timeline.changes.findLast(({ type }) => type === 'admission' || type === 'transfer');
  const events = timeline.changes.map((change) => {
    if (isClockAhead(change.passage.fact)) notes.add('clock-ahead', change.passage.fact.channel);
    return eventOf(change, change === last ? plan : null, context);
  });
  return { events, timeline, due };
}

type Placed = MovementFact | WhereaboutsFact;

/** False for an arrival on a ward that its channel does not provide for: the channel of that ward says it. */
function isOfWardsOf(fact: Placed, mapping: Mapping): boolean {
  if (fact.kind === 'movement' && fact.cancels) return true;
  const { channel, place } = fact;
  const wards = mapping.channels.find(({ name }) => name === channel)?.wards;
  const to = wards === undefined || place === null ? null : placeOf(place, mapping);
  return to === null || typeof to === 'string' || wards!.includes(to.ward);
}

function ofKind<K extends Fact['kind']>(facts: readonly Fact[], kind: K) {
  return facts.filter((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind);
}

function eventOf(
  { type, passage }: Change,
  plan: Plan | null,
  context: VisitContext,
): DerivedEvent {
  const { at, act, fact } = passage;
  const channel = context.mapping.channels.find(({ name }) => name === fact.channel);
  if (channel === undefined) throw new Error(`The mapping has no channel ${fact.channel}`);
  const recordedAt = recordedAtOf(fact, at);
  const shared = {
    id: context.border.eventId('m', context.visit, act, at),
    source: channel.source,
    occurredAt: formatInstant(at),
    recordedAt: formatInstant(Math.max(recordedAt, plan?.recordedAt ?? recordedAt)),
    encounterId: context.visit,
  };
  if (type !== 'admission' && type !== 'transfer') return { ...shared, type };
  const place = placeFields(passage, plan);
  return type === 'admission'
    ? { ...shared, type, ...place, ...ageFields(fact.age, context.mapping.ageCap) }
    : { ...shared, type, ...place };
}

function placeFields({ to }: Passage, plan: Plan | null) {
  if (to === null || typeof to === 'string') throw new Error('Expected an arrival on a ward');
  return {
    wardId: to.ward,
    ...(to.bed !== '' && { bed: to.bed }),
    ...(plan?.at != null && { plannedDischargeAt: formatInstant(plan.at) }),
  };
}

const OLDEST = 130;

function ageFields(age: number | null, cap: number | undefined): { age?: number } {
  if (age === null || age < 0 || age > OLDEST) return {};
  return { age: Math.min(age, cap ?? OLDEST) };
}
