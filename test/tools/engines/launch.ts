import { findChromium } from '../chromium.mjs';
import { findFirefox, findWebkit } from '../engines.mjs';
import type { EngineDriver, EngineName } from './engine.ts';
import { launchChromium, launchFirefox } from './puppeteerEngine.ts';
import { launchWebkit } from './webkitEngine.ts';

/** How to start an engine, or undefined where it isn't installed. */
export async function findEngine(name: EngineName): Promise<(() => Promise<EngineDriver>) | undefined> {
  if (name === 'webkit') {
    const programs = findWebkit();
    return programs && (() => launchWebkit(programs));
  }
  const path = name === 'firefox' ? findFirefox() : await findChromium();
  if (path === undefined) return undefined;
  return () => (name === 'firefox' ? launchFirefox(path) : launchChromium(path));
}
