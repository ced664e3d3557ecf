import { describe, expect, test } from 'vitest';
import { at, rowAt, rows } from '../support/scenario.ts';
import { needTieExamples, tieExamples } from './tie-examples.ts';

describe('moves of one instant', () => {
  test.each(tieExamples)('$name', ({ story, expected }) => {
    for (const events of [story, story.toReversed()]) {
      const found = rows(
        events.map((event, i) => ({ ...event, id: `e${i}` })),
        '13',
      ).map(({ wardId, hour, presenceMicros, components }) => [
        wardId,
        hour,
        presenceMicros / 60e6,
        components.churn / 1e6,
      ]);
      expect(found).toEqual(expected.map(([ward, hour, ...rest]) => [ward, at(hour), ...rest]));
    }
  });
});

describe('a care need', () => {
  test.each(needTieExamples)('$name', ({ story, minutes }) => {
    for (const events of [story, story.toReversed()]) {
      const found = rows(
        events.map((event, i) => ({ ...event, id: `e${i}` })),
        '13',
      );
      expect(rowAt(found, '12').components.oneToOne / 1e6).toBe(minutes);
    }
  });
});
