import path from 'node:path';
import { openFileArchive } from '../archive/fileArchive.ts';
import { openFileAssets } from '../archive/fileAssets.ts';
import { createAppStore } from '../index/appStore.ts';
import { createCredentialStore } from '../index/credentialStore.ts';
import { openDatabase } from '../index/database.ts';
import { lockFolder } from '../index/folderLock.ts';
import { createSessionIndex } from '../index/sessionIndex.ts';
import { openSigning } from '../signing/index.ts';

/** Everything that is kept, on the embedded defaults of the ports, in one folder. */
export async function openStores({ dataDir }: { dataDir: string }) {
  const lock = lockFolder(path.join(dataDir, 'monitor.lock'));
  const database = openDatabase(path.join(dataDir, 'index.db'));
  const archive = await openFileArchive({ folder: path.join(dataDir, 'archive') });
  return {
    archive,
    assets: await openFileAssets({ folder: path.join(dataDir, 'assets') }),
    database,
    index: createSessionIndex(database),
    apps: createAppStore(database),
    credentials: createCredentialStore(database),
    signing: await openSigning(database),
    async close(): Promise<void> {
      await archive.close();
      await database.destroy();
      lock.stop();
    },
  };
}
/** The public key of the rule sets, also while a monitor works on the folder. */
export async function readRuleKey({ dataDir }: { dataDir: string }): Promise<string> {
  const database = openDatabase(path.join(dataDir, 'index.db'));
  try {
    return (await openSigning(database)).ruleKey;
  } finally {
    await database.destroy();
  }
}

export type Stores = Awaited<ReturnType<typeof openStores>>;
