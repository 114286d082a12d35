import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The demo's client: one script per flavour, and the files of `web/public` as they are. `rewindow` comes as built. */
export default defineConfig({
  root: here('web'),
  base: '/demo/assets/',
  publicDir: here('web/public'),
  build: {
    outDir: here('dist/web'),
    emptyOutDir: true,
    assetsDir: 'files',
    // The worker is a file of its own, however small: inlined, it would not be of the page's origin.
    assetsInlineLimit: 0,
    target: 'es2022',
    sourcemap: true,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { shop: here('web/shop.ts'), spa: here('web/spa.ts') },
      output: { entryFileNames: '[name].js', chunkFileNames: 'files/[name]-[hash].js' },
    },
  },
});
