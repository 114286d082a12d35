import { PNG } from 'pngjs';
import type { Page } from '@playwright/test';
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

/** A canvas of the recorded page, as the console sees it: asked from outside of the frame, which runs no scripts. */
async function boxOf(operator: Page, selector: string) {
  return operator.getByTitle('Recorded page').evaluate((frame: HTMLIFrameElement, wanted) => {
    const outer = frame.getBoundingClientRect();
    const inner = frame.contentDocument?.querySelector(wanted)?.getBoundingClientRect();
    const scale = outer.width / frame.clientWidth;
    const { x = 0, y = 0, width = 0, height = 0 } = inner ?? {};
    return {
      middle: { x: outer.x + scale * (x + width / 2), y: outer.y + scale * (y + height / 2) },
      inPage: { x, y, width, height },
    };
  }, selector);
}

/** Colour in the middle of what can be seen of a canvas. */
async function colourOf(operator: Page, selector: string): Promise<number[]> {
  const { middle } = await boxOf(operator, selector);
  const options = { clip: { ...middle, width: 2, height: 2 }, animations: 'allow', caret: 'initial' } as const;
  const { data } = PNG.sync.read(await operator.screenshot(options));
  return [...data.subarray(0, 3)].map((part) => (part > 200 ? 1 : part < 55 ? 0 : -1));
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
  await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'buffer.send' } });
  await api.recordsWhen(sessionId, 'the second colour', (all) => JSON.stringify(all).includes('it is blue'));

  await operator.goto(`/sessions/${sessionId}`);
  for (const [name, colour] of [
    ['red', [1, 0, 0]],
    ['blue', [0, 0, 1]],
    ['red', [1, 0, 0]],
  ] as const) {
    await operator
      .locator('aside')
      .getByRole('button', { name: `it is ${name}` })
      .click();
    await expect.poll(() => colourOf(operator, '#plain'), `2D, ${name}`).toEqual(colour);
    await expect.poll(() => colourOf(operator, '#deep'), `WebGL, ${name}`).toEqual(colour);
  }
  for (const id of ['#plain', '#deep', '#empty']) {
    const { x, y, width, height } = (await page.locator(id).boundingBox()) ?? {};
    expect((await boxOf(operator, id)).inPage, id).toEqual({ x, y, width, height });
  }
  await site.close();
});
