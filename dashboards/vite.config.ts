import { defineConfig } from 'vite';

/** Static files without inlined parts, so that they run under a policy that allows none. */
export default defineConfig({
  base: './',
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
