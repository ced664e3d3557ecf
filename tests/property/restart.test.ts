import { test } from 'vitest';
import { assertArrivalDoesNotMatter } from './arrival.ts';

test('nor do restarts in between change a row', async () => {
  await assertArrivalDoesNotMatter(20, ['score', 'wait', 'restart']);
});
