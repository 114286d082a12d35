import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { App, InstructionRow, PublishReply } from '../../monitor/src/api/contract.ts';
import { startHostSite } from '../tools/hostSite.ts';
import { waitUntil } from '../tools/waitUntil.ts';
import { expect, test, type FlavourOptions } from './fixtures.ts';

/** The README's snippet, as it stands there. */
async function readSnippet(): Promise<string> {
  const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8');
  const snippet = /```html\n(<script>[\s\S]*?<\/script>)\n```/.exec(readme)?.[1];
  if (snippet === undefined) throw new Error('the README has no snippet');
  return snippet;
}

/** `window.api` has the public methods in both flavours. */
async function pageOf(flavour: FlavourOptions['flavour'], app: string, monitor: string): Promise<string> {
  const early = `rewindow.identify('ada', { plan: 'pro' }); rewindow.track('early', { card: '4111 1111 1111 1111' });`;
  const tag = `${await readSnippet()}<script>${early}</script>
    <script src="${monitor}/agent/rewindow.js" data-app="${app}" async></script>
    <script>addEventListener('load', () => { window.api = window.rewindow; });</script>`;
  const module = `<script type="module">
    import * as rewindow from '/npm/index.js';
    window.api = rewindow;
    ${early}
    rewindow.init({ app: '${app}', monitor: '${monitor}' });
  </script>`;
  return `<!doctype html><title>API</title><h1>API</h1>${flavour === 'script' ? tag : module}`;
}

interface PublicApi {
  init(options: unknown): void;
  track(name: string, data?: unknown): void;
  mark(name: string): void;
  stop(): void;
  end(): void;
  status(): Promise<unknown>;
}
type ApiWindow = Window & { api: PublicApi };

const Shown = v.object({
  phase: v.string(),
  reasons: v.array(v.string()),
  ids: v.optional(v.object({ sessionId: v.string() })),
});

test('calls before, during and after start', async ({ page, monitor, api, flavour }) => {
  const app = `api-${flavour}`;
  const site = await startHostSite({ '/': await pageOf(flavour, app, monitor.baseUrl) });
  await api.post('/v1/apps', App, { key: app, name: 'API', allowedOrigins: [site.origin] });
  const text = JSON.stringify({ version: 1, name: 'all', capture: [{ kinds: ['custom', 'mark', 'page'] }] });
  await api.post(`/v1/apps/${app}/rules`, PublishReply, { text });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const status = async () => v.parse(Shown, await page.evaluate(() => (window as unknown as ApiWindow).api.status()));
  const inPhase = (phase: string) =>
    waitUntil(phase, async () => {
      const shown = await status();
      return shown.phase === phase ? shown : undefined;
    });

  await page.goto(site.origin);
  const { ids } = await inPhase('recording');
  const sessionId = ids?.sessionId ?? '';
  await page.evaluate(() => {
    const { api } = window as unknown as ApiWindow;
    api.init({ app: 'another', monitor: 'https://nowhere.example' });
    api.track('odd', { nested: { loop: window, fine: 1 }, ada: 'ada@lovelace.example' });
    api.mark('checkout');
    Reflect.apply(api.track, undefined, []);
  });
  const { session } = await api.sessionWhen(sessionId, 'the user', (detail) => detail.session.user === 'ada');
  expect(session.app).toBe(app);
  await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'send' } });
  const records = await api.recordsWhen(sessionId, 'the mark', (all) => all.some(({ kind }) => kind === 'mark'));
  const custom = records.filter(({ kind }) => kind === 'custom').map(({ data }) => data['name']);
  expect(custom).toEqual(['early', 'odd', 'undefined']);
  expect(JSON.stringify(records)).not.toMatch(/4111|lovelace/);

  await page.evaluate(() => {
    (window as unknown as ApiWindow).api.end();
  });
  await inPhase('stopped');
  await api.sessionWhen(sessionId, 'its end', (detail) => detail.session.state === 'ended');
  await page.evaluate(
    ([key, address]) => {
      (window as unknown as ApiWindow).api.init({ app: key, monitor: address });
    },
    [app, monitor.baseUrl],
  );
  expect((await inPhase('recording')).ids?.sessionId).not.toBe(sessionId);

  await page.evaluate(() => {
    const { api } = window as unknown as ApiWindow;
    api.stop();
    api.init({ app: 'a b', monitor: 'x' });
  });
  expect((await status()).reasons.join(' ')).toContain('letters, digits');
  expect(errors).toEqual([]);
  await site.close();
});
