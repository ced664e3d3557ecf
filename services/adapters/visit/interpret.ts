import type { Interpretation } from '../adapter.ts';
import type { Fact } from '../facts.ts';
import { Notes } from '../notes.ts';
import type { VisitContext } from './context.ts';
import { interpretMovements } from './movements.ts';

/**
 * The events that hold of a visit, given everything known of it: a function of the set of its facts, whatever the order
 * they came in and however often. Facts of care wait until the visit counts: until it is on a ward.
 */
export function interpretVisit(facts: readonly Fact[], context: VisitContext): Interpretation {
  const notes = new Notes();
  const { events, timeline, due } = interpretMovements(facts, context, notes);
  const care = facts.filter(({ kind }) => kind === 'observation' || kind === 'medication');
  if (timeline.changes.length === 0) {
    for (const { channel } of care) notes.add('no-counted-visit', channel);
  }
  return { events, notes: notes.list(), due };
}
