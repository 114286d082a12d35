import type { Browser, Page } from '@playwright/test';
import { expect, test as base } from './fixtures.ts';
import { createShop, type Shop } from './shop.ts';

/** The console in a browser, while a visitor is in the shop in another. */
interface ConsoleFixtures {
  /** The shop in a browser of its own. */
  visitor: Shop;
  /** The console, logged in. Anything that it says as an error, or asks of another origin, fails the test. */
  operator: Page;
}

export const test = base.extend<ConsoleFixtures>({
  visitor: async ({ browser, shopUrl }, use) => {
    const context = await browser.newContext();
    await use(createShop(await context.newPage(), shopUrl));
    await context.close();
  },
  operator: async ({ browser, monitor }, use) => {
    const { context, page, wrongs } = await openConsole(browser, monitor.baseUrl);
    const login = await context.request.post(`${monitor.baseUrl}/v1/login`, { data: { password: monitor.password } });
    expect(login.ok()).toBe(true);
    await use(page);
    await context.close();
    expect(wrongs).toEqual([]);
  },
});

/** A browser with the console's address, and what went wrong in it. */
export async function openConsole(browser: Browser, baseUrl: string) {
  const context = await browser.newContext({ baseURL: baseUrl, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const wrongs: string[] = [];
  page.on('pageerror', ({ message }) => wrongs.push(`thrown: ${message}`));
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') wrongs.push(`${line.type()}: ${line.text()}`);
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== baseUrl) wrongs.push(`asked for ${request.url()}`);
  });
  return { context, page, wrongs };
}

export { expect };

const LOOK = ['color', 'backgroundColor', 'fontFamily', 'fontSize', 'fontWeight', 'borderRadius', 'padding', 'display'];
const STYLED = ['header', 'header button', 'h1', '#main label', '#main input'];

/** How the page's main parts look, as the browser has computed it. */
export async function lookOf(root: Pick<Page, 'locator'>) {
  const looks = STYLED.map((selector) =>
    root
      .locator(selector)
      .first()
      .evaluate((element, names) => {
        const style = getComputedStyle(element);
        return names.map((name) => `${name}: ${String(Reflect.get(style, name))}`);
      }, LOOK),
  );
  return Promise.all(looks);
}
