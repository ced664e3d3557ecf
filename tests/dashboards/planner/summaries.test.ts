import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { quality, spanOf, spanText } from '../../../dashboards/src/planner/summaries.ts';

const sv = swedish.planner;
const format = formatOf('sv', 'Europe/Stockholm');

test('a span has a dash, and a word where there are signs', () => {
  expect(spanText(4.1, 7.9, format.tenth, sv)).toBe('4,1–7,9');
  expect(spanText(-2.1, 0.3, format.signed, sv)).toBe('−2,1 till +0,3');
  expect(spanText(0, 1.5, format.signed, sv)).toBe('0,0 till +1,5');
  expect(spanText(3, 3.01, format.tenth, sv)).toBe('3,0');
  expect(spanOf([null, 5, 2], format.whole, sv)).toBe('2–5');
  expect(spanOf([null], format.whole, sv)).toBeNull();
});

test('quality gives the range of coverage, and the hours withheld', () => {
  const parts = [
    { coverage: 0.91, hiddenHours: 2 },
    { coverage: null, hiddenHours: 1 },
    { coverage: 0.995, hiddenHours: 0 },
  ];
  expect(quality(parts, sv, format)).toBe(
    'Datatäckning 91–100 %. 3 avdelningstimmar visas inte: för få patienter.',
  );
  expect(quality([], sv, format)).toBe('Datatäckningen är okänd.');
});
