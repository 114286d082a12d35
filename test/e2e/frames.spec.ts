import { App, InstructionRow, PublishReply } from '../../monitor/src/api/contract.ts';
import { startHostSite } from '../tools/hostSite.ts';
import { waitUntil } from '../tools/waitUntil.ts';
import { agentTag } from './agentTag.ts';
import { expect, test } from './operator.ts';

const RULES = { version: 1, name: 'frames', capture: [{ kinds: ['dom', 'console'] }] };

const inner = (tag: string) => `<!doctype html><title>Inside</title>${tag}
  <style>p { color: rgb(1, 120, 3); }</style>
  <p id="text">In the frame</p><p data-rewindow-mask>hidden canary</p><input value="canary">`;

test('a paired frame of another origin stands in the replay; others do not', async ({
  page,
  operator,
  monitor,
  api,
  flavour,
}) => {
  const app = `frames-${flavour}`;
  const base = { flavour, app, monitor: monitor.baseUrl };
  const [pages, friendly, rogue, alien]: Record<string, string>[] = [{}, {}, {}, {}];
  const [site, child, stranger, astray] = await Promise.all([
    startHostSite(pages ?? {}),
    startHostSite(friendly ?? {}),
    startHostSite(rogue ?? {}),
    startHostSite(alien ?? {}),
  ]);
  // The second one names the page, but the page does not name it; the third one names another page.
  if (friendly) friendly['/'] = inner(agentTag({ ...base, options: { parent: site.origin } }));
  if (rogue)
    rogue['/'] = inner(agentTag({ ...base, options: { parent: site.origin } })).replace('In the', 'Not in the');
  if (alien)
    alien['/'] = inner(agentTag({ ...base, options: { parent: 'https://other.example' } })).replace('In', 'Nor in');
  const tag = agentTag({ ...base, options: { frames: `${child.origin} ${astray.origin}` } });
  const frames = [child, stranger, astray].map(({ origin }) => `<iframe src="${origin}/"></iframe>`);
  if (pages) pages['/'] = `<!doctype html><title>Outside</title>${tag}<h1>The page</h1>${frames.join('')}`;

  const origins = [site, child, stranger, astray].map(({ origin }) => origin);
  await api.post('/v1/apps', App, { key: app, name: 'Frames', allowedOrigins: origins });
  await api.post(`/v1/apps/${app}/rules`, PublishReply, { text: JSON.stringify(RULES) });
  const lines: string[] = [];
  page.on('console', (line) => lines.push(line.text()));
  await page.goto(site.origin);
  const [row] = await waitUntil('the session', async () => {
    const found = await api.searchSessions({ app });
    return found.length > 0 ? found : undefined;
  });
  const sessionId = row?.sessionId ?? '';
  await page.waitForTimeout(4_000);
  const frame = page.frames().find((each) => each.url().startsWith(child.origin));
  await frame?.evaluate(() => {
    const text = document.querySelector('#text');
    if (text) text.textContent = 'Changed in the frame';
  });
  await page.waitForTimeout(500);
  // The browser asks each origin for an icon.
  expect(lines.filter((line) => !line.includes('404'))).toEqual([]);
  await page.evaluate(() => {
    console.info('all there');
  });
  await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'buffer.send' } });
  const records = await api.recordsWhen(sessionId, 'the line', (all) => JSON.stringify(all).includes('all there'));
  const text = JSON.stringify(records);
  expect(text).toContain('Changed in the frame');
  for (const part of ['canary', 'Not in the frame', 'Nor in the frame']) expect(text).not.toContain(part);
  // Frames make no sessions.
  expect(await api.searchSessions({ app })).toHaveLength(1);

  await operator.goto(`/sessions/${sessionId}`);
  await operator.locator('aside').getByRole('button', { name: 'all there' }).click();
  const shown = () =>
    operator.getByTitle('Recorded page').evaluate((outer: HTMLIFrameElement) => {
      const document = outer.contentDocument?.querySelector('iframe')?.contentDocument;
      const element = document?.querySelector('#text');
      const colour = element ? document?.defaultView?.getComputedStyle(element).color : undefined;
      return [element?.textContent, colour];
    });
  await expect.poll(shown).toEqual(['Changed in the frame', 'rgb(1, 120, 3)']);
  await Promise.all([site, child, stranger, astray].map(async ({ close }) => close()));
});
