import { expect, test } from 'vitest';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';

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

/** Messages that one concept no longer has: each concept has one word in a language. */
const RETIRED = {
  sv: /\b(gap(et)?|slag|vägg(en)?|spela om|omspel\w+|driftläge|vikter|inte än|räknat|mistat)\b|(?<!\p{L})(täckning)|\d tim\b/iu,
  en: /\b(gap|kinds?|stale|chosen|grain|the wall|take along)\b/iu,
};

test.each([
  ['sv', swedish],
  ['en', english],
] as const)('no text in %s has a retired word', (language, dictionary) => {
  expect(texts(dictionary).filter(([, text]) => RETIRED[language].test(text))).toEqual([]);
});
