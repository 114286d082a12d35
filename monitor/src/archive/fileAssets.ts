import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ASSET_TYPE, LIMITS } from 'rewindow/wire';
import type { AssetStore } from '../ports/index.ts';
import { codeOf, putFile, readIfPresent } from './durableFile.ts';

const INCOMING = '.incoming';
const APP = /^[A-Za-z0-9_-]{1,64}$/;
const HASH = /^[0-9a-f]{64}$/;
const NEWLINE = 10;

/**
 * Files by content hash: `app/xx/hash`, `xx` being its first two digits. The first line of each is its media type, what
 * follows are its bytes, so that one atomic write holds both.
 */
export async function openFileAssets({ folder }: { folder: string }): Promise<AssetStore> {
  const incoming = path.join(folder, INCOMING);
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true });
  const fileOf = (app: string, hash: string): string => {
    if (!APP.test(app) || !HASH.test(hash)) throw new RangeError('not a name of a file');
    return path.join(folder, app, hash.slice(0, 2), hash);
  };
  return {
    has: (app, hash) => isThere(fileOf(app, hash)),
    async put(app, hash, { type, bytes }) {
      const outcome = await putFile(
        { folder, incoming, file: fileOf(app, hash) },
        Buffer.concat([Buffer.from(`${type}\n`), bytes]),
      );
      // The same content under another media type: the first one stays.
      return outcome === 'stored' ? 'stored' : 'duplicate';
    },
    async get(app, hash) {
      const stored = await readIfPresent(fileOf(app, hash));
      const end = stored?.subarray(0, LIMITS.textLength).indexOf(NEWLINE) ?? -1;
      if (stored === undefined || end < 0) return undefined;
      const type = stored.toString('utf8', 0, end);
      return ASSET_TYPE.test(type) ? { type, bytes: stored.subarray(end + 1) } : undefined;
    },
  };
}

async function isThere(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
