import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { REJECTION_REASONS } from '../../../pipelines/events/decode.ts';

test('schemas/README.md has a row for every rejection reason, and no other', () => {
  const readme = readFileSync('schemas/README.md', 'utf8');
  const [, table] = /^\| reason +\|.*\n\|[- |]+\n((?:\|.*\n)+)/m.exec(readme)!;
  const rows = [...table!.matchAll(/^\| `([a-z0-9-]+)` *\|/gm)].map(([, reason]) => reason);
  expect(rows.toSorted()).toEqual([...REJECTION_REASONS].toSorted());
});
