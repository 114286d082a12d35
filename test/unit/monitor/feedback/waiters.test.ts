import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createWaiters } from '../../../../monitor/src/feedback/waiters.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const interest = (app: string, ...sessionIds: string[]) => ({ app, sessionIds });

it('wakes those of the app, of the session, and nobody else', async () => {
  const waiters = createWaiters();
  const shop = waiters.wait(interest('shop', 'a', 'b'), 1_000);
  const blog = waiters.wait(interest('blog', 'c'), 1_000);
  waiters.wakeSession('b');
  waiters.wakeSession('nobody');
  expect(await shop.woken).toBe('news');
  expect(waiters.count()).toBe(1);
  waiters.wakeApp('blog');
  expect(await blog.woken).toBe('news');
  expect(vi.getTimerCount()).toBe(0);
});

it('keeps an app and a session of the same name apart', async () => {
  const waiters = createWaiters();
  const waiter = waiters.wait(interest('same', 'other'), 1_000);
  waiters.wakeSession('same');
  waiters.wakeApp('other');
  expect(waiters.count()).toBe(1);
  waiter.cancel();
  await waiter.woken;
});

it('ends at its time, and leaves nothing behind', async () => {
  const waiters = createWaiters();
  const waiter = waiters.wait(interest('shop', 'a'), 1_000);
  await vi.advanceTimersByTimeAsync(999);
  expect(waiters.count()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await waiter.woken).toBe('timeout');
  expect([waiters.count(), vi.getTimerCount()]).toEqual([0, 0]);
});

it('is given up at once by cancel, also twice', async () => {
  const waiters = createWaiters();
  const waiter = waiters.wait(interest('shop', 'a'), 1_000);
  waiter.cancel();
  waiter.cancel();
  await waiter.woken;
  expect([waiters.count(), vi.getTimerCount()]).toEqual([0, 0]);
});

it('lets everybody go when it stops, those who come later too', async () => {
  const waiters = createWaiters();
  const early = waiters.wait(interest('shop', 'a'), 1_000);
  waiters.stop();
  const late = waiters.wait(interest('shop', 'a'), 1_000);
  expect(await Promise.all([early.woken, late.woken])).toEqual(['stopped', 'stopped']);
  expect([waiters.count(), vi.getTimerCount()]).toEqual([0, 0]);
});
