import * as v from 'valibot';
import { findFreePort } from '../freePort.ts';
import { waitUntil } from '../waitUntil.ts';
import { startProcess, startDisplay } from './processes.ts';
import { SCRIPT_LIMIT_MS, type EngineDriver, type EnginePage } from './engine.ts';
import { createPoll, isThere } from './poll.ts';
import { startSession, type WebDriverSession } from './webDriver.ts';

/** WebKitGTK's own small browser, driven over WebDriver on a display that nobody sees. Its profiles are in memory. */
export async function launchWebkit(programs: { driver: string; display: string }): Promise<EngineDriver> {
  const display = await startDisplay(programs.display);
  const port = await findFreePort();
  const driver = startProcess(programs.driver, [`--port=${port}`], {
    DISPLAY: display.name,
    // Containers can't nest the sandbox; every page of the tests is ours.
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
  });
  const url = `http://127.0.0.1:${port}`;
  const isUp = async () => {
    const answer = await fetch(`${url}/status`).catch(() => undefined);
    return answer?.ok ? true : undefined;
  };
  await waitUntil('the WebDriver', isUp);
  return {
    // A session is a browser of its own; the driver has one at a time.
    open: async () => openPage(await startSession(url, { timeouts: { script: SCRIPT_LIMIT_MS, pageLoad: 25_000 } })),
    async close() {
      await driver.stop();
      await display.stop();
    },
  };
}

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const Element = v.object({ [ELEMENT]: v.string() });
const Outcome = v.union([v.object({ error: v.string() }), v.object({ value: v.optional(v.unknown()) })]);

function openPage(session: WebDriverSession): EnginePage {
  const evaluate: EnginePage['evaluate'] = async (inPage, ...args) => {
    const script = `const [args, done] = arguments;
      Promise.resolve().then(() => (${inPage.toString()})(...args))
        .then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const outcome = v.parse(Outcome, await session.command('execute/async', { script, args: [args] }));
    if ('error' in outcome) throw new Error(outcome.error);
    return outcome.value;
  };
  const waitFor = createPoll(evaluate);
  const find = async (selector: string) => {
    await waitFor(selector, isThere, selector);
    const element = await session.command('element', { using: 'css selector', value: selector });
    return `element/${v.parse(Element, element)[ELEMENT]}`;
  };
  /**
   * While the page is being laid out an element can't be clicked yet; where the driver has to scroll, it sometimes never
   * can, so that the page does it first.
   */
  const click = (selector: string) =>
    waitUntil(`a click on ${selector}`, async () => {
      const element = await find(selector);
      await evaluate(bringIntoView, selector);
      return session.command(`${element}/click`, {}).then(
        () => element,
        (error: unknown) => {
          if (/not interactable|intercepted|stale/.test(String(error))) return undefined;
          throw error;
        },
      );
    });
  return {
    async goto(url) {
      await session.command('url', { url });
    },
    async reload() {
      await session.command('refresh', {});
    },
    evaluate,
    async click(selector) {
      await click(selector);
    },
    async type(selector, text) {
      await session.command(`${await click(selector)}/value`, { text });
    },
    waitFor,
    screenshot: async () => Buffer.from(v.parse(v.string(), await session.command('screenshot')), 'base64'),
    // WebDriver has no command for it; pages that have to know listen to their own console.
    consoleLines: () => [],
    close: () => session.end(),
  };
}

/** Runs in the page. */
function bringIntoView(selector: string): void {
  const element = document.querySelector(selector);
  const { top = 0, bottom = 0 } = element?.getBoundingClientRect() ?? {};
  if (top < 0 || bottom > innerHeight) element?.scrollIntoView({ block: 'center', behavior: 'instant' });
}
