import { describe, expect, it } from 'vitest';
import type { Archive, SegmentKey } from '../../../../monitor/src/ports/index.ts';
import { makeId } from '../core/segments.ts';

/** What every archive has to do. `create` gives an empty one; `reopen` the same one after its process has ended. */
export function describeArchive(
  name: string,
  { create, reopen }: { create: () => Promise<Archive>; reopen: (archive: Archive) => Promise<Archive> },
): void {
  const makeKey = (more: Partial<SegmentKey> = {}): SegmentKey => ({
    app: 'shop',
    sessionId: makeId(),
    pageId: makeId(),
    first: 0,
    last: 9,
    ...more,
  });
  const bytes = (text: string) => new TextEncoder().encode(text);
  const listAll = async (archive: Archive, scope?: { app: string; sessionId: string }) => {
    const keys: SegmentKey[] = [];
    for await (const key of archive.list(scope)) keys.push(key);
    return keys.map((key) => JSON.stringify(key)).sort();
  };
  const textsOf = (keys: SegmentKey[]) =>
    keys
      .map(({ app, sessionId, pageId, first, last }) => JSON.stringify({ app, sessionId, pageId, first, last }))
      .sort();

  describe(`archive: ${name}`, () => {
    it('gives back what it stored, also after a restart', async () => {
      const archive = await create();
      const key = makeKey();
      expect(await archive.put(key, bytes('one'))).toBe('stored');
      expect(await archive.get(key)).toEqual(expect.objectContaining(bytes('one')));
      const again = await reopen(archive);
      expect(new TextDecoder().decode(await again.get(key))).toBe('one');
      expect(await again.put(key, bytes('one'))).toBe('duplicate');
    });

    it('knows a duplicate from a conflict, and keeps the first bytes', async () => {
      const archive = await create();
      const key = makeKey();
      await archive.put(key, bytes('one'));
      expect(await archive.put(key, bytes('one'))).toBe('duplicate');
      expect(await archive.put(key, bytes('two'))).toBe('conflict');
      expect(await archive.put(key, bytes('on'))).toBe('conflict');
      expect(new TextDecoder().decode(await archive.get(key))).toBe('one');
    });

    it('stores one of many that come at the same moment', async () => {
      const archive = await create();
      const key = makeKey();
      const outcomes = await Promise.all(['a', 'b', 'c', 'd'].map((text) => archive.put(key, bytes(text))));
      expect(outcomes.sort()).toEqual(['conflict', 'conflict', 'conflict', 'stored']);
    });

    it('takes an empty segment and a large one', async () => {
      const archive = await create();
      const [empty, large] = [makeKey(), makeKey()];
      const much = new Uint8Array(9_000_000).map((_, index) => index % 251);
      await archive.put(empty, new Uint8Array());
      await archive.put(large, much);
      expect((await archive.get(empty))?.length).toBe(0);
      expect(Buffer.from((await archive.get(large)) ?? []).equals(Buffer.from(much))).toBe(true);
    });

    it('lists every key once, and those of one session', async () => {
      const archive = await create();
      const sessionId = makeId();
      const keys = [
        makeKey({ sessionId }),
        makeKey({ sessionId, first: 10, last: 10 }),
        makeKey({ app: 'other', sessionId: makeId() }),
        makeKey({ first: 7, last: 2 ** 53 - 1 }),
      ];
      for (const key of keys) await archive.put(key, bytes('x'));
      expect(await listAll(archive)).toEqual(textsOf(keys));
      expect(await listAll(archive, { app: 'shop', sessionId })).toEqual(textsOf(keys.slice(0, 2)));
      expect(await listAll(archive, { app: 'other', sessionId })).toEqual([]);
    });

    it('removes a session and nothing else', async () => {
      const archive = await create();
      const sessionId = makeId();
      const gone = [makeKey({ sessionId }), makeKey({ sessionId, pageId: makeId() })];
      const kept = [makeKey(), makeKey({ app: 'other', sessionId })];
      for (const key of [...gone, ...kept]) await archive.put(key, bytes('x'));
      expect(await archive.removeSession('shop', sessionId)).toBe(2);
      expect(await archive.removeSession('shop', sessionId)).toBe(0);
      expect(await listAll(archive)).toEqual(textsOf(kept));
      expect(await archive.get(gone[0] ?? makeKey())).toBeUndefined();
    });

    it('has nothing where nothing was stored', async () => {
      const archive = await create();
      expect(await archive.get(makeKey())).toBeUndefined();
      expect(await listAll(archive)).toEqual([]);
      expect(await archive.removeSession('shop', makeId())).toBe(0);
    });

    it('refuses names that lead elsewhere', async () => {
      const archive = await create();
      for (const key of [makeKey({ app: '..' }), makeKey({ pageId: '../../x' }), makeKey({ sessionId: '' })]) {
        await expect(archive.put(key, bytes('x'))).rejects.toThrow();
      }
    });
  });
}
