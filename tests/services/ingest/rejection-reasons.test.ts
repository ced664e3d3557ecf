import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { REJECTION_REASONS } from '../../../pipelines/events/decode.ts';

test('the README has a row of every reason for which a record is rejected, and no other', () => {
  const readme = readFileSync('README.md', 'utf8');
  const [, table] = /^\| reason +\|.*\n\|[- |]+\n((?:\|.*\n)+)/m.exec(readme)!;
  const rows = [...table!.matchAll(/^\| `([a-z0-9-]+)` *\|/gm)].map(([, reason]) => reason);
  expect(rows.toSorted()).toEqual([...REJECTION_REASONS].toSorted());
});
