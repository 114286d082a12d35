import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import path from 'node:path';

/**
 * Files whose names never hold half of them and never change what they hold. `incoming` is where drafts are written; the
 * folders from the file's up to `folder` are synced.
 */
export async function putFile(
  place: { folder: string; incoming: string; file: string },
  bytes: Uint8Array,
): Promise<'stored' | 'duplicate' | 'conflict'> {
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

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function readIfPresent(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
