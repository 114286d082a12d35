import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import * as v from 'valibot';
import type { RuleSetSource } from '../../src/wire/index.ts';
import { App, PublishReply } from '../../monitor/src/api/contract.ts';
import type { ConsoleApi } from '../tools/consoleApi.ts';
import { startHostSite, type HostFile, type HostSite } from '../tools/hostSite.ts';
import { waitUntil } from '../tools/waitUntil.ts';
import type { FlavourOptions } from './fixtures.ts';

/** The public methods, as a page of somebody else's has them: the same by script tag and by import. */
export interface PublicApi {
  init(options: unknown): void;
  identify(user: string, traits?: unknown): void;
  track(name: string, data?: unknown): void;
  mark(name: string): void;
  setContext(context: unknown): void;
  provide(name: string, read: unknown): void;
  mask(target: unknown): void;
  unmask(target: unknown): void;
  block(target: unknown): void;
  pause(): void;
  resume(): void;
  consent(state: string): void;
  on(name: string, callback: (event: unknown) => void): () => void;
  stop(): void;
  end(): void;
  status(): Promise<unknown>;
}
export type ApiWindow = Window & { api: PublicApi };

const Shown = v.object({
  phase: v.string(),
  reasons: v.array(v.string()),
  ids: v.optional(v.object({ sessionId: v.string() })),
});
export type Shown = v.InferOutput<typeof Shown>;

export interface ApiPage {
  flavour: FlavourOptions['flavour'];
  app: string;
  monitor: string;
  /** More options than `app` and `monitor`. */
  options?: Record<string, string>;
  /** Runs before the agent's code is there. */
  early?: string;
  body?: string;
}

/** The README's snippet, as it stands there. */
async function readSnippet(): Promise<string> {
  const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8');
  const snippet = /```html\n(<script>[\s\S]*?<\/script>)\n```/.exec(readme)?.[1];
  if (snippet === undefined) throw new Error('the README has no snippet');
  return snippet;
}

/** `window.api` has the public methods in both flavours. */
export async function apiPageText({
  flavour,
  app,
  monitor,
  options = {},
  early = '',
  body = '',
}: ApiPage): Promise<string> {
  const attributes = Object.entries(options).map(([name, value]) => ` data-${kebab(name)}="${value}"`);
  const tag = `${await readSnippet()}<script>${early}</script>
    <script src="${monitor}/agent/rewindow.js" data-app="${app}"${attributes.join('')} async></script>
    <script>addEventListener('load', () => { window.api = window.rewindow; });</script>`;
  const module = `<script type="module">
    import * as rewindow from '/npm/index.js';
    window.api = rewindow;
    ${early}
    rewindow.init(${JSON.stringify({ app, monitor, ...options })});
  </script>`;
  return `<!doctype html><title>API</title><h1>API</h1>${body}${flavour === 'script' ? tag : module}`;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A site with that page at `/`, its application, and its rules. */
export async function openApiSite(
  api: ConsoleApi,
  page: ApiPage,
  rules: Partial<RuleSetSource>,
  others: Record<string, string | HostFile> = {},
): Promise<HostSite> {
  const site = await startHostSite({ '/': await apiPageText(page), ...others });
  await api.post('/v1/apps', App, { key: page.app, name: 'API', allowedOrigins: [site.origin] });
  const text = JSON.stringify({ version: 1, name: 'all', ...rules });
  await api.post(`/v1/apps/${page.app}/rules`, PublishReply, { text });
  return site;
}

/** What `status()` says as soon as it says this phase. */
export function inPhase(page: Page, phase: string): Promise<Shown> {
  return waitUntil(phase, async () => {
    const shown = await readStatus(page);
    return shown?.phase === phase ? shown : undefined;
  });
}

/** Undefined before the page has loaded. */
export async function readStatus(page: Page): Promise<Shown | undefined> {
  const status: unknown = await page.evaluate(() => (window as Partial<ApiWindow>).api?.status());
  return status === undefined ? undefined : v.parse(Shown, status);
}
