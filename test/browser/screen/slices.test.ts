import { expect, test } from 'vitest';
import { mount, take } from './pictures.ts';

/** So many turns does the page get while an image is taken, and the longest time that it waits for one is that of a slice. */
test('the page gets its turn in the middle of an image', async () => {
  const rows = Array.from({ length: 1_500 }, (_, index) => `<p><b>Row ${String(index)}</b> <i>text</i></p>`);
  mount(`<div>${rows.join('')}</div>`);
  let turnCount = 0;
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    turnCount += 1;
    channel.port2.postMessage(0);
  };
  let isCopied = false;
  const observer = new MutationObserver(() => (isCopied = true));
  observer.observe(document.documentElement, { childList: true });
  const taken = take('viewport');
  await expect.poll(() => isCopied).toBe(true);
  channel.port2.postMessage(0);
  await taken;
  channel.port1.close();
  observer.disconnect();
  expect(turnCount).toBeGreaterThan(5);
});

test('a page that changes meanwhile is imaged all the same', async () => {
  const rows = Array.from({ length: 1_500 }, (_, index) => `<p>Row <b>${String(index)}</b></p>`);
  mount(`<div id="list">${rows.join('')}</div>`);
  const list = document.querySelector('#list');
  const timer = setInterval(() => {
    list?.firstElementChild?.remove();
    list?.append(document.createElement('p'));
    list?.children[700]?.replaceWith('text');
  }, 1);
  const image = await take('viewport').finally(() => {
    clearInterval(timer);
  });
  expect(image.bitmap.width).toBe(innerWidth);
});
