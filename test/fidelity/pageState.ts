import type { Page } from '@playwright/test';
import { startPageTraces } from '../e2e/pageTraces.ts';

/** All that a page consists of, as text, so that two can be compared: one that had the agent, and one that never did. */
export async function readPageState(page: Page): Promise<string[]> {
  const lines = await page.evaluate(() => {
    const rootsOf = (root: Document | ShadowRoot): (Document | ShadowRoot)[] => [
      root,
      ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? rootsOf(shadowRoot) : [])),
    ];
    const roots = rootsOf(document);
    const shadowRoots = roots.filter((root) => root instanceof ShadowRoot);
    const rules = roots.flatMap((root) =>
      [...root.styleSheets, ...root.adoptedStyleSheets].map(({ cssRules }) => `${String(cssRules.length)} rules`),
    );
    const values = roots.flatMap((root) =>
      [...root.querySelectorAll('input, textarea')].map((field) => Reflect.get(field, 'value')),
    );
    const html = document.documentElement.getHTML({ shadowRoots });
    return [html, ...rules, ...values.map(String), ...window.pageTraces.left().sort()];
  });
  // Zone.js notes for ever which events were listened to.
  return lines.filter((text) => !text.includes('.__zone_symbol__')).map(withoutAgent);
}

/** Has to be called before the page is opened. */
export async function watchPage(page: Page): Promise<{ complaints: string[] }> {
  await page.addInitScript(startPageTraces);
  const complaints: string[] = [];
  page.on('console', (line) => {
    if (['error', 'warning'].includes(line.type())) complaints.push(line.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  return { complaints };
}

/** The fixture itself is not the same: it names the agent. */
function withoutAgent(html: string): string {
  return (
    html
      .replace(/<script src="[^"]*\/agent\/rewindow\.js"[^>]*><\/script>/, '')
      .replace(/<meta name="fixture-agent"[^>]*>/, '')
      .replace('/app-npm.js', '/app.js')
      // Lit gives its markers a random number.
      .replace(/lit\$\d+\$/g, 'lit$')
  );
}
