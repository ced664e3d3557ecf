import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';
import { LANGS, type Lang } from '../src/i18n/languages.ts';
import { type Assets, helpPages, type Sources } from './page.ts';

/** The script of the pages, which brings their style sheet. */
export const HELP_SCRIPT = 'src/help.ts';
const SOURCES = { style: '/styles/help.css', script: `/${HELP_SCRIPT}` } as const;

/**
 * Builds the help from its Markdown in `help/`: pages without data, which need no sign-in. The server for development
 * builds them at each request.
 */
export function help(): Plugin {
  let root = '';
  return {
    name: 'help',
    configResolved(config) {
      root = config.root;
    },
    configureServer({ middlewares, transformIndexHtml }) {
      middlewares.use(async ({ url = '' }, response, next) => {
        const { pathname } = new URL(url, 'http://localhost');
        const page = pathname.startsWith('/help/')
          ? pagesOf(root, SOURCES).get(pathname)
          : undefined;
        if (page === undefined) return next();
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(await transformIndexHtml(pathname, page));
      });
    },
    generateBundle(_options, bundle) {
      const chunk = Object.values(bundle).find(
        (file) => file.type === 'chunk' && file.facadeModuleId?.endsWith(HELP_SCRIPT),
      );
      if (chunk?.type !== 'chunk') throw new Error(`${HELP_SCRIPT} is not built`);
      const [style] = chunk.viteMetadata?.importedCss ?? [];
      if (style === undefined) throw new Error('The help has no style sheet');
      const assets = { style: `/${style}`, script: `/${chunk.fileName}` };
      for (const [address, source] of pagesOf(root, assets)) {
        const fileName = `${address.slice(1)}${address.endsWith('/') ? 'index.html' : ''}`;
        this.emitFile({ type: 'asset', fileName, source });
      }
    },
  };
}

function pagesOf(root: string, assets: Assets): Map<string, string> {
  return new Map(
    LANGS.flatMap((language) => [...helpPages(language, sourcesOf(root, language), assets)]),
  );
}

/** The Markdown of a language, by the name of its file. */
export function sourcesOf(root: string, language: Lang): Sources {
  const folder = join(root, 'help', language);
  const files = readdirSync(folder).filter((file) => file.endsWith('.md'));
  return Object.fromEntries(
    files.map((file) => [basename(file, '.md'), readFileSync(join(folder, file), 'utf8')]),
  );
}
