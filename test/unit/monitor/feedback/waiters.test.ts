import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createWaiters } from '../../../../monitor/src/feedback/waiters.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const interest = (app: string, ...sessionIds: string[]) => ({ app, sessionIds });

it('wakes those of the app, of the session, and nobody else', async () => {
  const waiters = createWaiters();
  const shop = waiters.open(interest('shop', 'a', 'b'));
  const blog = waiters.open(interest('blog', 'c'));
  const [atShop, atBlog] = [shop.next(1_000), blog.next(1_000)];
  waiters.wakeSession('b');
  waiters.wakeSession('nobody');
  expect(await atShop).toBe('session');
  waiters.wakeApp('blog', 'rules');
  expect(await atBlog).toBe('app');
  waiters.wakeApp('blog');
  expect(await blog.next(1_000)).toBe('session');
  expect([waiters.count(), vi.getTimerCount()]).toEqual([2, 0]);
  shop.close();
  blog.close();
  expect(waiters.count()).toBe(0);
});

it('hears between two waits, and keeps the weightier of two causes', async () => {
  const waiters = createWaiters();
  const ear = waiters.open(interest('shop', 'a'));
  waiters.wakeApp('shop', 'rules');
  waiters.wakeSession('a');
  waiters.wakeApp('shop', 'rules');
  expect(await ear.next(1_000)).toBe('session');
  const next = ear.next(1_000);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await next).toBe('timeout');
});

it('keeps an app and a session of the same name apart', async () => {
  const waiters = createWaiters();
  const ear = waiters.open(interest('same', 'other'));
  const woken = ear.next(1_000);
  waiters.wakeSession('same');
  waiters.wakeApp('other');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await woken).toBe('timeout');
});

it('ends at its time, and leaves nothing behind', async () => {
  const waiters = createWaiters();
  const ear = waiters.open(interest('shop', 'a'));
  let cause = 'none';
  void ear.next(1_000).then((woken) => (cause = woken));
  await vi.advanceTimersByTimeAsync(999);
  expect(cause).toBe('none');
  await vi.advanceTimersByTimeAsync(1);
  ear.close();
  expect([cause, waiters.count(), vi.getTimerCount()]).toEqual(['timeout', 0, 0]);
});

it('is given up at once by closing, also twice', async () => {
  const waiters = createWaiters();
  const ear = waiters.open(interest('shop', 'a'));
  const woken = ear.next(1_000);
  ear.close();
  ear.close();
  expect([await woken, waiters.count(), vi.getTimerCount()]).toEqual(['stopped', 0, 0]);
});

it('lets everybody go when it stops, those who come later too', async () => {
  const waiters = createWaiters();
  const early = waiters.open(interest('shop', 'a')).next(1_000);
  waiters.stop();
  const late = waiters.open(interest('shop', 'a'));
  expect(await Promise.all([early, late.next(1_000), late.next(1_000)])).toEqual(['stopped', 'stopped', 'stopped']);
  expect(vi.getTimerCount()).toBe(0);
});

it('wakes thousands in slices, so that others have their turn between', async () => {
  vi.useRealTimers();
  const waiters = createWaiters();
  let wokenCount = 0;
  const ears = Array.from({ length: 1_000 }, () => waiters.open(interest('shop', 'a')));
  const all = Promise.all(ears.map((ear) => ear.next(60_000).then(() => (wokenCount += 1))));
  waiters.wakeApp('shop');
  await Promise.resolve();
  await Promise.resolve();
  expect(wokenCount).toBeGreaterThan(0);
  expect(wokenCount).toBeLessThan(500);
  await all;
  expect(wokenCount).toBe(1_000);
  for (const ear of ears) ear.close();
});
