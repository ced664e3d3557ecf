import { expect, test } from 'vitest';
import { textTable } from '../../../services/platform/text-table.ts';

test('names begin at the left, numbers end at the right, and what follows a row stays as it is', () => {
  const rows = [
    ['31A', '7', 'wide enough', 'a note'],
    ['MICU-52', '1 204', 'x', ''],
  ];
  expect(textTable(['ward', 'hours', 'text'], rows, [0, 2])).toBe(
    ['ward     hours  text', '31A          7  wide enough  a note', 'MICU-52  1 204  x'].join('\n'),
  );
  expect(textTable(['ward', 'n'], [['31A', '12']], [0], '─')).toBe(
    ['ward   n', '────  ──', '31A   12'].join('\n'),
  );
});
