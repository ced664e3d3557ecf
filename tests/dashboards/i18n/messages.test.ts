import { expect, test } from 'vitest';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { SWEDISH_HEADINGS } from '../../../pipelines/serving/headings.ts';
import { RETIRED } from './retired.ts';

/** Every text of a dictionary by its path; a text with parameters is built with a number for each. */
function texts(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (Array.isArray(value)) return [];
  if (typeof value === 'function')
    return [[path, built(value as (...parts: unknown[]) => unknown)]];
  return Object.entries(value as object).flatMap(([key, each]) => texts(each, `${path}.${key}`));
}

function built(message: (...parts: unknown[]) => unknown): string {
  const text = message(...Array.from({ length: message.length }, (_, i) => `${i + 2}`));
  expect(typeof text).toBe('string');
  return text as string;
}

/** The same in both languages. */
const SHARED = new Set(
  'under live till data NEWS min nutrition elimination median period division CSV Excel Parquet version API per'
    .toLowerCase()
    .split(' '),
);

test('every text is in both languages', () => {
  const there = new Map(texts(english));
  const left = texts(swedish).filter(([path, text]) => {
    const messages = text.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
    return there.get(path) === text && messages.some((word) => !SHARED.has(word));
  });
  expect(left).toEqual([]);
  expect([...there.keys()]).toEqual(texts(swedish).map(([path]) => path));
});

test('English has no Swedish letters', () => {
  expect(texts(english).filter(([, text]) => /[åäö]/i.test(text))).toEqual([]);
});

test.each([
  ['sv', swedish],
  ['en', english],
] as const)('no text in %s has a retired word', (language, dictionary) => {
  expect(texts(dictionary).filter(([, text]) => RETIRED[language].test(text))).toEqual([]);
});

test('no Swedish heading of a spreadsheet has a retired word', () => {
  expect(Object.values(SWEDISH_HEADINGS).filter((text) => RETIRED.sv.test(text))).toEqual([]);
});

test.each([
  ['sv', 'Särskild omvårdnad'],
  ['sv', 'för 22 d sedan'],
  ['sv', 'Låg täckning'],
  ['en', 'for the chosen wards'],
  ['en', '28 d'],
] as const)('the check in %s notices "%s"', (language, text) => {
  expect(text).toMatch(RETIRED[language]);
});

test.each(['datatäckning', 'tiden räknas', 'vanligt', '3 dygn'])('and keeps "%s"', (text) => {
  expect(text).not.toMatch(RETIRED.sv);
});
