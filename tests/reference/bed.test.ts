import { expect, test } from 'vitest';
import { bedExamples } from './bed-examples.ts';
import { rowAt, rows } from './scenario.ts';

test.each(bedExamples)('a bed $name', ({ story, expected }) => {
  const found = rows(story, '13');
  expect(expected.map(([wardId, hour]) => rowAt(found, hour, wardId).bed)).toEqual(
    expected.map(([, , bed]) => bed),
  );
});
