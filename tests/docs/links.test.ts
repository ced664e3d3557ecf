import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

const DOCUMENTS = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((path) => existsSync(path) && !path.endsWith('LICENSE.md'));

/** The text of a document without what is code. */
function prose(path: string): string {
  return readFileSync(path, 'utf8')
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ''));
}

/** Anchors of a document's headings, as GitHub makes them. */
function anchors(path: string): string[] {
  return [...prose(path).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What is wrong with a link of a document, `null` if nothing is. */
function problem(document: string, link: string): string | null {
  if (/^[a-z]+:/.test(link)) return null;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : normalize(join(dirname(document), path));
  if (!existsSync(target)) return `${link}: no such file`;
  if (anchor === undefined || !target.endsWith('.md')) return null;
  return anchors(target).includes(anchor) ? null : `${link}: no such heading`;
}

describe('documents', () => {
  test.each(DOCUMENTS)('every relative link leads to a file and heading: %s', (document) => {
    const links = [...prose(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
    expect(links.map((link) => problem(document, link)).filter(Boolean)).toEqual([]);
  });

  test('the README has at most 200 lines', () => {
    expect(readFileSync('README.md', 'utf8').split('\n').length).toBeLessThanOrEqual(200);
  });

  test.each(['schemas', 'pipelines', 'services', 'dashboards', 'tests'])(
    'the README leads to that of %s',
    (folder) => {
      const readme = readFileSync('README.md', 'utf8');
      expect(readme).toContain(`${folder}/`);
      expect(existsSync(join(folder, 'README.md'))).toBe(true);
    },
  );

  test('a link to nothing is noticed', () => {
    expect(problem('README.md', 'nothing.md')).toBe('nothing.md: no such file');
    expect(problem('README.md', 'schemas/README.md#nothing')).toMatch('no such heading');
    expect(problem('README.md', '#try-it')).toBeNull();
  });
});
