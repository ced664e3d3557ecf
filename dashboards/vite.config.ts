import { defineConfig, type Plugin } from 'vite';

/**
 * One page for every screen, and a file of words for each language. Nothing is inlined, so that it runs under
 * a policy that allows no inline script or style.
 */
export default defineConfig({
  base: '/',
  plugins: [onOneLine()],
  build: {
    target: 'es2023',
    // light-dark() as it is: what it is turned into for older browsers does not follow data-theme
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: false,
  },
});

/** Once it is minified, line breaks are left in templates alone, where a space is the same. */
function onOneLine(): Plugin {
  return {
    name: 'on-one-line',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') file.code = file.code.replace(/\s*\n\s*/g, ' ');
      }
    },
  };
}
