import { describe, expect, it } from 'vitest';
import type { AppStore, CredentialStore } from '../../../../monitor/src/ports/index.ts';

/** What every store of applications has to do. */
export function describeAppStore(name: string, { create }: { create: () => Promise<AppStore> }): void {
  const shop = { key: 'shop', name: 'Shop', allowedOrigins: ['https://shop.example'], createdAt: 5 };
  describe(`app store: ${name}`, () => {
    it('adds, replaces and lists by age', async () => {
      const store = await create();
      expect([await store.list(), await store.get('shop')]).toEqual([[], undefined]);
      const older = { key: 'old', name: 'Old "one"', allowedOrigins: [], createdAt: 1 };
      await store.put(shop);
      await store.put(older);
      expect(await store.list()).toEqual([older, shop]);
      await store.put({ ...shop, name: 'New', allowedOrigins: ['*'] });
      expect(await store.get('shop')).toEqual({ ...shop, name: 'New', allowedOrigins: ['*'] });
      expect(await store.list()).toHaveLength(2);
    });
    it('tells keys apart by case', async () => {
      const store = await create();
      await store.put(shop);
      expect(await store.get('Shop')).toBeUndefined();
    });
  });
}

/** What every store of credentials has to do. */
export function describeCredentialStore(name: string, { create }: { create: () => Promise<CredentialStore> }): void {
  describe(`credential store: ${name}`, () => {
    it('keeps one password hash', async () => {
      const store = await create();
      expect(await store.getPasswordHash()).toBeUndefined();
      await store.setPasswordHash('one');
      await store.setPasswordHash('two');
      expect(await store.getPasswordHash()).toBe('two');
    });
    it('knows tokens until they expire or are removed', async () => {
      const store = await create();
      await store.addToken('a', 100);
      await store.addToken('b', 200);
      await store.addToken('c', 200);
      expect(await store.hasToken('a', 99)).toBe(true);
      expect(await store.hasToken('a', 100)).toBe(false);
      await store.removeToken('b');
      expect([await store.hasToken('b', 100), await store.hasToken('c', 100)]).toEqual([false, true]);
      await store.removeAllTokens();
      expect(await store.hasToken('c', 100)).toBe(false);
    });
  });
}
