import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const folder = import.meta.url.replace(/^file:\/\//, '').replace(/[^/]*$/, '');

/** The console as static files for the monitor. `source` makes `rewindow/wire` resolve to its sources. */
export default defineConfig({
  root: folder,
  base: '/',
  plugins: [react()],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: { outDir: `${folder}../dist/web`, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 900 },
  server: { port: 4173, proxy: { '/v1': 'http://localhost:4100', '/agent': 'http://localhost:4100' } },
});
