import type { Page } from '@playwright/test';
import { waitUntil } from '../tools/waitUntil.ts';
import type { Scenario } from './scenarios.ts';

/** What a page looked like at its quiet points, by their names. */
export type Pictures = Map<string, Buffer>;

export const VIEWPORT = { width: 800, height: 600 };
/** Until scrolls and moves, which are recorded in samples, have become records. */
const QUIET_MS = 700;

/** Goes through a fixture's steps, and takes a picture at each quiet point; a page with the agent gets a mark there. */
export async function visit(page: Page, { steps }: Scenario): Promise<Pictures> {
  const pictures: Pictures = new Map();
  for (const { point, act } of steps) {
    await act(page);
    await beQuiet(page);
    pictures.set(point, await takePicture(page));
    await page.evaluate((name) => window.rewindow?.mark(name), `point-${point}`);
  }
  return pictures;
}

/** Nothing has the focus, nothing is below the pointer: the replay shows neither. */
async function beQuiet(page: Page): Promise<void> {
  await page.mouse.move(VIEWPORT.width - 3, VIEWPORT.height - 3);
  await page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (active instanceof HTMLElement) active.blur();
  });
  await page.waitForTimeout(QUIET_MS);
}

/** The page as it is: Playwright's own treatment of animations and carets would be recorded. */
export async function takePicture(page: Page): Promise<Buffer> {
  return page.screenshot({ animations: 'allow', caret: 'initial', scale: 'css' });
}

/** Waits until the agent records the DOM, and gives the session's id. */
export async function untilRecording(page: Page): Promise<string> {
  return waitUntil('the recorder', () =>
    page.evaluate(async () => {
      const status = await window.rewindow?.status();
      const isRecording = status?.recording !== undefined && 'dom' in status.recording.store.counts;
      return isRecording ? status.ids?.sessionId : undefined;
    }),
  );
}
