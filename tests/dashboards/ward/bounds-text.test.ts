import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { boundsText } from '../../../dashboards/src/ward/bounds-text.ts';

const { tenths } = formatOf('sv', 'Europe/Stockholm');

test.each([
  [9.5, 12.04, '(9,5–12)'],
  // nothing is uncertain as it is read
  [9.5, 9.5, null],
  [9.46, 9.54, null],
  [null, 9.5, null],
  [9.5, null, null],
])('bounds %d and %d read %s', (low, high, text) => {
  expect(boundsText(low, high, tenths)).toBe(text);
});
