import { inPhase, openApiSite, type ApiWindow } from './apiPage.ts';
import { expect, test } from './fixtures.ts';

const KINDS = [
  ...(['dom', 'input', 'pointer', 'scroll', 'frustration', 'navigation'] as const),
  ...(['network', 'performance', 'console', 'error', 'page'] as const),
];
const START_COUNT = 100;

test('an agent that is started and stopped a hundred times leaves nothing behind', async ({
  page,
  monitor,
  api,
  flavour,
}) => {
  test.setTimeout(240_000);
  const host = { flavour, app: `again-${flavour}`, monitor: monitor.baseUrl, body: '<main><input name="a"></main>' };
  const network = { sockets: true, resources: true };
  const site = await openApiSite(api, host, { capture: [{ kinds: KINDS, network }] });
  await page.goto(site.origin);
  await inPhase(page, 'recording');
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const measure = async () => {
    await page.evaluate(() => {
      (window as unknown as ApiWindow).api.stop();
    });
    // The worker has two seconds to send what is due.
    await expect.poll(() => page.workers().length, { timeout: 30_000 }).toBe(0);
    await cdp.send('HeapProfiler.collectGarbage');
    await cdp.send('HeapProfiler.collectGarbage');
    const { metrics } = await cdp.send('Performance.getMetrics');
    const valueOf = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
    return { listeners: valueOf('JSEventListeners'), nodes: valueOf('Nodes'), heapBytes: valueOf('JSHeapUsedSize') };
  };
  const repeat = (count: number) =>
    page.evaluate(
      async ([times, app, address]) => {
        const { api: face } = window as unknown as ApiWindow;
        const pause = () => new Promise((resolve) => setTimeout(resolve, 10));
        for (let turn = 0; turn < times; turn += 1) {
          face.init({ app, monitor: address });
          while (!JSON.stringify(await face.status()).includes('"phase":"recording"')) await pause();
          document.querySelector('main')?.append(document.createElement('p'));
          await pause();
          face.stop();
        }
      },
      [count, host.app, monitor.baseUrl] as const,
    );
  // What is loaded, compiled and cached is there after some.
  await repeat(20);
  const before = await measure();
  await repeat(START_COUNT);
  await page.evaluate(() => document.querySelector('main')?.replaceChildren());
  const after = await measure();
  expect(after.listeners - before.listeners).toBeLessThanOrEqual(0);
  expect(after.nodes - before.nodes).toBeLessThanOrEqual(20);
  // Compiled code and caches of the browser grow a little; what a start left behind would be ten times as much.
  expect(after.heapBytes - before.heapBytes).toBeLessThan(START_COUNT * 4_000);
  await site.close();
});
