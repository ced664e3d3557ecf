import type { Interpretation } from '../adapter.ts';
import type { Fact } from '../facts.ts';
import { Notes } from '../notes.ts';
import type { VisitContext } from './context.ts';
import { interpretMedication } from './medication.ts';
import { interpretMovements, isDeleted } from './movements.ts';
import { interpretObservations } from './observations.ts';
import { wardAt } from './timeline.ts';

/**
 * The events that hold of a visit, given everything known of it: a function of the set of its facts, whatever the order
 * they came in and however often. Facts of care wait until the visit counts: until it is on a ward.
 */
export function interpretVisit(facts: readonly Fact[], context: VisitContext): Interpretation {
  if (isDeleted(facts)) return { events: [], notes: [], due: null };
  const notes = new Notes();
  const { events, timeline, due } = interpretMovements(facts, context, notes);
  if (timeline.changes.length === 0) {
    const care = facts.filter(({ kind }) => kind === 'observation' || kind === 'medication');
    for (const { channel } of care) notes.add('no-counted-visit', channel);
    return { events, notes: notes.list(), due };
  }
  const care = [interpretObservations, interpretMedication].map((interpret) =>
    interpret(facts, context, (at) => wardAt(timeline, at)),
  );
  for (const one of care) notes.include(one.notes);
  const dues = [due, ...care.map((one) => one.due)].filter((at) => at !== null);
  return {
    events: [...events, ...care.flatMap((one) => one.events)],
    notes: notes.list(),
    due: dues.length === 0 ? null : Math.min(...dues),
  };
}
