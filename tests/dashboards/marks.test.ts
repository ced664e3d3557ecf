import { expect, test } from 'vitest';
import { formatOf } from '../../dashboards/src/format.ts';
import { messages as english } from '../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../dashboards/src/i18n/sv/messages.ts';
import { markWords, usualLoadWord } from '../../dashboards/src/marks.ts';
import type { State } from '../../dashboards/src/status.ts';
import { LOAD_MARKS, WARD_MARKS, type WardNow } from '../../schemas/ward-now.ts';
import { usualOf, ward } from './ward.ts';

const texts = (change: Partial<WardNow>, state: State = 'balanced') =>
  markWords(ward(change), state, swedish.common, formatOf('sv', 'Europe/Stockholm')).map(
    ({ text }) => text,
  );

test('every mark is a few words, in the order of the server', () => {
  const all = { marks: [...WARD_MARKS], missingRn: 1, gap: -3, census: 24, beds: 22 };
  expect(texts(all, 'short')).toEqual([
    'en ssk saknas',
    'brist på ssk under passet',
    '+2 öb',
    'belastning mycket högre än vanligt',
    'belastning högre än vanligt',
    'belastning lägre än vanligt',
    'behov högre än vanligt',
    'behov lägre än vanligt',
  ]);
  const format = formatOf('en', 'Europe/Stockholm');
  expect(markWords(ward(all), 'short', english.common, format).map(({ text }) => text)).toEqual([
    '1 RN missing',
    'RN shortfall this shift',
    '+2 over',
    'load much higher than usual',
    'load higher than usual',
    'load lower than usual',
    'need higher than usual',
    'need lower than usual',
  ]);
});

test('what the word of the state says already is not repeated', () => {
  const alone: Partial<WardNow> = {
    gap: 0.8,
    missingRn: 1,
    marks: ['rn-missing', 'over-capacity'],
  };
  expect(texts({ ...alone, census: 23 }, 'short')).toEqual(['+1 öb']);
  // "Saknar 1,7" does not say it
  expect(texts({ ...alone, gap: -1.7, census: 23 }, 'short')).toEqual(['en ssk saknas', '+1 öb']);
});

const UNCALIBRATED = { level: null, normLoad: 0.5, usualLoad: usualOf(0.5) };

test('the load of a ward without level is as usual where no mark says otherwise', () => {
  const word = (change: Partial<WardNow> = {}) =>
    usualLoadWord(ward({ ...UNCALIBRATED, ...change }), swedish.common);
  expect(word()).toBe('belastning som vanligt');
  expect(word({ marks: ['higher-than-usual'] })).toBe('belastning som vanligt');
  for (const mark of LOAD_MARKS) expect(word({ marks: [mark] })).toBeNull();
});

test('nothing is as usual before it is known what is usual, or who is there', () => {
  const word = (change: Partial<WardNow>) =>
    usualLoadWord(ward({ ...UNCALIBRATED, ...change }), swedish.common);
  expect(word({ usualLoad: null })).toBeNull();
  expect(word({ normLoad: null })).toBeNull();
});
