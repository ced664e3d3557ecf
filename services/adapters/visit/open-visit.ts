import type { Micros } from '../../../schemas/instant.ts';
import type { Interpretation } from '../adapter.ts';
import type { Fact } from '../facts.ts';
import type { Mapping } from '../mapping/schema.ts';
import { Notes } from '../notes.ts';
import type { VisitContext } from './context.ts';
import { interpretVisit } from './interpret.ts';
import { interpretMovements } from './movements.ts';
import { compareText } from './order.ts';

/** Facts of one visit of a patient; `visit` is `null` for records without a visit number. */
export interface VisitFacts {
  readonly visit: string | null;
  readonly facts: readonly Fact[];
}

type PatientContext = Omit<VisitContext, 'visit'>;

/**
 * The events that hold of all visits of a patient, everybody merged into that one included: a function of the set. On a
 * channel with `visitNumberMissing: "open-visit"` a fact without a visit number is of the one visit that is open at its
 * time, if there is exactly one: never a guess between two. Facts take their turn in order of time, since a leave without
 * a number closes a visit.
 */
export function interpretPatient(
  parts: readonly VisitFacts[],
  context: PatientContext,
): Interpretation {
  const notes = new Notes();
  const visits = new PatientVisits(parts, context);
  const unnumbered = parts.flatMap(({ visit, facts }) => (visit === null ? facts : []));
  for (const fact of distinct(unnumbered).sort(inOrder)) {
    if (!takesOpenVisit(fact.channel, context.mapping)) continue;
    const open = visits.openAt(timeOf(fact));
    if (open.length === 1) visits.add(open[0]!, fact);
    else notes.add('no-visit-number', fact.channel);
  }
  const each = visits.interpreted();
  for (const one of each) notes.include(one.notes);
  const due = each.flatMap((one) => one.due ?? []);
  return {
    events: each.flatMap(({ events }) => events),
    notes: notes.list(),
    due: due.length === 0 ? null : Math.min(...due),
  };
}

/** The visits of a patient and when each is open, given the facts that it has so far. */
class PatientVisits {
  private readonly facts = new Map<string, Fact[]>();
  private readonly context: PatientContext;
  private readonly open = new Map<string, readonly OpenTime[]>();

  constructor(parts: readonly VisitFacts[], context: PatientContext) {
    this.context = context;
    for (const { visit, facts } of parts) {
      if (visit !== null) this.facts.set(visit, [...(this.facts.get(visit) ?? []), ...facts]);
    }
  }

  add(visit: string, fact: Fact): void {
    this.facts.get(visit)!.push(fact);
    if (movesPatients(fact)) this.open.delete(visit);
  }

  /** Visits that are open at an instant; if there is none, those that end there. */
  openAt(at: Micros | null): string[] {
    if (at === null) return [];
    const that = (isOpen: (time: OpenTime) => boolean) =>
      [...this.facts.keys()].filter((visit) => this.openTimes(visit).some(isOpen));
    const open = that(({ from, to }) => from <= at && at < to);
    return open.length > 0 ? open : that(({ to }) => to === at);
  }

  interpreted(): Interpretation[] {
    return [...this.facts]
      .toSorted(([a], [b]) => compareText(a, b))
      .map(([visit, facts]) => interpretVisit(facts, { ...this.context, visit }));
  }

  private openTimes(visit: string): readonly OpenTime[] {
    const known = this.open.get(visit);
    if (known !== undefined) return known;
    const facts = this.facts.get(visit)!.filter(movesPatients);
    const { timeline } = interpretMovements(facts, { ...this.context, visit }, new Notes());
    const times: OpenTime[] = [];
    let from: Micros | null = null;
    for (const { at, ward } of timeline.steps) {
      if (ward === null && from !== null) times.push({ from, to: at });
      from = ward === null ? null : (from ?? at);
    }
    if (from !== null) times.push({ from, to: Number.POSITIVE_INFINITY });
    this.open.set(visit, times);
    return times;
  }
}

interface OpenTime {
  readonly from: Micros;
  readonly to: Micros;
}

function movesPatients({ kind }: Fact): boolean {
  return kind !== 'observation' && kind !== 'medication';
}

function takesOpenVisit(name: string, { channels }: Mapping): boolean {
  const channel = channels.find((one) => one.name === name);
  if (channel === undefined || !('visitNumberMissing' in channel)) return false;
  return channel.visitNumberMissing === 'open-visit';
}

/** The time at which a fact's visit is open; a cancellation without one: when it was recorded. `null`: none is known. */
function timeOf(fact: Fact): Micros | null {
  switch (fact.kind) {
    case 'movement':
      return fact.at ?? fact.recordedAt;
    case 'stay':
      return fact.from;
    case 'medication':
      return typeof fact.start === 'string' ? null : fact.start;
    case 'observation':
      return typeof fact.at === 'string' ? null : fact.at;
    case 'whereabouts':
      return fact.at;
    default:
      return fact.recordedAt;
  }
}

/** Facts that say the same are one, received when the first of them was. */
function distinct(facts: readonly Fact[]): Fact[] {
  const known = new Map<string, Fact>();
  for (const fact of facts) {
    const { receivedAt, ...said } = fact;
    const text = JSON.stringify(said);
    const earlier = known.get(text);
    if (earlier === undefined || receivedAt < earlier.receivedAt) known.set(text, fact);
  }
  return [...known.values()];
}

/** By time; at one time movements go first, and a leave last of them; then by record and content. */
function inOrder(a: Fact, b: Fact): number {
  return (
    (timeOf(a) ?? 0) - (timeOf(b) ?? 0) ||
    turnOf(a) - turnOf(b) ||
    a.recordedAt - b.recordedAt ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}

function turnOf(fact: Fact): number {
  if (fact.kind !== 'movement') return movesPatients(fact) ? 0 : 3;
  return fact.act === 'leave' ? 2 : 1;
}
