import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Words that plain modern English does without, as a pattern and what to write instead. */
const BANNED: readonly [pattern: string, instead: string][] = [
  ['told|tells?|telling', 'returns, reports, publishes, shows; a name says what it is'],
  ['asked', 'requested, queried; a name says what it is'],
  ['whoever|whomever|whom', 'who; the caller, the reader, the operator'],
  ['anew', 'again'],
  ['mend(?:s|ed|ing)?', 'fix'],
  ['of which', 'split the sentence'],
  ['pass(?:ed|es|ing)? over', 'ignore, skip'],
  ['thereof|wherein|whereby|hitherto', 'plain English'],
];
const WORDS = new RegExp(`\\b(?:${BANNED.map(([pattern]) => pattern).join('|')})\\b`, 'gi');

/** Folders that still have such words, and how many. It may only shrink. */
const NOT_YET: Readonly<Record<string, number>> = {
  dashboards: 183,
  pipelines: 148,
  schemas: 23,
  services: 349,
  'tests/bench': 16,
  'tests/dashboards': 92,
  'tests/e2e': 68,
  'tests/fuzz': 2,
  'tests/kafka': 15,
  'tests/pipelines/events': 2,
  'tests/pipelines/scoring': 5,
  'tests/pipelines/serving': 71,
  'tests/pipelines/sources': 10,
  'tests/process': 27,
  'tests/property': 15,
  'tests/reference': 10,
  'tests/schemas': 3,
  'tests/services/api': 51,
  'tests/services/client': 5,
  'tests/services/files': 2,
  'tests/services/ingest': 5,
  'tests/services/platform': 6,
  'tests/services/scorer': 4,
  'tests/services/security': 111,
  'tests/services/server': 7,
  'tests/services/state': 8,
  'tests/support': 1,
};

/** Files of this kind of text, and not their data or generated ones. */
const TEXT = /\.(?:ts|sql|md|css|html|yml|sh)$|Dockerfile$|^\.ci\//;
const OTHER = /LICENSE|^schemas\/json\/|^tests\/docs\/prose\.test\.ts$/;

const FILES = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((path) => TEXT.test(path) && !OTHER.test(path) && existsSync(path));

/** Every banned word of a text, with its line. */
function wordsOf(path: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(WORDS)].map(([word]) => `${path}:${index + 1}: ${word}`),
    );
}

const folderOf = (path: string) =>
  Object.keys(NOT_YET).find((folder) => path === folder || path.startsWith(`${folder}/`)) ?? '';

const found = new Map<string, string[]>();
for (const path of FILES) {
  const words = wordsOf(path, readFileSync(path, 'utf8'));
  found.set(folderOf(path), [...(found.get(folderOf(path)) ?? []), ...words]);
}

test('comments, names, messages and documents have none of the banned words', () => {
  expect(found.get('')).toEqual([]);
});

test.each(Object.entries(NOT_YET))('%s has at most the %i that it had', (folder, count) => {
  const words = found.get(folder) ?? [];
  expect(words.length, words.join('\n')).toBeLessThanOrEqual(count);
});

test('the check finds a word where it stands alone, in any case', () => {
  expect(wordsOf('a.ts', 'fine\nWhoever is told, asks anew\nuntold')).toEqual([
    'a.ts:2: Whoever',
    'a.ts:2: told',
    'a.ts:2: anew',
  ]);
});
