import { describe, expect, test } from 'vitest';
import { find, findField } from '../capture/scope.ts';
import { ACTION, inRoot, press, SCROLL, shadow, watchPage } from './sourcesPage.ts';

describe('scrolling', () => {
  const BOX = '<div id="box" style="height:50px;overflow:scroll"><p style="height:3000px">x</p></div>';
  const scrolled = (element: Element, top: number) =>
    new Promise((resolve) => {
      element.addEventListener('scroll', resolve, { once: true });
      element.scrollTop = top;
    });

  test('is told as it is when it is told, once', async () => {
    const { takeOf, sources } = watchPage(BOX);
    await scrolled(find('#box'), 10);
    await scrolled(find('#box'), 20);
    expect(takeOf(SCROLL)).toMatchObject([{ x: 0, y: 20 }]);
    expect([sources.hasScrolled(find('#box')), sources.hasScrolled(find('p'))]).toEqual([true, false]);
  });

  test('is told again of what is told anew', async () => {
    const { takeOf, sources } = watchPage(BOX);
    await scrolled(find('#box'), 10);
    takeOf(SCROLL);
    sources.restart();
    expect(takeOf(SCROLL)).toEqual([]);
    sources.described(find('#box'));
    sources.described(find('p'));
    expect(takeOf(SCROLL)).toMatchObject([{ y: 10 }]);
  });

  test('is told within shadow roots, and not of what is ignored', async () => {
    const { takeOf, watchRoot } = watchPage(`<div id="host"></div><div data-rewindow-ignore>${BOX}</div>`);
    const root = shadow(BOX);
    watchRoot(root);
    await scrolled(find('#box'), 10);
    expect(takeOf(SCROLL)).toEqual([]);
    await scrolled(inRoot(root, '#box'), 15);
    expect(takeOf(SCROLL)).toMatchObject([{ y: 15 }]);
  });
});

describe('what users do', () => {
  test('is told of what is gone by then, but nothing of what was ignored or blocked', () => {
    const { main, ids, sources } = watchPage(`<div><button id="a">A</button></div>
      <div data-rewindow-ignore><div class="pad"><button id="b">B</button></div></div>
      <div data-rewindow-block><div class="pad"><button id="c">C</button></div></div>`);
    const id = ids.of(find('#a'));
    const [...buttons] = main.querySelectorAll('button');
    buttons.forEach(press);
    main.querySelectorAll('.pad').forEach((pad) => pad.remove());
    find('#a').remove();
    expect(sources.takeActions()).toMatchObject([{ source: ACTION, type: 2, id }]);
  });

  test('waits for what is not told yet, but not for ever', () => {
    let clock = 1_000;
    const { ids, take, sources } = watchPage('<button>A</button>', { now: () => clock });
    const button = find('button');
    ids.hidden.add(button);
    press(button);
    expect([sources.takeActions(), take(), sources.isDone()]).toEqual([[], [], true]);
    ids.hidden.delete(button);
    expect(take()).toMatchObject([{ type: 2, id: ids.of(button) }]);
    expect(take()).toEqual([]);
    ids.hidden.add(button);
    press(button);
    clock += 6_000;
    take();
    ids.hidden.delete(button);
    expect(take()).toEqual([]);
  });

  test('what waits is bounded', () => {
    const { ids, take } = watchPage('<button>A</button>');
    ids.hidden.add(find('button'));
    for (let count = 0; count < 2_000; count += 1) press(find('button'));
    ids.hidden.delete(find('button'));
    expect(take()).toHaveLength(500);
  });

  test('movements are told with what is done after them, and all with their times', () => {
    let clock = 1_000;
    const { take } = watchPage('<button>A</button>', { now: () => (clock += 1) });
    find('button').dispatchEvent(new MouseEvent('mousemove', { bubbles: true, clientX: 1, clientY: 2 }));
    press(find('button'));
    const moved = { source: 1, at: 1_003, positions: [{ x: 1, y: 2, timeOffset: -2 }] };
    expect(take()).toMatchObject([{ source: ACTION, at: 1_002 }, moved]);
  });

  test('within a shadow root is told of what it was done to, a moved focus once', () => {
    const { takeOf, ids, watchRoot } = watchPage('<div id="host"></div>');
    const root = shadow('<button id="a">A</button><button id="b">B</button>');
    watchRoot(root);
    const [a, b] = ['#a', '#b'].map((selector) => inRoot(root, selector));
    a?.focus();
    b?.focus();
    if (a) press(a);
    const told = takeOf(ACTION).map(({ type, id }) => [type, id]);
    const [idA, idB] = [a, b].map((node) => node && ids.of(node));
    expect(told).toEqual([
      [5, idA],
      [6, idA],
      [5, idB],
      [2, idA],
    ]);
  });

  test('survives a checkpoint', () => {
    const { take, sources } = watchPage('<button>A</button>');
    press(find('button'));
    sources.restart();
    expect(take()).toMatchObject([{ source: ACTION }]);
  });
});

test('selections are told by places that are told, never of what is ignored', () => {
  const { sources, take } = watchPage('<p>abc</p><p id="i" data-rewindow-ignore>canary</p>');
  getSelection()?.selectAllChildren(find('#i'));
  sources.described(document);
  expect(take()).toEqual([]);
  getSelection()?.selectAllChildren(find('p'));
  sources.described(document);
  expect(take()).toMatchObject([{ source: 14, ranges: [{ startOffset: 0, endOffset: 1 }] }]);
  getSelection()?.removeAllRanges();
});

test('work ends when the time is over, and goes on', () => {
  const { sources } = watchPage('<input id="a"><input id="b"><input id="c">');
  for (const id of ['a', 'b', 'c']) findField(`#${id}`).value = 'x';
  const counts = Array.from({ length: 5 }, () => sources.take(() => true).length);
  expect(counts.filter((count) => count > 0)).toEqual([1, 1, 1]);
  expect(sources.isDone()).toBe(true);
});

test('nothing is looked at any more after the end', () => {
  const { stop, counts, take } = watchPage('<input><button>A</button>');
  take();
  findField('input').dispatchEvent(new MouseEvent('mousemove', { bubbles: true }));
  stop();
  const before = counts.wants;
  findField('input').value = 'x';
  find('input').dispatchEvent(new Event('change', { bubbles: true }));
  press(find('button'));
  find('button').dispatchEvent(new MouseEvent('mousemove', { bubbles: true }));
  document.dispatchEvent(new Event('scroll'));
  window.dispatchEvent(new Event('resize'));
  expect([counts.wants, take()]).toEqual([before, []]);
});
