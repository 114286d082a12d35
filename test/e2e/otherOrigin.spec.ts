import * as v from 'valibot';
import { App, InstructionRow, PublishReply } from '../../monitor/src/api/contract.ts';
import { startHostSite } from '../tools/hostSite.ts';
import { waitUntil } from '../tools/waitUntil.ts';
import { expect, test, type FlavourOptions } from './fixtures.ts';

/** A page of another site; with the tag, the agent comes from the monitor, as package from the site itself. */
function pageOf(flavour: FlavourOptions['flavour'], app: string, monitor: string): string {
  const tag = `<script src="${monitor}/agent/rewindow.js" data-app="${app}" data-monitor="${monitor}" async></script>`;
  const module = `<script type="module">
    import * as rewindow from '/npm/index.js';
    window.agent = rewindow;
    rewindow.init({ app: '${app}', monitor: '${monitor}' });
  </script>`;
  return `<!doctype html><title>Somebody else’s</title><h1>A page of another origin</h1><button>Press</button>
    ${flavour === 'script' ? tag : module}`;
}

const rules = {
  ...{ version: 1, name: 'all' },
  capture: [{ kinds: ['dom', 'pointer', 'navigation', 'network', 'error', 'console'] }],
};

test('a site of another origin is recorded, and sends when it is asked', async ({ page, monitor, api, flavour }) => {
  const app = `site-${flavour}`;
  const pages: Record<string, string> = { '/': pageOf(flavour, app, monitor.baseUrl) };
  const site = await startHostSite(pages);
  await api.post('/v1/apps', App, { key: app, name: 'Another site', allowedOrigins: [site.origin] });
  await api.post(`/v1/apps/${app}/rules`, PublishReply, { text: JSON.stringify(rules) });
  await page.goto(site.origin);
  await page.getByRole('button').click();
  const [row] = await waitUntil('the session', async () => {
    const found = await api.searchSessions({ app });
    return found.length > 0 ? found : undefined;
  });
  const sessionId = row?.sessionId ?? '';
  // A worker's script has to be of the page's origin; the tag's is not, so that it runs from a blob.
  const { summaries } = await api.sessionWhen(sessionId, 'the summary');
  expect(summaries[0]?.agent).toMatchObject({ worker: flavour === 'script' ? 'blob' : 'url', storage: 'indexeddb' });
  await page.getByRole('button').click();
  await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'buffer.send' } });
  const records = await api.recordsWhen(sessionId, 'the click', (all) => all.some(({ kind }) => kind === 'pointer'));
  expect(records.some(({ data }) => data['checkpoint'] === true)).toBe(true);
  await site.close();
});

test('an origin that is not allowed is refused, and the agent says so', async ({ page, monitor, api, flavour }) => {
  const app = `closed-${flavour}`;
  const site = await startHostSite({ '/': pageOf(flavour, app, monitor.baseUrl) });
  await api.post('/v1/apps', App, { key: app, name: 'Closed', allowedOrigins: ['https://only.example'] });
  await api.post(`/v1/apps/${app}/rules`, PublishReply, { text: JSON.stringify(rules) });
  await page.goto(site.origin);
  const said = await waitUntil('the agent’s reason', async () => {
    const status: unknown = await page.evaluate(async () => {
      const { rewindow, agent } = window as { rewindow?: Agent; agent?: Agent };
      return (rewindow?.status ?? agent?.status)?.();
    });
    const parsed = v.safeParse(v.object({ feedback: v.object({ lastError: v.string() }) }), status);
    return parsed.success ? parsed.output.feedback.lastError : undefined;
  });
  expect(said).toMatch(/403|Failed to fetch/);
  expect(await api.searchSessions({ app })).toEqual([]);
  await site.close();
});

interface Agent {
  status?: () => Promise<unknown>;
}
