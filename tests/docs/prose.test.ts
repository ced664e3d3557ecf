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

/** A field of the stored lines of the audit, which keeps its name: no prose in the files of the audit. */
const AUDIT = { files: /\/security\/audit/, field: /\.asked\b|\basked: |'asked'/g };

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
    .map((line) => (AUDIT.files.test(path) ? line.replaceAll(AUDIT.field, '') : line))
    .flatMap((line, index) =>
      [...line.matchAll(WORDS)].map(([word]) => `${path}:${index + 1}: ${word}`),
    );
}

test('comments, names, messages and documents have none of the banned words', () => {
  expect(FILES.flatMap((path) => wordsOf(path, readFileSync(path, 'utf8')))).toEqual([]);
});

test('the check finds a word where it stands alone, in any case', () => {
  expect(wordsOf('a.ts', 'fine\nWhoever is told, asks anew\nuntold')).toEqual([
    'a.ts:2: Whoever',
    'a.ts:2: told',
    'a.ts:2: anew',
  ]);
});

test('the field of an audit line may be named, and only there and only so', () => {
  const field = "entry.asked?.wards\n{ asked: given }\nPick<Entry, 'asked'>";
  expect(wordsOf('services/security/audit/a.ts', field)).toEqual([]);
  expect(wordsOf('services/api/a.ts', field)).toHaveLength(3);
  expect(wordsOf('services/security/audit/a.ts', '// what was asked')).toHaveLength(1);
});
