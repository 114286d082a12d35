import type { Page } from '@playwright/test';

/** One table of the databases of a page's origin. */
export interface StoredTable {
  name: string;
  /** As JSON. */
  keys: string;
  /** Rows that are objects, as JSON. */
  texts: string[];
  /** Rows that are bytes. */
  binaries: Buffer[];
}

/** All that a page's origin keeps in IndexedDB. */
export async function readDatabases(page: Page): Promise<StoredTable[]> {
  const tables = await page.evaluate(readInPage);
  return tables.map(({ binaries, ...table }) => ({
    ...table,
    binaries: binaries.map((base64) => Buffer.from(base64, 'base64')),
  }));
}

/** Of one database: there must be exactly one table of that name. */
export async function readStoredTable(page: Page, name: string): Promise<StoredTable> {
  const [table, another] = (await readDatabases(page)).filter((one) => one.name === name);
  if (!table || another) throw new Error(`not one table of the name ${name}`);
  return table;
}

/** Runs in the page. */
async function readInPage() {
  const tables: { name: string; keys: string; texts: string[]; binaries: string[] }[] = [];
  const ask = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('no answer'));
    });
  const toBase64 = (bytes: Uint8Array) => btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(''));
  for (const { name: databaseName = '' } of await indexedDB.databases()) {
    const database = await ask(indexedDB.open(databaseName));
    for (const name of database.objectStoreNames) {
      const store = database.transaction(name).objectStore(name);
      const keys = JSON.stringify(await ask(store.getAllKeys()));
      const rows = (await ask(store.getAll())) as unknown[];
      const binaries = rows.filter((row) => row instanceof Uint8Array).map(toBase64);
      const texts = rows.filter((row) => !(row instanceof Uint8Array)).map((row) => JSON.stringify(row));
      tables.push({ name, keys, texts, binaries });
    }
    database.close();
  }
  return tables;
}
