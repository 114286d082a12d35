import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSampled } from '../../../../src/session/sample.ts';
import { openDatabase, type Database } from '../../../../monitor/src/index/database.ts';
import { createRuleCatalog, type RuleCatalog } from '../../../../monitor/src/rules/catalog.ts';
import { createSqliteRuleStore } from '../../../../monitor/src/rules/sqliteRuleStore.ts';
import { chooseRevision, isAmong } from '../../../../monitor/src/rules/stage.ts';
import { makeId } from '../core/segments.ts';

const rules = (name: string) => JSON.stringify({ version: 1, name, capture: [{ kinds: ['dom'] }] });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const sessionId = fc.uuid({ version: 7 });

describe('the share of the sessions', () => {
  it('is kept by whoever is in it while it grows', () => {
    fc.assert(
      fc.property(sessionId, share, share, (id, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(!isAmong('stage', id, less) || isAmong('stage', id, more)).toBe(true);
      }),
    );
    expect(isAmong('stage', makeId(), 1)).toBe(true);
    expect(isAmong('stage', makeId(), 0)).toBe(false);
  });

  it('is as large as it says, also among the sessions that are recorded, and among those of a trial', () => {
    const ids = Array.from({ length: 20_000 }, () => makeId());
    const partOf = (all: string[]) => all.filter((id) => isAmong('stage', id, 0.25)).length / all.length;
    expect(partOf(ids)).toBeCloseTo(0.25, 1);
    expect(partOf(ids.filter((id) => isSampled(id, 0.2)))).toBeCloseTo(0.25, 1);
    expect(partOf(ids.filter((id) => isAmong('trial', id, 0.2)))).toBeCloseTo(0.25, 1);
  });
});

describe('a staged roll-out', () => {
  let database: Database;
  let catalog: RuleCatalog;
  let woken: number;
  beforeEach(() => {
    database = openDatabase(':memory:');
    woken = 0;
    catalog = createRuleCatalog({
      store: createSqliteRuleStore(database),
      now: () => 5,
      onPublish: () => (woken += 1),
    });
  });
  afterEach(() => database.destroy());

  const ids = Array.from({ length: 200 }, () => makeId());
  /** Which revision each of the sessions has. */
  const look = async () => {
    const standing = await catalog.standing('shop');
    return ids.map((id) => chooseRevision(standing, id)?.revision ?? 0);
  };
  const begin = async () => {
    await catalog.publish('shop', rules('one'));
    await catalog.publish('shop', rules('two'), { share: 0.3, note: 'with care' });
  };

  it('gives the new revision to some, to more, and to all; nobody goes back', async () => {
    await begin();
    const first = await look();
    expect(new Set(first)).toEqual(new Set([1, 2]));
    expect(first.filter((revision) => revision === 2).length).toBeLessThan(ids.length / 2);
    await catalog.widenStage('shop', { revision: 2, share: 0.6 });
    const second = await look();
    expect(second.every((revision, index) => revision >= (first[index] ?? 0))).toBe(true);
    expect(second.filter((revision) => revision === 2).length).toBeGreaterThan(ids.length / 3);
    const { unchanged } = await catalog.widenStage('shop', { revision: 2, share: 1 });
    expect([unchanged, new Set(await look())]).toEqual([false, new Set([2])]);
    expect((await catalog.standing('shop')).stage).toBeUndefined();
    expect(woken).toBe(4);
  });

  it('is the same for another monitor on the same data', async () => {
    await begin();
    const other = createRuleCatalog({ store: createSqliteRuleStore(database), now: () => 5, onPublish: () => 0 });
    expect(await other.standing('shop')).toEqual(await catalog.standing('shop'));
  });

  it('is not taken from sessions that have it', async () => {
    await begin();
    const lowered = { code: 'stage_share_lowered', status: 409, detail: { revision: 2, share: 0.3 } };
    await expect(catalog.widenStage('shop', { revision: 2, share: 0.1 })).rejects.toMatchObject(lowered);
    await expect(catalog.publish('shop', rules('three'), { baseRevision: 2, share: 0.1 })).rejects.toMatchObject(
      lowered,
    );
    await expect(catalog.widenStage('shop', { revision: 1, share: 0.5 })).rejects.toMatchObject({
      code: 'rule_set_stale',
    });
  });

  it('ends with what the others have as a newer revision for all', async () => {
    await begin();
    const { published } = await catalog.endStage('shop');
    expect(published).toMatchObject({ revision: 3, rules: { name: 'one' } });
    expect(new Set(await look())).toEqual(new Set([3]));
    await expect(catalog.endStage('shop')).rejects.toMatchObject({ code: 'stage_absent', status: 404 });
    await expect(catalog.widenStage('shop', { revision: 2, share: 1 })).rejects.toMatchObject({ code: 'stage_absent' });
  });

  it('ends with nothing where nothing was for all', async () => {
    await catalog.publish('shop', rules('one'), { share: 0.5 });
    expect(new Set(await look())).toEqual(new Set([0, 1]));
    expect((await catalog.endStage('shop')).published).toMatchObject({ revision: 2, dormant: true });
  });

  it('takes what is based on it in its place, and refuses what is published past it', async () => {
    await begin();
    const running = { code: 'stage_running', status: 409, detail: { revision: 2, share: 0.3 } };
    await expect(catalog.publish('shop', rules('three'))).rejects.toMatchObject(running);
    await expect(catalog.publish('shop', rules('three'), { baseRevision: 1 })).rejects.toMatchObject(running);
    await expect(catalog.publish('shop', rules('three'), { baseRevision: 9 })).rejects.toMatchObject({
      code: 'rule_set_stale',
      detail: { revision: 2 },
    });
    const before = await look();
    await catalog.publish('shop', rules('three'), { baseRevision: 2, share: 0.3 });
    expect(await look()).toEqual(before.map((revision) => (revision === 2 ? 3 : 1)));
    await catalog.publish('shop', rules('four'), { baseRevision: 3 });
    expect(new Set(await look())).toEqual(new Set([4]));
  });

  it('is raised by publishing the same again', async () => {
    await begin();
    const again = await catalog.publish('shop', rules('two'), { baseRevision: 2 });
    expect(again).toMatchObject({ unchanged: true, published: { revision: 2 } });
    expect(new Set(await look())).toEqual(new Set([2]));
  });

  it('is ended by going back to an old revision', async () => {
    await begin();
    expect((await catalog.rollback('shop', 1)).published).toMatchObject({ revision: 3, rules: { name: 'one' } });
    expect(new Set(await look())).toEqual(new Set([3]));
    expect(await catalog.rollback('shop', 1)).toMatchObject({ unchanged: true, published: { revision: 3 } });
    await expect(catalog.rollback('shop', 9)).rejects.toMatchObject({ code: 'not_found' });
    expect(await createSqliteRuleStore(database).history('shop')).toMatchObject([
      { revision: 3, share: 1, note: 'Back to revision 1' },
      { revision: 2, share: 0.3, note: 'with care' },
      { revision: 1, share: 1, note: null },
    ]);
  });
});
