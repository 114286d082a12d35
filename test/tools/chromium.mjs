import { accessSync, constants } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { canInstall, installFromDebian } from './debian.mjs';

/**
 * Finds the Chromium that the tests drive. `findChromium` only looks; `ensureChromium` installs Debian's package where
 * nothing was found and that is possible, and otherwise says what to do. Run as a program it prints the path.
 */

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Arguments that keep the browser quiet, and without a sandbox only where it can't have one: as root. */
export const CHROMIUM_ARGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const HOW_TO = `No Chromium found, and the tests need a real one. Any of these will do:
  - Debian or Ubuntu:   sudo apt-get install -y chromium
  - Fedora:             sudo dnf install -y chromium
  - macOS:              brew install --cask google-chrome
  - by Playwright:      npx playwright install chromium
  - a browser elsewhere: CHROMIUM_PATH=/path/to/chromium npm test`;

/** @returns {Promise<string | undefined>} path of an executable that is there, or undefined */
export async function findChromium(env = process.env) {
  if (env.CHROMIUM_PATH) {
    if (isExecutable(env.CHROMIUM_PATH)) return env.CHROMIUM_PATH;
    throw new Error(`CHROMIUM_PATH is ${env.CHROMIUM_PATH}, which is not an executable file.`);
  }
  const own = await playwrightsOwn();
  return [...PLACES, own].find((path) => path !== undefined && isExecutable(path));
}

/** @returns {Promise<string>} path of a Chromium; the process ends with a text for the user where there is no way */
export async function ensureChromium(say = (line) => console.error(line)) {
  try {
    const found = await findChromium();
    if (found !== undefined) return found;
    if (canInstall()) {
      say('No Chromium found.');
      installFromDebian(['chromium'], say);
      const installed = await findChromium();
      if (installed !== undefined) return installed;
    }
    say(HOW_TO);
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n${HOW_TO}`);
  }
  return process.exit(1);
}

export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function playwrightsOwn() {
  try {
    const { chromium } = await import('playwright');
    return chromium.executablePath() || undefined;
  } catch {
    return undefined;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(await ensureChromium());
}
