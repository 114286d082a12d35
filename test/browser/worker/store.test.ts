import { afterEach, describe, expect, test } from 'vitest';
import { deleteDatabase, openDatabase } from '../../../worker/ring/database.ts';
import { createMemoryStore } from '../../../worker/ring/memoryStore.ts';
import { rowKey, TABLES } from '../../../worker/ring/rows.ts';
import type { Store } from '../../../worker/ring/store.ts';
import { createScope } from '../../../worker/scope.ts';

/** What every store must do, whichever it is. */
function describeStore(name: string, open: () => Promise<Store>): void {
  describe(name, () => {
    test('keeps what was put, and forgets what was deleted', async () => {
      const store = await open();
      await store.transact(['claims'], 'write', async (tx) => {
        await tx.put('claims', 'a', { expiresAt: 1 });
        await tx.put('claims', 'b', { expiresAt: 2 });
        await tx.put('claims', 'a', { expiresAt: 3 });
        await tx.delete('claims', 'b');
        await tx.delete('claims', 'none');
      });
      const read = await store.transact(['claims'], 'read', async (tx) => [
        await tx.get('claims', 'a'),
        await tx.get('claims', 'b'),
      ]);
      expect(read).toEqual([{ expiresAt: 3 }, undefined]);
    });

    test('lists in order of numbers, all or those of one page', async () => {
      const store = await open();
      const keys = [10, 9, 1_000_000, 2].map((first) => rowKey('p', first));
      const bytes = new Uint8Array([1, 2, 3]);
      await store.transact(['bodies'], 'write', async (tx) => {
        for (const key of [...keys, rowKey('q', 1), rowKey('o', 1)]) await tx.put('bodies', key, bytes);
      });
      const found = await store.transact(['bodies'], 'read', async (tx) => ({
        ofPage: await tx.keys('bodies', 'p/'),
        rows: await tx.list('bodies', 'p/'),
        all: await tx.keys('bodies'),
      }));
      expect(found.ofPage).toEqual([2, 9, 10, 1_000_000].map((first) => rowKey('p', first)));
      expect(found.rows).toEqual([bytes, bytes, bytes, bytes]);
      expect(found.all).toHaveLength(6);
    });

    test('a transaction that fails has changed nothing', async () => {
      const store = await open();
      await store.transact(['claims'], 'write', (tx) => tx.put('claims', 'a', { expiresAt: 1 }));
      const failing = store.transact(['claims', 'holds'], 'write', async (tx) => {
        await tx.put('claims', 'a', { expiresAt: 2 });
        await tx.put('claims', 'b', { expiresAt: 2 });
        await tx.delete('claims', 'a');
        throw new RangeError('no');
      });
      await expect(failing).rejects.toThrow(RangeError);
      const rows = await store.transact(['claims'], 'read', (tx) => tx.list('claims'));
      expect(rows).toEqual([{ expiresAt: 1 }]);
    });

    test('transactions that read and write don’t mix', async () => {
      const store = await open();
      const add = () =>
        store.transact(['claims'], 'write strictly', async (tx) => {
          const row = await tx.get('claims', 'count');
          await tx.put('claims', 'count', { expiresAt: (row?.expiresAt ?? 0) + 1 });
        });
      await Promise.all(Array.from({ length: 20 }, add));
      expect(await store.transact(['claims'], 'read', (tx) => tx.get('claims', 'count'))).toEqual({ expiresAt: 20 });
    });

    test('has every table', async () => {
      const store = await open();
      const counts = await store.transact(TABLES, 'read', (tx) => Promise.all(TABLES.map((table) => tx.keys(table))));
      expect(counts.flat()).toEqual([]);
    });
  });
}

const opened: { name: string; store: Store }[] = [];
afterEach(async () => {
  for (const { name, store } of opened.splice(0)) {
    store.close();
    await deleteDatabase(
      createScope(globalThis, () => Promise.reject(new Error('not needed'))),
      name,
    );
  }
});

describeStore('database', async () => {
  const name = `rewindow:${crypto.randomUUID()}`;
  const events = { onDeleted: () => undefined, onClosed: () => undefined };
  const store = await openDatabase(
    createScope(globalThis, () => Promise.reject(new Error('not needed'))),
    name,
    events,
  );
  opened.push({ name, store });
  return store;
});
describeStore('memory', () => Promise.resolve(createMemoryStore()));
