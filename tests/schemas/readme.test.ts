import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { markdownTable, withSection } from '../../schemas/markdown.ts';
import { site } from '../../schemas/site.ts';
import { CARE_NEEDS, MEDICATION_FORMS, TASKS, UNSCORED_CODES } from '../../schemas/vocabulary.ts';
import { wardEvent } from '../../schemas/ward-event.ts';

const README = readFileSync('schemas/README.md', 'utf8');

/** The blocks of a language below a heading, up to the next heading of its level. */
function blocks(heading: string, language: string): string[] {
  const part = README.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
  return [...part.matchAll(/```(\w+)\n([\s\S]*?)```/g)]
    .filter(([, name]) => name === language)
    .map(([, , text]) => text!);
}

const fieldsOf = (value: object): string[] =>
  Object.entries(value).flatMap(([name, inner]) => [
    name,
    ...(Array.isArray(inner) && name !== 'shifts'
      ? fieldsOf(inner[0])
      : typeof inner === 'object' && !Array.isArray(inner)
        ? fieldsOf(inner)
        : []),
  ]);

describe('schemas/README.md', () => {
  test.each([
    ...blocks('Events', 'json').join('').trim().split('\n'),
    ...blocks('Corrections', 'json').join('').trim().split('\n'),
  ])('shows an event that is valid: %s', (line) => {
    expect(wardEvent.safeParse(JSON.parse(line)).error).toBeUndefined();
  });

  test('shows a site file that is valid and has the defaults of every switch', () => {
    const example = JSON.parse(blocks('The site file', 'json')[0]!);
    expect(site.parse(example)).toEqual(
      site.parse({ siteId: example.siteId, name: example.name, wards: example.wards }),
    );
  });

  test('has a row for every field of the site file, and no other', () => {
    const [, table] = /(\| field [\s\S]*?)\n\n/.exec(README.split('\n## The site file\n')[1]!)!;
    const rows = table!.split('\n').slice(2);
    const named = rows.flatMap((row) =>
      [...row.split('|')[1]!.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
    const example = JSON.parse(blocks('The site file', 'json')[0]!);
    const optional = [
      ...['night', 'dataFrom', 'closedFrom', 'division', 'careTeams', 'minimumRn', 'agreed'],
      ...['skillMix', 'redDays', 'thresholds'],
    ];
    expect(named.toSorted()).toEqual([...fieldsOf(example), ...optional].toSorted());
  });
});

test('a code is marked as unscored exactly when no scoring SQL names it', () => {
  const folder = new URL('../../pipelines/scoring/sql/', import.meta.url);
  const sql = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
  const unnamed = [...CARE_NEEDS, ...TASKS, ...MEDICATION_FORMS].filter(
    (code) => !sql.some((text) => text.includes(`'${code}'`)),
  );
  expect(unnamed.toSorted()).toEqual([...UNSCORED_CODES].toSorted());
});

describe('markdown', () => {
  test('a table has numbers to the right', () => {
    expect(
      markdownTable(
        ['a', 'b'],
        [
          ['x', '1.5'],
          ['long', '20'],
        ],
      ),
    ).toBe(['| a    |   b |', '| ---- | --: |', '| x    | 1.5 |', '| long |  20 |'].join('\n'));
  });

  test('a section replaces only what is between its marks', () => {
    const document = 'before\n<!-- x: generated -->\nold\n<!-- /x -->\nafter\n';
    expect(withSection(document, 'x', 'new\n')).toBe(
      'before\n<!-- x: generated -->\n\nnew\n\n<!-- /x -->\nafter\n',
    );
    expect(() => withSection(document, 'y', 'new')).toThrow('No section <!-- y: generated -->');
  });
});
