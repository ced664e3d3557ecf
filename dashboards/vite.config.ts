import { join } from 'node:path';
import { defineConfig, loadEnv, type Plugin } from 'vite';
import { HELP_SCRIPT, help } from './help-pages/plugin.ts';

/** Where the server runs whose data `npm run dev:dashboards` shows. */
const { VARDINTENSITET_SERVER: server = 'http://127.0.0.1:8080' } = loadEnv(
  'development',
  '.',
  'VARDINTENSITET_',
);

/**
 * One page for every screen, a file of texts for each language, and the pages of the help. Nothing is inlined, so that it runs under
 * a policy that allows no inline script or style.
 */
export default defineConfig({
  base: '/',
  plugins: [lighter(), help()],
  // a cookie is of a host, whatever the port: who has signed in at the server is signed in here
  server: { host: '127.0.0.1', proxy: { '^/(v1|health|metrics|docs|login)([/?]|$)': server } },
  build: {
    target: 'es2023',
    // light-dark() as it is: what it is turned into for older browsers does not follow data-theme
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: [join(import.meta.dirname, 'index.html'), join(import.meta.dirname, HELP_SCRIPT)],
    },
  },
});

/**
 * Removes what minifiers leave: line breaks and spaces before `>`, which once code is minified are in
 * templates alone, and the `&` of nested rules, which is meant without it.
 */
function lighter(): Plugin {
  return {
    name: 'lighter',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') {
          file.code = file.code.replace(/\s*\n\s*/g, ' ').replace(/(?<=["}]|<\/[\w-]+) >/g, '>');
        } else if (file.fileName.endsWith('.css')) {
          file.source = `${file.source}`.replace(/(?<=[{};,])& /g, '');
        }
      }
    },
  };
}
