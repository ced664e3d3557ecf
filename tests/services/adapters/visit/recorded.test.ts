import { expect, test } from 'vitest';
import { parseInstant } from '../../../../schemas/instant.ts';
import { isClockAhead, recordedAtOf } from '../../../../services/adapters/visit/recorded.ts';

const at = (time: string) => parseInstant(`2026-03-02T${time}Z`);

test.each([
  ['within five minutes', '10:05:00', '10:05:00', false],
  ['more than five minutes ahead', '10:05:01', '10:00:00', true],
  ['before it happened', '08:59:00', '09:00:00', false],
])('a record stored %s', (_, recorded, expected, isAhead) => {
  const record = { receivedAt: at('10:00:00'), recordedAt: at(recorded) };
  expect(recordedAtOf(record, at('09:00:00'))).toBe(at(expected));
  expect(isClockAhead(record)).toBe(isAhead);
});
