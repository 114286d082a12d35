import { randomUUID } from 'node:crypto';
import { link, mkdir, open, opendir, readFile, rename, rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Archive, SegmentKey } from '../ports/index.ts';
import { parseSegmentPath, segmentPath, sessionFolder } from './segmentPath.ts';

const INCOMING = '.incoming';

/**
 * Segments as files. A segment is written beside, synced and then linked to its name, which fails where the name is
 * taken; so a name never holds half a segment and never changes what it holds. Folders are synced, too: a name that was
 * confirmed is still there after the power was cut.
 */
export async function openFileArchive({ folder }: { folder: string }): Promise<Archive> {
  const incoming = path.join(folder, INCOMING);
  // What a killed process has left behind was never confirmed.
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true });
  return {
    put: async (key, bytes) => putFile({ folder, incoming, file: path.join(folder, segmentPath(key)) }, bytes),
    get: async (key) => readIfPresent(path.join(folder, segmentPath(key))),
    list: (scope) => listKeys(folder, scope),
    async removeSession(app, sessionId) {
      const target = path.join(folder, sessionFolder(app, sessionId));
      let count = 0;
      for await (const key of listKeys(folder, { app, sessionId })) count += key.sessionId === sessionId ? 1 : 0;
      if (count === 0) return 0;
      await rm(target, { recursive: true, force: true });
      await syncFolder(path.dirname(target));
      return count;
    },
    close: () => Promise.resolve(),
  };
}

async function putFile(place: { folder: string; incoming: string; file: string }, bytes: Uint8Array) {
  const draft = path.join(place.incoming, randomUUID());
  await writeSynced(draft, bytes);
  await mkdir(path.dirname(place.file), { recursive: true });
  const isNew = await claimName(draft, place.file);
  // Also where it was there already: the one that put it may not have come so far.
  await syncFolders(path.dirname(place.file), place.folder);
  if (isNew) return 'stored';
  const present = await readFile(place.file);
  return present.equals(bytes) ? 'duplicate' : 'conflict';
}

/** Gives the draft its name; false where the name is taken. The draft is gone afterwards. */
async function claimName(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // Some file systems have no links; there the look before the rename has to do.
    if ((await readIfPresent(file)) !== undefined) return false;
    await rename(draft, file);
    return true;
  } finally {
    await unlink(draft).catch(() => undefined);
  }
  return true;
}

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolders(folder: string, root: string): Promise<void> {
  await syncFolder(folder);
  if (path.relative(root, folder) !== '') await syncFolders(path.dirname(folder), root);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readIfPresent(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function* listKeys(folder: string, scope?: { app: string; sessionId: string }): AsyncGenerator<SegmentKey> {
  const start = scope === undefined ? folder : path.join(folder, sessionFolder(scope.app, scope.sessionId));
  for await (const file of walkFiles(start)) {
    const key = parseSegmentPath(path.relative(folder, file));
    if (key) yield key;
  }
}

async function* walkFiles(folder: string): AsyncGenerator<string> {
  const entries = await opendir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  for await (const entry of entries) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== INCOMING) yield* walkFiles(place);
    else if (entry.isFile()) yield place;
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
