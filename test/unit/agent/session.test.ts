import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPageStorage, type PageStorage } from '../../../src/browser/storage.ts';
import { createSessionStore } from '../../../src/session/session.ts';
import { createMapStorage } from './mapStorage.ts';

function open(storage: PageStorage) {
  let count = 0;
  return createSessionStore(
    storage,
    (now) => `00000000-0000-7000-8000-${String((count += 1)).padStart(4, '0')}${String(now % 1e8).padStart(8, '0')}`,
  );
}

test('tabs of an origin share the session, until nobody did anything for half an hour', () => {
  const storage = createPageStorage(createMapStorage, 'shop');
  const area = createMapStorage();
  const shared = createPageStorage(() => area, 'shop');
  const [one, other] = [open(shared), open(shared)];
  const first = one.open(1_000);
  expect(other.open(2_000).id).toBe(first.id);
  expect(one.touch(first, 20 * 60_000)).toBe(true);
  expect(other.open(45 * 60_000).id).toBe(first.id);
  expect(other.open(80 * 60_000).id).not.toBe(first.id);
  expect(storage.get('session')).toBeUndefined();
});

test('what the page has said of the session stays in the page', () => {
  const area = createMapStorage();
  const sessions = open(createPageStorage(() => area, 'shop'));
  const session = Object.assign(sessions.open(1_000), { context: { tenant: 'acme' } });
  sessions.touch(session, 2_000);
  sessions.save(session);
  expect(area.getItem('rewindow:shop:session')).toContain(session.id);
  expect(area.getItem('rewindow:shop:session')).not.toContain('acme');
});

test('activity of another tab keeps the session alive in this one', () => {
  const area = createMapStorage();
  const shared = createPageStorage(() => area, 'shop');
  const [one, other] = [open(shared), open(shared)];
  const mine = one.open(0);
  const theirs = other.open(0);
  for (let at = 0; at < 50 * 60_000; at += 60_000) other.touch(theirs, at);
  expect(one.touch(mine, 50 * 60_000)).toBe(true);
});

test('a session that was ended in another tab is over here', () => {
  const area = createMapStorage();
  const shared = createPageStorage(() => area, 'shop');
  const [one, other] = [open(shared), open(shared)];
  const mine = one.open(0);
  other.end();
  other.open(1_000);
  expect(one.touch(mine, 2_000)).toBe(false);
});

test('a session that was ended is not brought back by a tab that goes on', () => {
  const area = createMapStorage();
  const shared = createPageStorage(() => area, 'shop');
  const [one, other] = [open(shared), open(shared)];
  const mine = one.open(0);
  other.end();
  expect(one.touch(mine, 1_000)).toBe(false);
  expect(shared.get('session')).toBeUndefined();
});

test('no session is longer than twelve hours', () => {
  const area = createMapStorage();
  const store = open(createPageStorage(() => area, 'shop'));
  const session = store.open(0);
  let at = 0;
  while (store.touch(session, at)) at += 10 * 60_000;
  expect(at).toBeGreaterThan(12 * 3_600_000);
  expect(at).toBeLessThanOrEqual(12 * 3_600_000 + 10 * 60_000);
});

test('whatever stands in storage, a session comes out', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (stored) => {
      const area = createMapStorage();
      area.setItem('rewindow:shop:session', stored);
      const session = open(createPageStorage(() => area, 'shop')).open(5_000);
      expect(session.id).toHaveLength(36);
      expect(session.lastAt).toBe(5_000);
    }),
  );
});

test('storage that throws costs nothing but memory', () => {
  const broken = createPageStorage(() => {
    throw new DOMException('denied', 'SecurityError');
  }, 'shop');
  const store = open(broken);
  const session = store.open(1);
  expect(store.touch(session, 2)).toBe(true);
  expect(broken.names('')).toEqual([]);
});

test('a rule set decides how long a visit may rest and last; the next page knows it, too', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 600 }), (idleMinutes, ageMinutes) => {
      const area = createMapStorage();
      const shared = createPageStorage(() => area, 'shop');
      const [one, next] = [open(shared), open(shared)];
      const session = Object.assign(one.open(0), { idleMs: idleMinutes * 60_000, ageMs: ageMinutes * 60_000 });
      one.save(session);
      const limitMs = Math.min(idleMinutes, ageMinutes) * 60_000;
      expect(next.open(limitMs).id).toBe(session.id);
      expect(next.open(limitMs * 3 + 1).id).not.toBe(session.id);
    }),
  );
});
