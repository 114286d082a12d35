import { PNG } from 'pngjs';
import type { Locator, Page } from '@playwright/test';
import { App, InstructionRow, PublishReply } from '../../monitor/src/api/contract.ts';
import { startHostSite } from '../tools/hostSite.ts';
import { waitUntil } from '../tools/waitUntil.ts';
import { agentTag } from './agentTag.ts';
import { expect, test } from './operator.ts';

const RULES = {
  ...{ version: 1, name: 'canvases' },
  capture: [{ kinds: ['dom', 'console'], canvas: { everyMs: 100, quality: 0.9 } }],
};

const BODY = `<h1>Two canvases</h1>
  <p>Before <canvas id="plain" width="120" height="80"></canvas> between
  <canvas id="deep" width="100" height="60" style="width: 200px; height: 120px"></canvas> after.</p>
  <canvas id="empty" width="50" height="30"></canvas>
  <script>
    const plain = document.getElementById('plain').getContext('2d');
    const gl = document.getElementById('deep').getContext('webgl');
    let colour = [1, 0, 0];
    const draw = () => {
      plain.fillStyle = 'rgb(' + colour.map((part) => part * 255).join() + ')';
      plain.fillRect(0, 0, 120, 80);
      if (gl) { gl.clearColor(...colour, 1); gl.clear(gl.COLOR_BUFFER_BIT); }
      requestAnimationFrame(draw);
    };
    draw();
    window.paint = (next) => { colour = next; };
  </script>`;

/** Colour in the middle of what can be seen of an element. */
async function colourOf(operator: Page, element: Locator): Promise<number[]> {
  const clip = await element.boundingBox();
  if (!clip) return [];
  // Of the whole page: an image of an element would need scripts in its frame.
  const { data, width, height } = PNG.sync.read(await operator.screenshot({ clip }));
  const start = (Math.floor(height / 2) * width + Math.floor(width / 2)) * 4;
  return [...data.subarray(start, start + 3)].map((part) => (part > 200 ? 1 : part < 55 ? 0 : -1));
}

test('canvases are replayed as they were, forwards and backwards', async ({
  page,
  operator,
  monitor,
  api,
  flavour,
}) => {
  const app = `canvas-${flavour}`;
  const tag = agentTag({ flavour, app, monitor: monitor.baseUrl });
  const site = await startHostSite({ '/': `<!doctype html><title>Canvases</title>${tag}${BODY}` });
  await api.post('/v1/apps', App, { key: app, name: 'Canvases', allowedOrigins: [site.origin] });
  await api.post(`/v1/apps/${app}/rules`, PublishReply, { text: JSON.stringify(RULES) });
  await page.goto(site.origin);
  const [row] = await waitUntil('the session', async () => {
    const found = await api.searchSessions({ app });
    return found.length > 0 ? found : undefined;
  });
  const sessionId = row?.sessionId ?? '';
  for (const [name, colour] of [
    ['red', [1, 0, 0]],
    ['blue', [0, 0, 1]],
  ] as const) {
    await page.evaluate(
      (wanted) => (window as unknown as { paint(wanted: readonly number[]): void }).paint(wanted),
      colour,
    );
    await page.waitForTimeout(1_500);
    await page.evaluate((text) => {
      console.info(`it is ${text}`);
    }, name);
  }
  await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'send' } });
  await api.recordsWhen(sessionId, 'the second colour', (all) => JSON.stringify(all).includes('it is blue'));

  await operator.goto(`/sessions/${sessionId}`);
  const picture = operator.frameLocator('iframe[title="Recorded page"]');
  for (const [name, colour] of [
    ['red', [1, 0, 0]],
    ['blue', [0, 0, 1]],
    ['red', [1, 0, 0]],
  ] as const) {
    await operator
      .locator('aside')
      .getByRole('button', { name: `it is ${name}` })
      .click();
    await expect.poll(() => colourOf(operator, picture.locator('#plain')), `2D, ${name}`).toEqual(colour);
    await expect.poll(() => colourOf(operator, picture.locator('#deep')), `WebGL, ${name}`).toEqual(colour);
  }
  for (const id of ['#plain', '#deep', '#empty']) {
    const box = await page.locator(id).evaluate((element) => element.getBoundingClientRect().toJSON() as unknown);
    expect(
      await picture.locator(id).evaluate((element) => element.getBoundingClientRect().toJSON() as unknown),
    ).toEqual(box);
  }
  await site.close();
});
