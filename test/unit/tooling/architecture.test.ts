import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LAYERS, LIBRARIES, ONE_FILE, SIDES } from '../../lint/layers.mjs';
import { findScattered } from '../../tools/importers.mjs';

/** What a linter that sees one file at a time can't see. */
const root = join(import.meta.dirname, '../../..');

function readSources(side: string): { path: string; text: string }[] {
  return readdirSync(join(root, side), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.d\.ts$|\.config\.ts$|(?:^|\/)(?:dist|node_modules)\//.test(name))
    .map((name) => ({ path: `${side}/${name}`, text: readFileSync(join(root, side, name), 'utf8') }));
}

test('each library has one importing file per side', () => {
  expect(findScattered(SIDES.flatMap(readSources), ONE_FILE, SIDES)).toEqual([]);
});

test('a second importing file of the same side is found, one of another side is not', () => {
  const text = "import { openDB } from 'idb';";
  const files = [
    { path: 'worker/ring/database.ts', text },
    { path: 'src/session/store.ts', text: "const load = () => import('idb');" },
  ];
  expect(findScattered(files, ['idb'], ['src', 'worker'])).toEqual([]);
  const more = [
    ...files,
    { path: 'worker/outbox.ts', text: "export type { IDBPDatabase } from 'idb/with-async-ittr';" },
  ];
  expect(findScattered(more, ['idb'], ['src', 'worker'])).toEqual([
    { side: 'worker', name: 'idb', importers: ['worker/ring/database.ts', 'worker/outbox.ts'] },
  ]);
});

test('the tables of layers and libraries name folders that exist', () => {
  const folders = [...Object.keys(LAYERS), ...Object.keys(LIBRARIES), ...SIDES];
  // Part of the layout, still to be filled.
  const missing = folders.filter((folder) => !existsSync(join(root, folder)));
  expect(missing).toEqual(missing.filter((folder) => folder === 'src/submit'));
});

test('every folder of the agent has its place in the table of layers', () => {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map((entry) => `src/${entry.name}`).filter((folder) => !(folder in LAYERS))).toEqual([]);
});
