import { common as english } from '../src/i18n/en/common.ts';
import { LANGS, type Lang } from '../src/i18n/languages.ts';
import { common as swedish } from '../src/i18n/sv/common.ts';
import { GUIDE, PARTS, type Part, START, WHOLE_GUIDE } from './contents.ts';
import { type Rendered, render } from './markdown.ts';
import { TEXTS } from './texts.ts';

const COMMON = { sv: swedish, en: english } as const;

/** Sources of the pages in one language, by name. */
export type Sources = Readonly<Record<string, string>>;
/** Where the style sheet and the script of a page are. */
export interface Assets {
  readonly style: string;
  readonly script: string;
}

/**
 * Every page of the help in a language, by its address.
 * @throws Error if a page has no source, or no heading
 */
export function helpPages(language: Lang, sources: Sources, assets: Assets): Map<string, string> {
  const names = [START, ...Object.values(PARTS).flat()];
  const missing = names.filter((name) => sources[name] === undefined);
  if (missing.length > 0) throw new Error(`No help in ${language}: ${missing.join(', ')}`);
  const rendered = new Map(names.map((name) => [name, render(sources[name]!)]));
  const titles = new Map([...rendered].map(([name, { title }]) => [name, title]));
  const all = rendered.set(WHOLE_GUIDE, wholeGuide(language, sources));
  return new Map(
    [...all].map(([name, page]) => [
      addressOf(language, name),
      framed(page, { language, name, titles, ...assets }),
    ]),
  );
}

/** Where a page is; the one that lists the others is that of its folder. */
export function addressOf(language: Lang, name: string): string {
  return `/help/${language}/${name === START ? '' : `${name}.html`}`;
}

function wholeGuide(language: Lang, sources: Sources): Rendered {
  const { guideTitle: title, printHint } = TEXTS[language];
  const chapters = GUIDE.map(
    (name) => `<section class="chapter">${render(sources[name]!, 1).html}</section>`,
  );
  return {
    title,
    html: `<h1>${title}</h1>\n<p class="hint">${printHint}</p>\n${chapters.join('\n')}`,
  };
}

interface Frame extends Assets {
  readonly language: Lang;
  readonly name: string;
  readonly titles: ReadonlyMap<string, string>;
}

function framed({ title, html }: Rendered, frame: Frame): string {
  const { language, name, style, script } = frame;
  const { help, toScreens, otherLanguage } = TEXTS[language];
  const common = COMMON[language];
  const other = LANGS.find((each) => each !== language)!;
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} – ${help} – ${common.title}</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="${style}" />
    <script type="module" src="${script}"></script>
  </head>
  <body>
    <a class="skip" href="#content">${common.skip}</a>
    <header>
      <p><a href="${addressOf(language, START)}">${common.title} · ${help}</a></p>
      <a href="/">${toScreens}</a>
      <a href="${addressOf(other, name)}" lang="${other}" hreflang="${other}">${otherLanguage}</a>
    </header>
    <main id="content" tabindex="-1">
${html}
    </main>
    ${list(frame)}
    <footer>${common.disclaimer}</footer>
  </body>
</html>
`;
}

/** All pages by part; the one that is open is marked. */
function list({ language, name, titles }: Frame): string {
  const { pages, parts, wholeGuide } = TEXTS[language];
  const link = (to: string, text: string) =>
    `<li><a href="${addressOf(language, to)}"${to === name ? ' aria-current="page"' : ''}>${text}</a></li>`;
  const part = (of: Part) => {
    const links = PARTS[of].map((each) => link(each, titles.get(each)!));
    if (of === 'guide') links.push(link(WHOLE_GUIDE, wholeGuide));
    return `<h2>${parts[of]}</h2><ul>${links.join('')}</ul>`;
  };
  return `<nav aria-label="${pages}">${(Object.keys(PARTS) as Part[]).map(part).join('')}</nav>`;
}
