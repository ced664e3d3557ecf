import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const PATHS = {
  MODEL: 'pipelines/scoring/MODEL.md',
  BALANCE: 'pipelines/serving/BALANCE.md',
} as const;
type Document = keyof typeof PATHS;

const SOURCES = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.sql'], {
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((path) => existsSync(path) && !path.endsWith('citations.test.ts'));

/** The numbers and titles of a document's sections. */
function sectionsOf(document: Document): Set<string> {
  const headings = readFileSync(PATHS[document], 'utf8').matchAll(/^## (?:(\d+)\. )?(\w.*)$/gm);
  return new Set([...headings].flatMap(([, number = '', title]) => [number, title!]));
}

/** Sections that a text cites, as `MODEL.md §7` or `BALANCE.md, Small counts`. */
function citationsOf(text: string): { document: Document; section: string }[] {
  const found = text.matchAll(/\b(MODEL|BALANCE)\.md(?: §(\d+)(?: and §(\d+))?|, ([A-Z][\w ]+))/g);
  return [...found].flatMap(([, document, ...sections]) =>
    sections
      .filter((section) => section !== undefined)
      .map((section) => ({ document: document as Document, section })),
  );
}

test('the sections that sources cite exist', () => {
  const sections = { MODEL: sectionsOf('MODEL'), BALANCE: sectionsOf('BALANCE') };
  const cited = SOURCES.flatMap((path) =>
    citationsOf(readFileSync(path, 'utf8')).map((citation) => ({ path, ...citation })),
  );
  expect(cited.length).toBeGreaterThan(0);
  expect(cited.filter(({ document, section }) => !startsOne(sections[document], section))).toEqual(
    [],
  );
});

/** A citation may be shorter than the title: `Flags` for `Flags (NICE SG1)`. */
function startsOne(titles: Set<string>, section: string): boolean {
  return [...titles].some((title) => title === section || title.startsWith(`${section} `));
}

test('the check finds a section by number and by title', () => {
  expect(citationsOf('MODEL.md §4 and §5; BALANCE.md, Small counts.')).toEqual([
    { document: 'MODEL', section: '4' },
    { document: 'MODEL', section: '5' },
    { document: 'BALANCE', section: 'Small counts' },
  ]);
});
