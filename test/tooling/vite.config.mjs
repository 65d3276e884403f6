/**
 * How the web app is built: two pages out of src/web, with all they load beside them under names that hold a hash of their content, so that browsers may keep
 * them for ever. Nothing is put into the pages themselves: their Content-Security-Policy lets no inline script or style run.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { precompress } from './vite-precompress.mjs';

const web = fileURLToPath(new URL('../../src/web', import.meta.url));

export default defineConfig({
  root: web,
  base: '/',
  publicDir: 'public',
  // Settings of a developer's own would make what is shipped depend on who built it.
  envDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('../../dist/web', import.meta.url)),
    emptyOutDir: true,
    assetsDir: 'assets',
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    // All of these browsers know how to fetch modules ahead by themselves.
    modulePreload: { polyfill: false },
    // `default-src 'none'` lets images come from data URLs and nothing else.
    assetsInlineLimit: (path) => (path.endsWith('.svg') ? undefined : false),
    reportCompressedSize: false,
    rolldownOptions: {
      input: { index: `${web}/index.html`, ops: `${web}/ops.html` },
    },
  },
  plugins: [precompress()],
});
