import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import { openFileArchive } from '../../../../monitor/src/archive/fileArchive.ts';
import { createAppStore } from '../../../../monitor/src/index/appStore.ts';
import { createCredentialStore } from '../../../../monitor/src/index/credentialStore.ts';
import { openDatabase } from '../../../../monitor/src/index/database.ts';
import { createSessionIndex } from '../../../../monitor/src/index/sessionIndex.ts';
import { createInProcessLog } from '../../../../monitor/src/log/inProcessLog.ts';
import { describeAppStore, describeCredentialStore } from './describeAppStore.ts';
import { describeArchive } from './describeArchive.ts';
import { describeLog } from './describeLog.ts';
import { describeSessionIndex } from './describeSessionIndex.ts';

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'rewindow-port-'));
  endings.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function makeDatabase() {
  const database = openDatabase(path.join(await makeFolder(), 'index.db'));
  endings.push(() => database.destroy());
  return database;
}

const folders = new WeakMap<object, string>();
async function openArchive(folder: string) {
  const archive = await openFileArchive({ folder });
  folders.set(archive, folder);
  return archive;
}

describeArchive('files', {
  create: async () => openArchive(path.join(await makeFolder(), 'archive')),
  reopen: async (archive) => {
    await archive.close();
    return openArchive(folders.get(archive) ?? '');
  },
});
describeLog('in-process', {
  create: (report) => Promise.resolve(createInProcessLog({ report, retryAfterMs: [1, 1, 1] })),
});
describeSessionIndex('SQLite', { create: async () => createSessionIndex(await makeDatabase()) });
describeAppStore('SQLite', { create: async () => createAppStore(await makeDatabase()) });
describeCredentialStore('SQLite', { create: async () => createCredentialStore(await makeDatabase()) });
