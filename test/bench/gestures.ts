import type { CDPSession, Page } from '@playwright/test';
import { waitUntil } from '../tools/waitUntil.ts';
import { armClock, isClockDone } from './interactionClock.ts';

/** One thing that a person does; `on` is Playwright's selector of the element. */
export type Gesture =
  { kind: 'click' | 'move'; on: string } | { kind: 'wheel'; on: string; by: number } | { kind: 'key'; key: string };

export function nameOf(gesture: Gesture): string {
  if (gesture.kind === 'key') return `key ${gesture.key}`;
  return `${gesture.kind} ${gesture.on}`;
}

/** How long nothing is asked of the page, so that neither the asking nor an earlier interaction is measured. */
const QUIET_MS = 120;

interface Point {
  x: number;
  y: number;
}

/** Moves, clicks and types as the browser's own input does, with the page's clock around each gesture. */
export async function perform(page: Page, cdp: CDPSession, gesture: Gesture): Promise<void> {
  const point = gesture.kind === 'key' ? { x: 0, y: 0 } : await pointAt(page, gesture.on);
  // The pointer is where it presses before it presses, as people's are.
  if (gesture.kind === 'click' || gesture.kind === 'wheel') await cdp.send('Input.dispatchMouseEvent', moveTo(point));
  await page.evaluate(armClock, gesture.kind);
  await page.waitForTimeout(QUIET_MS / 3);
  await dispatch(cdp, gesture, point);
  await page.waitForTimeout(QUIET_MS);
  await waitUntil(`the end of ${nameOf(gesture)}`, async () => (await page.evaluate(isClockDone)) || undefined);
}

async function pointAt(page: Page, selector: string): Promise<Point> {
  const place = page.locator(selector).first();
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  const size = page.viewportSize();
  if (!box || !size) throw new Error(`${selector} is not on the page`);
  const bottom = Math.min(box.y + box.height, size.height);
  const top = Math.max(box.y, 0);
  return { x: box.x + Math.min(box.width / 2, 200), y: (top + bottom) / 2 };
}

function moveTo({ x, y }: Point) {
  return { type: 'mouseMoved' as const, x, y };
}

async function dispatch(cdp: CDPSession, gesture: Gesture, { x, y }: Point): Promise<void> {
  switch (gesture.kind) {
    case 'move':
      await cdp.send('Input.dispatchMouseEvent', moveTo({ x, y }));
      return;
    case 'wheel':
      await cdp.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x, y, deltaX: 0, deltaY: gesture.by });
      return;
    case 'click': {
      const button = { x, y, button: 'left' as const, clickCount: 1 };
      await Promise.all([
        cdp.send('Input.dispatchMouseEvent', { ...button, type: 'mousePressed', buttons: 1 }),
        cdp.send('Input.dispatchMouseEvent', { ...button, type: 'mouseReleased', buttons: 0 }),
      ]);
      return;
    }
    case 'key': {
      const key = keyOf(gesture.key);
      await Promise.all([
        cdp.send('Input.dispatchKeyEvent', { ...key, type: 'keyDown' }),
        cdp.send('Input.dispatchKeyEvent', { ...key, type: 'keyUp' }),
      ]);
    }
  }
}

/** What Chromium has to know of a key: a letter, Enter or Backspace. */
function keyOf(key: string) {
  if (key === 'Enter') return { key, code: key, windowsVirtualKeyCode: 13, text: '\r' };
  if (key === 'Backspace') return { key, code: key, windowsVirtualKeyCode: 8 };
  return { key, code: `Key${key.toUpperCase()}`, windowsVirtualKeyCode: key.toUpperCase().charCodeAt(0), text: key };
}
