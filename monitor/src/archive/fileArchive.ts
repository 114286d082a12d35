import { mkdir, opendir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Archive, SegmentKey } from '../ports/index.ts';
import { codeOf, putFile, readIfPresent, syncFolder } from './durableFile.ts';
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
