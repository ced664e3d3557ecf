import { expect, test } from 'vitest';
import { rowAt, rows } from '../support/scenario.ts';
import { bedExamples } from './bed-examples.ts';

test.each(bedExamples)('a bed $name', ({ story, expected }) => {
  const found = rows(story, '13');
  expect(expected.map(([wardId, hour]) => rowAt(found, hour, wardId).bed)).toEqual(
    expected.map(([, , bed]) => bed),
  );
});
