import { expect, test } from 'vitest';
import { interpretVisit } from '../../../../services/adapters/visit/interpret.ts';
import { inEveryOrder, repeated } from './arrivals.ts';
import { movementExamples } from './movement-examples.ts';
import { byId, contentOf, held, NOTHING, publish } from './publishing.ts';
import { contextOf } from './stated.ts';

test.each(movementExamples)('$name: any order of arrival ends in the same events', (example) => {
  const context = contextOf(example.mapping);
  const { events, notes } = interpretVisit(example.messages.flat(), context);
  const expected = events.map(contentOf).sort(byId);
  expect(notes.map(({ reason }) => reason)).toEqual(example.notes ?? []);
  for (const messages of repeated(example.messages)) {
    inEveryOrder(
      messages,
      NOTHING,
      (before, message) => publish(before, message, context),
      (done) => {
        expect(held(done.log)).toEqual(expected);
        expect(done.notes).toEqual(notes);
      },
    );
  }
});
