import type { Page } from '@playwright/test';
import type { Box } from './comparePixels.ts';
import type { Scenario } from './scenarios.ts';

/** What a page looked like at its quiet points, by their names. */
export type Pictures = Map<string, Buffer>;

export const VIEWPORT = { width: 800, height: 600 };
/** Until scrolls and moves, which are recorded in samples, have become records. */
const QUIET_MS = 700;

/** Goes through a fixture's steps, and takes a picture at each quiet point; a page with the agent gets a mark there. */
export async function visit(page: Page, { steps }: Scenario): Promise<Pictures> {
  const pictures: Pictures = new Map();
  for (const { point, act, keepsFocus = false } of steps) {
    await act(page);
    await beQuiet(page, keepsFocus);
    pictures.set(point, await takePicture(page));
    await page.evaluate((name) => window.rewindow?.mark(name), `point-${point}`);
  }
  return pictures;
}

/** Nothing has the focus, nothing is below the pointer: the replay shows neither. */
async function beQuiet(page: Page, keepsFocus: boolean): Promise<void> {
  await page.mouse.move(VIEWPORT.width - 3, VIEWPORT.height - 3);
  await page.evaluate((keeps) => {
    if (keeps) return;
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (active instanceof HTMLElement) active.blur();
  }, keepsFocus);
  await page.waitForTimeout(QUIET_MS);
}

/** The page as it is: Playwright's own treatment of animations and carets would be recorded. */
export async function takePicture(page: Page): Promise<Buffer> {
  return page.screenshot({ animations: 'allow', caret: 'initial', scale: 'css' });
}

/** Asked of the page itself: Playwright's own way would leave listeners of its own there. */
export async function boxesOf(page: Page, selector: string): Promise<Box[]> {
  return page.evaluate((wanted) => {
    const boxes = [...document.querySelectorAll(wanted)].map((element) => element.getBoundingClientRect());
    return boxes.map(({ x, y, width, height }) => ({ x, y, width, height }));
  }, selector);
}
