import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import type { InPage } from '../browser/equivalence/inPage.ts';
import { ENGINES } from '../tools/engines/engine.ts';
import { findEngine } from '../tools/engines/launch.ts';
import { startHostSite } from '../tools/hostSite.ts';

/**
 * The random programs of `test/browser/equivalence` in their short form: those run in Chromium, and by the thousand. With more
 * WebKit gets to one where it tells an outdated colour of an element that no slot shows.
 */
const PROGRAM_COUNT = Number(process.env['REWINDOW_ENGINE_PROGRAMS'] ?? 40);
const SEED = Number(process.env['REWINDOW_SEED'] ?? 17_870);
const IN_PAGE = join(import.meta.dirname, '../browser/equivalence/inPage.ts');

interface Outcome {
  programs?: InPage;
  outcome?: string;
}

const OUTER =
  '<!doctype html><script src="/programs.js"></script><iframe src="/page" style="width: 800px; height: 600px"></iframe>';
const PAGE = '<!doctype html><html><head><script src="/programs.js"></script></head><body></body></html>';

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    ...{
      entryPoints: [IN_PAGE],
      bundle: true,
      write: false,
      format: 'iife',
      conditions: ['source'],
      logLevel: 'warning',
    },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0]?.text ?? '';
}

/** Runs in the page. */
function begin(seed: number, count: number): void {
  const frame = document.querySelector('iframe')?.contentWindow as unknown as InPage;
  frame.tryPrograms(seed, count).then(
    (found) => ((window as Outcome).outcome = found ?? 'the same'),
    (error: unknown) => ((window as Outcome).outcome = `failed: ${String(error)}`),
  );
}

test.for(ENGINES)(
  'in %s the replay shows the page, whatever is done to it',
  { timeout: 600_000 },
  async (name, { skip }) => {
    const launch = await findEngine(name);
    if (!launch) {
      expect(process.env['CI'], `${name} is not installed: node test/tools/engines.mjs`).toBeFalsy();
      return skip(`${name} is not installed`);
    }
    const site = await startHostSite({ '/': OUTER, '/page': PAGE, '/programs.js': await bundle() });
    onTestFinished(() => site.close());
    const driver = await launch();
    onTestFinished(() => driver.close());
    const page = await driver.open();
    await page.goto(`${site.origin}/`);
    await page.waitFor('the programs', () => 'tryPrograms' in (window.frames[0] ?? {}));
    await page.evaluate(begin, SEED, PROGRAM_COUNT);
    await expect
      .poll(() => page.evaluate(() => (window as Outcome).outcome), { timeout: 580_000, interval: 500 })
      .toEqual(expect.any(String));
    expect(await page.evaluate(() => (window as Outcome).outcome)).toBe('the same');
  },
);
