import puppeteer, { type BrowserContext, type LaunchOptions, type Page } from 'puppeteer-core';
import { CHROMIUM_ARGS } from '../chromium.mjs';
import { STEP_LIMIT_MS, type EngineDriver, type EnginePage } from './engine.ts';
import { createPoll, isThere } from './poll.ts';

const OPTIONS = { protocolTimeout: STEP_LIMIT_MS, timeout: 60_000, defaultViewport: null };

export function launchChromium(executablePath: string): Promise<EngineDriver> {
  return launch({ ...OPTIONS, browser: 'chrome', executablePath, args: [...CHROMIUM_ARGS, '--window-size=1024,768'] });
}

/** By WebDriver BiDi. */
export function launchFirefox(executablePath: string): Promise<EngineDriver> {
  return launch({ ...OPTIONS, browser: 'firefox', executablePath, args: ['--width=1024', '--height=768'] });
}

async function launch(options: LaunchOptions): Promise<EngineDriver> {
  const browser = await puppeteer.launch(options);
  const child = browser.process();
  return {
    open: async () => openPage(await browser.createBrowserContext()),
    async close() {
      const force = setTimeout(() => child?.kill('SIGKILL'), 10_000);
      await browser.close().catch(() => child?.kill('SIGKILL'));
      clearTimeout(force);
    },
  };
}

async function openPage(context: BrowserContext): Promise<EnginePage> {
  const page = await context.newPage();
  page.setDefaultTimeout(STEP_LIMIT_MS);
  const lines = listenTo(page);
  const evaluate: EnginePage['evaluate'] = (inPage, ...args) => page.evaluate(toSource(inPage, args));
  const waitFor = createPoll(evaluate);
  const click = async (selector: string) => {
    await waitFor(selector, isThere, selector);
    await page.click(selector);
  };
  return {
    async goto(url) {
      await page.goto(url);
    },
    async reload() {
      await page.reload();
    },
    evaluate,
    click,
    async type(selector, text) {
      await click(selector);
      await page.keyboard.type(text);
    },
    waitFor,
    screenshot: () => page.screenshot(),
    consoleLines: () => lines,
    close: () => context.close(),
  };
}

/** An expression: arguments go as JSON, as they do in the other drivers. */
function toSource(inPage: (...args: never[]) => unknown, args: unknown[]): string {
  return `(${inPage.toString()})(...${JSON.stringify(args)})`;
}

function listenTo(page: Page): string[] {
  const lines: string[] = [];
  page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => lines.push(`thrown: ${String(error)}`));
  return lines;
}
