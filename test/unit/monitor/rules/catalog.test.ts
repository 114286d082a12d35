import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parsePublishedRuleSet } from 'rewindow/wire';
import { openDatabase, type Database } from '../../../../monitor/src/index/database.ts';
import type { RuleStore } from '../../../../monitor/src/ports/index.ts';
import { canonicalJson, hashOf } from '../../../../monitor/src/rules/canonical.ts';
import { createRuleCatalog } from '../../../../monitor/src/rules/catalog.ts';
import { createSqliteRuleStore } from '../../../../monitor/src/rules/sqliteRuleStore.ts';

const rules = (name: string) => JSON.stringify({ version: 1, name, capture: [{ kinds: ['dom'] }] });

describe('the catalog', () => {
  let database: Database;
  let store: RuleStore;
  let woken: string[];
  beforeEach(() => {
    database = openDatabase(':memory:');
    store = createSqliteRuleStore(database);
    woken = [];
  });
  afterEach(() => database.destroy());

  const open = (on: RuleStore = store) => {
    const catalog = createRuleCatalog({ store: on, now: () => 5, onPublish: (app) => woken.push(app) });
    return { ...catalog, current: async (app: string) => (await catalog.standing(app)).current };
  };

  it('publishes revisions 1, 2, 3 …, and says so', async () => {
    const catalog = open();
    expect(await catalog.current('shop')).toBeUndefined();
    const first = await catalog.publish('shop', rules('one'));
    expect(first).toMatchObject({ unchanged: false, published: { revision: 1, publishedAt: 5, dormant: false } });
    expect((await catalog.publish('shop', rules('two'))).published.revision).toBe(2);
    expect((await catalog.current('shop'))?.published.rules.name).toBe('two');
    expect(woken).toEqual(['shop', 'shop']);
    // As another monitor on the same data sees it.
    expect(await open().current('shop')).toEqual(await catalog.current('shop'));
  });

  it('publishes nothing where nothing changes but the writing', async () => {
    const catalog = open();
    const first = await catalog.publish('shop', rules('one'));
    const again = await catalog.publish('shop', '{ "capture": [{ "kinds": ["dom"] }],\n "name": "one", "version": 1 }');
    expect(again).toEqual({ published: first.published, unchanged: true });
    expect(woken).toEqual(['shop']);
  });

  it('publishes where nothing but the users of an audience changes', async () => {
    const named = (user: string) =>
      JSON.stringify({
        version: 1,
        name: 'one',
        capture: [{ kinds: ['dom'] }],
        targeting: [{ id: 'vip', users: [user] }],
      });
    const catalog = open();
    await catalog.publish('shop', named('ada'));
    expect(await catalog.publish('shop', named('eve'))).toMatchObject({ unchanged: false, published: { revision: 2 } });
    expect(await catalog.publish('shop', named('eve'))).toMatchObject({ unchanged: true });
  });

  it('gives out what an older monitor has stored in a form that agents take, and knows it again', async () => {
    // Version 1 as it was before providers, session, privacy and sample.
    const old = {
      ...{ version: 1, name: 'one', states: [], capture: [{ kinds: ['dom'] }], screen: [], triggers: [] },
      buffer: { minutes: 3, maxBytes: 20_000_000, checkpointEveryMs: 60_000 },
    };
    const published = { revision: 1, hash: hashOf(old), publishedAt: 1, dormant: false, rules: old };
    const row = { app: 'shop', revision: 1, hash: published.hash, published_at: 1, name: 'one', text: rules('one') };
    await database
      .insertInto('rule_revisions')
      .values({ ...row, published_json: JSON.stringify(published) })
      .execute();
    expect(() => parsePublishedRuleSet(published)).toThrow();
    const catalog = open();
    const current = (await catalog.current('shop'))?.published;
    const given = parsePublishedRuleSet(JSON.parse(JSON.stringify(current)));
    // By its hash as it is now: agents that check signatures refuse what has another.
    expect(given.hash).toBe(hashOf(given.rules));
    expect(await catalog.publish('shop', rules('one'))).toEqual({ published: current, unchanged: true });
    expect(woken).toEqual([]);
  });

  it('goes back to an earlier rule set by a new revision', async () => {
    const catalog = open();
    const first = await catalog.publish('shop', rules('one'));
    await catalog.publish('shop', rules('two'));
    const third = await catalog.publish('shop', rules('one'));
    expect(third.published).toMatchObject({ revision: 3, hash: first.published.hash });
  });

  it('refuses what is based on an older revision', async () => {
    const catalog = open();
    await catalog.publish('shop', rules('one'), { baseRevision: 0 });
    await expect(catalog.publish('shop', rules('two'), { baseRevision: 0 })).rejects.toMatchObject({
      code: 'rule_set_stale',
      status: 409,
      detail: { revision: 1 },
    });
    expect((await catalog.publish('shop', rules('two'), { baseRevision: 1 })).published.revision).toBe(2);
  });

  it('refuses what does not compile, with the problems, and stores nothing', async () => {
    const catalog = open();
    await expect(catalog.publish('shop', '{')).rejects.toMatchObject({
      code: 'rule_set_invalid',
      detail: [{ line: 1, column: 2 }],
    });
    expect(await store.history('shop')).toEqual([]);
    expect(woken).toEqual([]);
  });

  it('gives each of several that publish at once a revision of its own', async () => {
    const catalog = open();
    const published = await Promise.all(['a', 'b', 'c'].map((name) => catalog.publish('shop', rules(name))));
    expect(published.map((publication) => publication.published.revision).sort()).toEqual([1, 2, 3]);
    expect((await catalog.current('shop'))?.published.revision).toBe(3);
  });

  it('tells one of two who publish on the same base that the other was faster', async () => {
    const catalog = open();
    const results = await Promise.allSettled(
      ['a', 'b'].map((name) => catalog.publish('shop', rules(name), { baseRevision: 0 })),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'rule_set_stale' } });
  });

  it('does not take an answer of the store for current that is older than what was published meanwhile', async () => {
    const held: (() => void)[] = [];
    const slow: RuleStore = {
      ...store,
      newest: async (app) => {
        const found = await store.newest(app);
        await new Promise<void>((resolve) => held.push(resolve));
        return found;
      },
    };
    await open().publish('shop', rules('one'));
    const catalog = open(slow);
    const asked = catalog.current('shop');
    await vi.waitUntil(() => held.length === 1, { timeout: 20_000 });
    const publishing = catalog.publish('shop', rules('two'));
    await vi.waitUntil(() => held.length === 2, { timeout: 20_000 });
    held[1]?.();
    expect((await publishing).published.revision).toBe(2);
    held[0]?.();
    expect((await asked)?.published.revision).toBe(2);
    expect((await catalog.current('shop'))?.published.revision).toBe(2);
  });
});

it('hashes what a rule set means, not the order of its names', () => {
  expect(canonicalJson({ b: [{ d: 1, c: undefined }], a: 'x' })).toBe('{"a":"x","b":[{"d":1}]}');
  expect(hashOf({ a: 1, b: 2 })).toBe(hashOf({ b: 2, a: 1 }));
  expect(hashOf({ a: [1, 2] })).not.toBe(hashOf({ a: [2, 1] }));
  expect(hashOf({})).toMatch(/^[0-9a-f]{64}$/);
});
