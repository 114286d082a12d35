import { expect, onTestFinished } from 'vitest';
import { createPrivacy, type Privacy } from '../../../src/browser/privacy.ts';
import { createScreen } from '../../../src/screen/index.ts';
import type { ScreenImage } from '../../../src/wire/workerApi.ts';

const defaultPrivacy = () => createPrivacy({ mask: 'inputs', urlParameters: [] });
export const createTestScreen = (privacy = defaultPrivacy()) =>
  createScreen({ window, now: () => 42, guard: (callback) => callback, privacy });
export const take = (target: string, privacy = defaultPrivacy()) =>
  createTestScreen(privacy).capture({ target, cause: 'test' });

/** Until the end of the test. */
export function mount(html: string): void {
  const root = document.createElement('main');
  root.innerHTML = html;
  document.body.replaceChildren(root);
  onTestFinished(() => {
    document.body.replaceChildren();
    window.scrollTo(0, 0);
  });
}

function pixels(image: ScreenImage): Uint8ClampedArray {
  if (!(image.bitmap instanceof ImageBitmap)) throw new Error('no bitmap');
  const { width, height } = image.bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new Error('no context');
  context.drawImage(image.bitmap, 0, 0);
  return context.getImageData(0, 0, width, height).data;
}

export function colourAt(image: ScreenImage, x: number, y: number): number[] {
  const start = (y * image.bitmap.width + x) * 4;
  return [...pixels(image).slice(start, start + 3)];
}

export function inkCount(image: ScreenImage): number {
  const all = pixels(image);
  let count = 0;
  for (let index = 0; index < all.length; index += 4) if ((all[index] ?? 255) < 128) count += 1;
  return count;
}

export function differenceCount(one: ScreenImage, other: ScreenImage): number {
  const theirs = pixels(other);
  const ours = pixels(one);
  expect(ours.length).toBe(theirs.length);
  return ours.reduce((count, value, index) => (value === theirs[index] ? count : count + 1), 0);
}

export async function imageOf(
  html: string,
  target = '#t',
  prepare: (privacy: Privacy) => void = () => undefined,
  privacy = defaultPrivacy(),
): Promise<ScreenImage> {
  mount(html);
  prepare(privacy);
  return take(target, privacy);
}
