import type { PublishedRuleSet } from 'rewindow/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RuleStore, StoredRevision } from '../../../../monitor/src/ports/index.ts';
import { ruleSet } from '../../rules/builders.ts';

export interface Opened<T> {
  store: T;
  close(): Promise<void>;
}

export function revision(number: number, name = `rules ${String(number)}`): StoredRevision {
  const rules = ruleSet({ name, triggers: [] });
  const published: PublishedRuleSet = {
    revision: number,
    hash: String(number).padStart(64, '0'),
    publishedAt: 1_000 + number,
    dormant: true,
    rules,
  };
  return { published, text: `{ "name": "${name}" }`, share: 1, note: null };
}

/** What every store of rule sets has to do. */
export function describeRuleStore(name: string, open: () => Opened<RuleStore>): void {
  describe(`rule store: ${name}`, () => {
    let opened: Opened<RuleStore>;
    let store: RuleStore;
    beforeEach(() => {
      opened = open();
      store = opened.store;
    });
    afterEach(() => opened.close());

    it('has nothing at first', async () => {
      expect(await store.current('shop')).toBeUndefined();
      expect(await store.newest('shop')).toBeUndefined();
      expect(await store.get('shop', 1)).toBeUndefined();
      expect(await store.history('shop')).toEqual([]);
    });

    it('gives back what was added, text and compiled form', async () => {
      expect(await store.add('shop', revision(1))).toBe(true);
      expect(await store.current('shop')).toEqual(revision(1));
      expect(await store.get('shop', 1)).toEqual(revision(1));
    });

    it('has the highest revision as the current one, and the newest first in its history', async () => {
      for (const number of [1, 2, 10]) await store.add('shop', revision(number));
      expect((await store.current('shop'))?.published.revision).toBe(10);
      expect(await store.history('shop')).toEqual(
        [10, 2, 1].map((number) => {
          const { hash, publishedAt, rules } = revision(number).published;
          return { revision: number, hash, publishedAt, name: rules.name, note: null, share: 1 };
        }),
      );
    });

    it('never changes a revision: of two that add the same one, the first wins', async () => {
      const results = await Promise.all([store.add('shop', revision(1, 'one')), store.add('shop', revision(1, 'two'))]);
      expect(results.filter(Boolean)).toHaveLength(1);
      const winner = results[0] ? 'one' : 'two';
      expect((await store.get('shop', 1))?.published.rules.name).toBe(winner);
      expect(await store.history('shop')).toHaveLength(1);
    });

    it('keeps what is for all apart from what is for some, and gives the newest to more', async () => {
      await store.add('shop', revision(1));
      const staged = { ...revision(2), share: 0.2, note: 'with care' };
      await store.add('shop', staged);
      expect(await store.newest('shop')).toEqual(staged);
      expect(await store.current('shop')).toEqual(revision(1));
      expect(await store.widen('shop', 2, 0.1)).toBe(false);
      expect(await store.widen('shop', 1, 1)).toBe(false);
      expect(await store.widen('blog', 2, 1)).toBe(false);
      expect(await store.widen('shop', 2, 0.5)).toBe(true);
      expect(await store.history('shop')).toMatchObject([
        { revision: 2, share: 0.5, note: 'with care' },
        { revision: 1, share: 1, note: null },
      ]);
      expect(await store.widen('shop', 2, 1)).toBe(true);
      expect(await store.current('shop')).toEqual({ ...staged, share: 1 });
    });

    it('keeps applications apart', async () => {
      await store.add('shop', revision(1, 'of the shop'));
      await store.add('blog', revision(1, 'of the blog'));
      expect((await store.current('blog'))?.published.rules.name).toBe('of the blog');
      expect((await store.current('shop'))?.published.rules.name).toBe('of the shop');
    });
  });
}
