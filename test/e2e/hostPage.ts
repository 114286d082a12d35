import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { FlavourOptions } from './fixtures.ts';

const PACKAGE = join(import.meta.dirname, '../../dist/npm');

export interface HostPage {
  /** Origin of the monitor: the page is served beside it. */
  baseUrl: string;
  flavour: FlavourOptions['flavour'];
  /** Elements of the body. */
  body: string;
  /** What stands in the head before the agent. */
  head?: string;
  headers?: Record<string, string>;
  /** Further options of the agent. */
  options?: Record<string, string>;
  /** Answers to other addresses below `/host/`, by path. */
  others?: Record<string, { contentType: string; body: string }>;
}

/** Serves a page of a test's own with the built agent on it, at `/host/`: by the script tag, or by importing the package. */
export async function serveHostPage(page: Page, host: HostPage): Promise<string> {
  const agent = host.flavour === 'script' ? scriptTag(host) : MODULE_TAG;
  const document = `<!doctype html><html lang="en"><head><meta charset="utf-8">${host.head ?? ''}${agent}</head>
    <body>${host.body}</body></html>`;
  await page.route(`${host.baseUrl}/host/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const name = pathname.replace('/host/', '');
    const other = host.others?.[name];
    if (other) return route.fulfill(other);
    if (name === 'start.js') return route.fulfill({ contentType: 'text/javascript', body: moduleText(host) });
    if (name.startsWith('npm/')) {
      return route.fulfill({ contentType: 'text/javascript', body: await readFile(join(PACKAGE, name.slice(4))) });
    }
    if (name !== '') return route.fulfill({ status: name.startsWith('missing') ? 404 : 204 });
    return route.fulfill({ contentType: 'text/html', headers: host.headers ?? {}, body: document });
  });
  return `${host.baseUrl}/host/`;
}

function scriptTag({ baseUrl, options = {} }: HostPage): string {
  const more = Object.entries(options).map(([name, value]) => `data-${name}="${value}"`);
  return `<script src="/agent/rewindow.js" data-app="demo" data-monitor="${baseUrl}" ${more.join(' ')} async></script>`;
}

const MODULE_TAG = '<script type="module" src="/host/start.js"></script>';

/** The package's functions are put where the script tag's are, so that a test can call them. */
function moduleText({ baseUrl, options = {} }: HostPage): string {
  return `import * as rewindow from './npm/index.js';
    rewindow.init(${JSON.stringify({ app: 'demo', monitor: baseUrl, ...options })});
    window.rewindow = rewindow;`;
}
