import type { Page } from '@playwright/test';
import { expect } from '../e2e/fixtures.ts';
import { VIEWPORT, type Pictures } from './visit.ts';
import type { Scenario } from './scenarios.ts';

/** Large enough for the console to show the recorded page in its own size. */
const CONSOLE_VIEWPORT = { width: 1_500, height: 1_050 };
const STILL_MS_MAX = 5_000;

/** What the console draws around and over the recorded page: edges of masked fields, the pointer. */
const BARE = `
  .replayer-mouse { display: none !important; }
  [class*=stage] { align-items: flex-start !important; justify-content: flex-start !important; }
  [class*=box] { box-shadow: none !important; }`;
/** More specific than the console's own rule. */
const BARE_PICTURE = ':is(input, textarea):not(#x#y) { outline: none !important; }';

/** Replays a session in the console, and takes a picture of the recorded page at each of its quiet points. */
export async function replay(operator: Page, sessionId: string, { steps }: Scenario): Promise<Pictures> {
  await operator.setViewportSize(CONSOLE_VIEWPORT);
  await operator.goto(`/sessions/${sessionId}`);
  await operator.addStyleTag({ content: BARE });
  const pictures: Pictures = new Map();
  for (const { point } of steps) {
    const search = operator.getByRole('textbox', { name: 'Search in events' });
    await search.fill(`point-${point}`);
    const mark = operator.locator('aside').getByRole('button', { name: `point-${point}` });
    await mark.click();
    await expect(mark).toHaveAttribute('data-current', 'true');
    pictures.set(point, await takeStillPicture(operator));
  }
  return pictures;
}

/** Transitions begin anew when a picture is built: waits for them. */
async function takeStillPicture(operator: Page): Promise<Buffer> {
  const frame = operator.getByTitle('Recorded page');
  const take = async () => {
    await operator.frameLocator('iframe[title="Recorded page"]').locator('html').evaluate(addStyle, BARE_PICTURE);
    const box = await frame.boundingBox();
    expect({ width: box?.width, height: box?.height }).toEqual(VIEWPORT);
    return operator.screenshot({
      animations: 'allow',
      caret: 'initial',
      clip: { x: box?.x ?? 0, y: box?.y ?? 0, ...VIEWPORT },
    });
  };
  const until = Date.now() + STILL_MS_MAX;
  let last = await take();
  for (;;) {
    await operator.waitForTimeout(300);
    const next = await take();
    if (next.equals(last) || Date.now() > until) return next;
    last = next;
  }
}

function addStyle(html: Element, text: string): void {
  if (html.querySelector('[data-bare]')) return;
  const style = html.ownerDocument.createElement('style');
  style.setAttribute('data-bare', '');
  style.textContent = text;
  html.append(style);
}
