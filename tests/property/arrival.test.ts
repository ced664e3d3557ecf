import { test } from 'vitest';
import { assertArrivalDoesNotMatter } from './arrival.ts';

test('any permutation, duplication and split gives the rows of one sorted batch', async () => {
  await assertArrivalDoesNotMatter(24, ['score', 'wait']);
});
