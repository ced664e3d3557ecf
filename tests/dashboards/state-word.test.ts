import { expect, test } from 'vitest';
import { words as swedish } from '../../dashboards/src/i18n/sv/messages.ts';
import { stateWord } from '../../dashboards/src/state-word.ts';
import { ward } from './ward.ts';

const sv = swedish.common;

test('a value that is thinly covered is said to be so, and not to be old', () => {
  expect(stateWord(ward({ coverage: 0.69 }), 'stale', sv)).toBe('Låg täckning');
  expect(stateWord(ward({ coverage: null }), 'stale', sv)).toBe('Låg täckning');
});

test('a value that is well covered is old where nothing new is heard', () => {
  expect(stateWord(ward({ coverage: 0.7 }), 'stale', sv)).toBe('Inaktuell');
  expect(stateWord(ward({ minutes: 0, census: 0, coverage: null }), 'stale', sv)).toBe('Inaktuell');
});

test('where there is no value it is not current, whatever is covered', () => {
  expect(stateWord(ward({ minutes: null, coverage: 0.5 }), 'stale', sv)).toBe('Inaktuell');
});

test('any other state has its own word', () => {
  expect(stateWord(ward(), 'farOver', sv)).toBe('Långt över');
});
