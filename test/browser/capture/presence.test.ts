import { expect, test, vi } from 'vitest';
import { trackPresence, type Awaited } from '../../../src/capture/presence/index.ts';
import { find, mount, run } from './scope.ts';

const watch = (...awaited: Awaited[]) => run((emit, scope) => trackPresence(emit, scope, awaited));
const absent = (selector: string): Awaited => ({ selector, isShown: false });
const settle = () => new Promise((resolve) => setTimeout(resolve, 800));

test('an element that comes and goes is said once each time', async () => {
  mount('<p></p>');
  const { of, failures } = watch(absent('#cart .full'));
  await settle();
  expect(of('page')).toEqual([]);
  find('p').outerHTML = '<div id="cart"><i class="full"></i></div>';
  await vi.waitFor(() => expect(of('page')).toEqual([{ type: 'elementShown', selector: '#cart .full' }]));
  for (let count = 0; count < 20; count += 1) find('#cart').append(document.createElement('b'));
  find('.full').className = 'empty';
  await vi.waitFor(() => expect(of('page')).toHaveLength(2));
  expect(of('page').at(-1)).toEqual({ type: 'elementGone', selector: '#cart .full' });
  expect(failures).toEqual([]);
});

test('what has changed since the page before is said at the beginning', async () => {
  mount('<p id="here"></p>');
  const { of } = watch(absent('#here'), { selector: '#gone', isShown: true }, { selector: 'p', isShown: true });
  await vi.waitFor(() => expect(of('page')).toHaveLength(2));
  expect(of('page')).toEqual([
    { type: 'elementShown', selector: '#here' },
    { type: 'elementGone', selector: '#gone' },
  ]);
});

test('what is no selector is said, and the others are watched', async () => {
  mount('<p></p>');
  const { of } = watch(absent('p['), absent('p'));
  await vi.waitFor(() => expect(of('page')).toHaveLength(1));
  expect(of('agent')).toMatchObject([{ code: 'selector_invalid', message: expect.stringContaining('p[') as string }]);
});

test('at most twenty are watched', async () => {
  mount('<p></p>');
  const { of } = watch(
    ...Array.from({ length: 30 }, (_, index) => absent(index < 25 ? `p:not(.a${String(index)})` : 'p')),
  );
  await vi.waitFor(() => expect(of('page')).toHaveLength(20));
  expect(of('agent')).toMatchObject([{ code: 'selector_too_many' }]);
});

test('many changes are looked at a few times a second', async () => {
  mount('<p></p>');
  await settle();
  const search = vi.spyOn(document, 'querySelector');
  watch(absent('#x'));
  const startedAt = performance.now();
  while (performance.now() - startedAt < 500) {
    document.body.firstElementChild?.setAttribute('title', String(performance.now()));
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const looks = search.mock.calls.filter(([selector]) => selector === '#x').length;
  search.mockRestore();
  const elapsedMs = performance.now() - startedAt;
  expect(looks).toBeGreaterThan(0);
  expect(looks).toBeLessThanOrEqual(elapsedMs / 100 + 1);
});

test('nothing is left after stop', async () => {
  mount('<p></p>');
  const disconnect = vi.spyOn(MutationObserver.prototype, 'disconnect');
  const { of, stop } = watch(absent('#x'));
  find('p').id = 'x';
  stop();
  expect(disconnect).toHaveBeenCalledTimes(1);
  disconnect.mockRestore();
  await settle();
  expect(of('page')).toEqual([]);
});
