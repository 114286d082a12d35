import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { isExecutable } from './chromium.mjs';
import { canInstall, installFromDebian } from './debian.mjs';

/**
 * Finds the browsers beside Chromium that the agent is tested in: Firefox, and WebKitGTK with its WebDriver and a display
 * that nobody sees. `ensureEngines` installs Debian's packages where that is possible. Where an engine is missing, its tests
 * are left out, or fail where `CI` is set. Run as a program it prints what it found.
 */

const FIREFOX_PLACES = ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'];
const WEBKIT_PLACES = ['/usr/bin/WebKitWebDriver'];
const DISPLAY_PLACES = ['/usr/bin/Xvfb'];

/** @returns {string | undefined} */
export function findFirefox(env = process.env) {
  return find(env.FIREFOX_PATH, FIREFOX_PLACES);
}

/** @returns {{ driver: string, display: string } | undefined} both, or undefined where one is missing */
export function findWebkit(env = process.env) {
  const driver = find(env.WEBKIT_DRIVER_PATH, WEBKIT_PLACES);
  const display = find(env.XVFB_PATH, DISPLAY_PLACES);
  return driver === undefined || display === undefined ? undefined : { driver, display };
}

/** Installs what is missing, if that can be done. Never ends the process: tests of a missing engine say it themselves. */
export function ensureEngines(say = (line) => console.error(line)) {
  const missing = [
    ...(findFirefox() === undefined ? ['firefox-esr'] : []),
    ...(findWebkit() === undefined ? ['webkit2gtk-driver', 'xvfb'] : []),
  ];
  if (missing.length === 0) return;
  try {
    if (canInstall()) installFromDebian(missing, say);
    else say(`Not tested for want of a browser; on Debian or Ubuntu: sudo apt-get install -y ${missing.join(' ')}`);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}

/** @param {string | undefined} own @param {string[]} places */
function find(own, places) {
  if (own) {
    if (isExecutable(own)) return own;
    throw new Error(`${own} is not an executable file.`);
  }
  return places.find(isExecutable);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  ensureEngines();
  const found = { firefox: findFirefox(), webkit: findWebkit() };
  console.log(JSON.stringify(found));
  process.exitCode = found.firefox === undefined || found.webkit === undefined ? 1 : 0;
}
