import { test } from 'vitest';
import { assertArrivalDoesNotMatter } from './arrival.ts';

test('nor do restarts in between change a row', async () => {
  await assertArrivalDoesNotMatter(30, ['score', 'wait', 'restart']);
});
