import { expect, it } from 'vitest';
import { createPresence } from '../../../../monitor/src/feedback/presence.ts';

const page = (name: string, sessionId = 'session') => ({ sessionId, tabId: 'tab', pageId: name });

function start() {
  let now = 0;
  const presence = createPresence(() => now);
  return { presence, pass: (ms: number) => (now += ms) };
}

it('is live while a connection is held, and for a minute after', () => {
  const { presence, pass } = start();
  expect(presence.isLive('session')).toBe(false);
  const visit = presence.enter('shop', page('a'));
  pass(10 * 60_000);
  expect(presence.isLive('session')).toBe(true);
  visit.leave();
  pass(60_000);
  expect(presence.isLive('session')).toBe(true);
  pass(1);
  expect(presence.isLive('session')).toBe(false);
});

it('counts connections of one page, and pages of one session', () => {
  const { presence, pass } = start();
  const [first, second] = [presence.enter('shop', page('a')), presence.enter('shop', page('a'))];
  const other = presence.enter('shop', page('b'));
  first.leave();
  other.leave();
  pass(61_000);
  expect(presence.isLive('session')).toBe(true);
  second.leave();
  pass(61_000);
  expect(presence.isLive('session')).toBe(false);
});

it('lists the pages of an app with whether they are connected', () => {
  const { presence, pass } = start();
  presence.enter('shop', page('a')).leave();
  presence.enter('blog', page('x', 'other')).leave();
  pass(61_000);
  presence.enter('shop', page('b'));
  expect(presence.list('shop').map(({ pageId, isConnected }) => [pageId, isConnected])).toEqual([
    ['a', false],
    ['b', true],
  ]);
  expect(presence.findSession('session')).toMatchObject({ app: 'shop', pageId: 'b' });
  expect(presence.findSession('nobody')).toBeUndefined();
});

it('forgets pages after a quarter of an hour, however many there were', () => {
  const { presence, pass } = start();
  for (let index = 0; index < 5_000; index += 1) presence.enter('shop', page(`p${String(index)}`)).leave();
  const held = presence.enter('shop', page('held'));
  pass(15 * 60_000 + 1);
  presence.enter('shop', page('new'));
  expect(presence.list('shop').map(({ pageId }) => pageId)).toEqual(['held', 'new']);
  held.leave();
});

it('keeps a bounded number of pages, those that were seen last', () => {
  const { presence } = start();
  for (let index = 0; index < 100_010; index += 1) presence.enter('shop', page(`p${String(index)}`)).leave();
  const pages = presence.list('shop').map(({ pageId }) => pageId);
  expect([pages.length <= 100_001, pages.at(-1), pages.includes('p0')]).toEqual([true, 'p100009', false]);
});

it('follows a page that goes on in a new session', () => {
  const { presence } = start();
  const before = presence.enter('shop', page('a', 'old'));
  presence.enter('shop', page('a', 'new'));
  before.leave();
  expect([presence.isLive('old'), presence.isLive('new')]).toEqual([false, true]);
  expect(presence.list('shop')).toHaveLength(1);
});
