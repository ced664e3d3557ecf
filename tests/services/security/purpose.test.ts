import { expect, test } from 'vitest';
import { purposeOf } from '../../../services/security/auth/purpose.ts';

const faults = (purpose: string) => {
  try {
    return purposeOf(purpose);
  } catch (error) {
    return (error as { problem: { errors: unknown } }).problem.errors;
  }
};

test('a purpose is recorded, except one that contains an identity number', () => {
  expect(faults('uppföljning 2026-01-05 09:10')).toBe('uppföljning 2026-01-05 09:10');
  for (const number of ['121212-1212', '19121212 1212', 'pat 12 12 12 1212']) {
    expect(faults(`granskning av ${number}`)).toEqual([
      { pointer: '/purpose', detail: 'Looks like a personal identity number; say it without' },
    ]);
  }
});
