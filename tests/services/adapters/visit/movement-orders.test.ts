import { expect, test } from 'vitest';
import { interpretVisit } from '../../../../services/adapters/visit/interpret.ts';
import { arrivals } from './arrivals.ts';
import { movementExamples } from './movement-examples.ts';
import { byId, contentOf, held, published } from './publishing.ts';
import { contextOf } from './stated.ts';

test.each(movementExamples)('$name: any order of arrival ends in the same events', (example) => {
  const context = contextOf(example.mapping);
  const { events, notes } = interpretVisit(example.messages.flat(), context);
  const expected = events.map(contentOf).sort(byId);
  expect(notes.map(({ reason }) => reason)).toEqual(example.notes ?? []);
  for (const order of arrivals(example.messages)) {
    expect(held(published(order, context))).toEqual(expected);
    expect(interpretVisit(order.flat(), context).notes).toEqual(notes);
  }
});
