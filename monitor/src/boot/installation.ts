import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

/** Where the builds of the installed packages lie. The same from the sources and from the compiled files. */
const MONITOR_ROOT = fileURLToPath(new URL('../..', import.meta.url));

export function agentFolder(): string {
  const resolve = createRequire(import.meta.url).resolve;
  return path.join(path.dirname(resolve('rewindow/package.json')), 'dist');
}

export function consoleFolder(): string {
  return path.join(MONITOR_ROOT, 'dist', 'web');
}

export function readVersion(): string {
  const Package = v.pipe(v.string(), v.parseJson(), v.object({ version: v.string() }));
  return v.parse(Package, readFileSync(path.join(MONITOR_ROOT, 'package.json'), 'utf8')).version;
}
