import { Marked, type Tokens } from 'marked';

/** A page of the help without its frame. */
export interface Rendered {
  /** Its first heading. */
  readonly title: string;
  readonly html: string;
}

/** The anchor of a heading, as GitHub makes it, so that links lead there in a repository too. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

/**
 * Turns the Markdown of a page into HTML. Links between pages lead to `.html`.
 * @param depth how much lower its headings stand: 1 for a chapter of a page that has a heading of its own
 * @throws Error if it has no heading
 */
export function render(source: string, depth = 0): Rendered {
  let title: string | null = null;
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth: level, text }: Tokens.Heading) {
        title ??= text;
        const name = `h${level + depth}`;
        return `<${name} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</${name}>\n`;
      },
    },
    walkTokens(token) {
      if (token.type === 'link') token.href = token.href.replace(/^([\w-]+)\.md(?=#|$)/, '$1.html');
    },
  });
  // a table that is wider than a phone scrolls by itself
  const html = marked
    .parse(source, { async: false })
    .replaceAll('<table>', '<div class="scroll" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>');
  if (title === null) throw new Error('A page of the help has no heading');
  return { title, html };
}
