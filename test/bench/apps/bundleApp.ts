import { join } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { build, type BuildOptions } from 'esbuild';
import type { BenchApp } from './catalog.ts';

/** An application as it would be served: one script and one style sheet, made as for production. */
export interface BundledApp {
  app: BenchApp;
  script: string;
  style: string;
}

export async function bundleApp(app: BenchApp): Promise<BundledApp> {
  const style = (app.styles ?? []).map((name) => `@import ${JSON.stringify(name)};`).join('\n');
  return {
    app,
    script: await bundle({
      entryPoints: [join(import.meta.dirname, app.name, 'app.ts')],
      supported: app.lowersAsync ? { 'async-await': false, 'for-await': false, 'async-generator': false } : {},
    }),
    style: await bundle({ stdin: { contents: style, resolveDir: import.meta.dirname, loader: 'css' } }),
  };
}

async function bundle(options: BuildOptions & { plugins?: never }): Promise<string> {
  const { outputFiles } = await build({
    ...options,
    bundle: true,
    write: false,
    outdir: 'out',
    format: 'esm',
    target: 'es2022',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

/** Answers for the application at the address `/bench`. */
export async function routeApp(context: BrowserContext, { app, script, style }: BundledApp): Promise<void> {
  const answer = (path: string, contentType: string, body: string) =>
    context.route(`**/bench${path}`, (route) => route.fulfill({ contentType, body }));
  await answer('/app.js', 'text/javascript', script);
  await answer('/app.css', 'text/css', style);
  await answer(
    '',
    'text/html; charset=utf-8',
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${app.label}</title>
    <link rel="icon" href="data:,"><link rel="stylesheet" href="/bench/app.css"><style>${STYLE}</style></head>
    <body>${app.body}<script type="module" src="/bench/app.js"></script></body></html>`,
  );
}

const STYLE = `body { margin: 12px; font: 15px/1.4 'DejaVu Sans', sans-serif } ul, ol { list-style: none; padding: 0 }
li { padding: 3px; border-bottom: 1px solid #ddd } .done { color: #888 } .chosen { font-weight: bold; background: #eef }
.teaser { display: flex; gap: 12px; padding: 8px; border-bottom: 1px solid #ccc } .t1 { background: #fafafa }
.dark { background: #222; color: #eee } .dark .teaser { background: #333 } .dark a { color: #9cf } .price { float: right }`;
