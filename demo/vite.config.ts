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
    target: 'es2022',
    sourcemap: true,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { shop: here('web/shop.ts'), spa: here('web/spa.ts') },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
