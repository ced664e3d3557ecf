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

/** Every text with parameters, by its path, as it counts one thing: some take the number, others its text. */
function ofOne(value: unknown, path = ''): [path: string, texts: string[]][] {
  if (typeof value === 'function') {
    const message = value as (...parts: unknown[]) => unknown;
    const parts = (one: unknown) => Array(message.length).fill(one);
    const texts = [`${message(...parts('1'))}`];
    // those that take text may not take a number
    try {
      texts.push(`${message(...parts(1))}`);
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError);
    }
    return [[path, texts]];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => ofOne(each, `${path}.${key}`));
}

/** One thing named as many: "1 timmar". Persons have decimals and are no count; "1 av 2 timmar" is of two. */
const ONE_OF_MANY = {
  sv: /(?<![\d,–])1 (\p{L}*(timmar|avdelningar|poster|patienter|källor|veckor|månader|dubbletter|sjuksköterskor|beläggningar)|(god|in|med|avv|ansträng)\p{L}*da)(?!\p{L})/u,
  en: /(?<![\d.–])1 (hours|wards|records|patients|sources|weeks|months|days|shifts|duplicates|nurses|values|inputs|are)\b/,
} as const;

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

test.each([
  ['sv', swedish],
  ['en', english],
] as const)('every text in %s that counts has a singular', (language, dictionary) => {
  const isWrong = (text: string) => ONE_OF_MANY[language].test(text);
  expect(ofOne(dictionary).filter(([, texts]) => texts.every(isWrong))).toEqual([]);
});

test('the check of singulars notices one of many', () => {
  expect(ONE_OF_MANY.sv.test('n 1 timmar per ruta')).toBe(true);
  expect(ONE_OF_MANY.sv.test('1 av 2 timmar, 1 timme, 5,1 timmar')).toBe(false);
  expect(ONE_OF_MANY.en.test('1 records are back')).toBe(true);
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
