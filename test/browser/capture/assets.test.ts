import { expect, onTestFinished, test } from 'vitest';
import { createPrivacy, type MaskMode } from '../../../src/browser/privacy.ts';
import { track } from '../../../src/capture/assets/index.ts';
import type { AssetOrder } from '../../../src/wire/index.ts';
import { run } from './scope.ts';

async function mount(html: string): Promise<void> {
  document.body.innerHTML = html;
  onTestFinished(() => document.body.replaceChildren());
  await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
}

function follow(mask: MaskMode = 'inputs') {
  const orders: AssetOrder[] = [];
  const handle = run(track, {
    privacy: createPrivacy({ mask, urlParameters: [] }),
    details: () => ({ assets: { maxBytes: 5_000 } }),
    keepAssets: (order) => orders.push(order),
  });
  return { orders, handle, files: () => orders.flatMap(({ files }) => files) };
}

/** A picture of this origin: the tests' server serves the project's files. */
const picture = (name: string) => `/demo/web/public/pictures/candle-tin.svg?v=${name}`;
const blob = () =>
  URL.createObjectURL(
    new Blob(['<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'], { type: 'image/svg+xml' }),
  );

test('images of the page are handed over once, those in blocked parts and of other origins are not', async () => {
  await mount(`<img src="${picture('a')}"><p data-rewindow-block><img src="${picture('b')}"></p>
    <img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"><img src="${blob()}">
    <img src="${picture('c')}&token=canary">`);
  const { orders, files } = follow();
  const here = (name: string) => new URL(picture(name), location.href).href;
  await expect.poll(() => files().map(({ url }) => url), { timeout: 15_000 }).toContain(here('a'));
  expect(files().map(({ url }) => url)).not.toContain(here('b'));
  expect(files().filter(({ url }) => !url.startsWith(location.origin))).toEqual([]);
  expect(files()).toContainEqual({ url: `${here('c')}&token=canary`, name: `${here('c')}&token=***` });
  document.body.append(Object.assign(new Image(), { src: picture('d') }));
  await expect.poll(() => files().map(({ url }) => url), { timeout: 15_000 }).toContain(here('d'));
  expect(files().filter(({ url }) => url === here('a'))).toHaveLength(1);
  expect(orders[0]).toMatchObject({ maxBytes: 5_000 });
});

test('where everything is masked no picture is fetched', async () => {
  await mount(`<img src="${picture('a')}">`);
  const { files, handle } = follow('all');
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  handle.stop();
  expect(files().every(({ url }) => /\.(?:css|woff2?|ttf|otf|eot)(?:$|\?)/.test(url))).toBe(true);
});

test('pictures of style sheets are kept where something shows them that is not blocked', async () => {
  const shadow = picture('shadow');
  await mount(`<style>.open { background: url("${picture('open')}") } .shut { background: url("${picture('shut')}") }
    .late:before { content: url("${picture('late')}") }</style>
    <p class="open">open</p><p class="late">late</p><div id="host"></div>
    <div data-rewindow-block><p class="shut">shut</p></div>`);
  const host = document.querySelector('#host')!;
  host.attachShadow({ mode: 'open' }).innerHTML = `<p style="background: url('${shadow}')">inside</p>`;
  const here = (name: string) => new URL(picture(name), location.href).href;
  const names = ['open', 'shut', 'late', 'shadow'].map(here);
  const loaded = () => performance.getEntriesByType('resource').map(({ name }) => name);
  await expect.poll(() => names.every((name) => loaded().includes(name))).toBe(true);
  const { files } = follow();
  const kept = () => files().map(({ url }) => url);
  await expect
    .poll(() => ['open', 'late', 'shadow'].every((name) => kept().includes(here(name))), { timeout: 15_000 })
    .toBe(true);
  document.body.append(Object.assign(new Image(), { src: picture('more') }));
  await expect.poll(kept, { timeout: 15_000 }).toContain(here('more'));
  expect(kept()).not.toContain(here('shut'));
});
