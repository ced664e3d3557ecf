import { expect, test } from 'vitest';
import { counted } from '../../../services/platform/counted.ts';

test('one of a kind is not several', () => {
  expect([0, 1, 2, 1204].map((n) => counted(n, 'file'))).toEqual([
    '0 files',
    '1 file',
    '2 files',
    '1,204 files',
  ]);
  expect([1, 3].map((n) => counted(n, 'entry', 'entries'))).toEqual(['1 entry', '3 entries']);
});
