import { userEvent } from 'vitest/browser';
import { describe, expect, test } from 'vitest';
import type { Incremental } from '../../../src/capture/recorder/source.ts';
import { ENGINES, settle, start } from '../capture/recording.ts';
import { find, findField, mount } from '../capture/scope.ts';
import { lastOf, watch } from './sourcesPage.ts';

/** The same page and the same actions for rrweb's engine and for ours, under the same ids. */
async function both(html: string, act: () => unknown) {
  mount(html);
  const { recorder, captures } = start({}, ENGINES.rrweb);
  const { take } = watch({ idOf: recorder.idOf });
  take();
  await act();
  await settle();
  await quiet(captures);
  const theirs = captures
    .map(({ data }) => data.event)
    .filter(({ type }) => type === 3)
    .map(({ data }) => data as Incremental);
  return { theirs, ours: take().map(({ at: _, ...told }) => told as Incremental) };
}

/** The other engine tells some things by timers of its own, which a busy machine calls late. */
async function quiet(captures: readonly unknown[]): Promise<void> {
  const before = captures.length;
  await new Promise((resolve) => setTimeout(resolve, 250));
  if (captures.length !== before) await quiet(captures);
}

const of = (all: readonly Incremental[], source: number) => all.filter((told) => told.source === source);
const rounded = ({ x, y, ...told }: Incremental) => ({
  ...told,
  ...(typeof x === 'number' && { x: Math.round(x) }),
  ...(typeof y === 'number' && { y: Math.round(y) }),
});

describe('the same is told as by the other engine', () => {
  test.each<[string, string, () => unknown]>([
    ['typed', '<input><input id="b">', () => userEvent.type(find('input'), 'ab cd').then(() => find('#b').focus())],
    [
      'typed in several lines',
      '<textarea></textarea><input id="b">',
      async () => {
        await userEvent.type(find('textarea'), 'ab{Enter}cd');
        find('#b').focus();
      },
    ],
    [
      'typed secretly',
      '<input type="password"><input id="b">',
      async () => {
        await userEvent.type(find('input'), 'canary');
        find('#b').focus();
      },
    ],
    ['ticked', '<input type="checkbox" value="x">', () => userEvent.click(find('input'))],
    [
      'ticked twice',
      '<input type="checkbox" checked>',
      async () => {
        await userEvent.click(find('input'));
        await userEvent.click(find('input'));
      },
    ],
    [
      'chosen of several',
      '<input type="radio" name="a" id="r1"><input type="radio" name="a" id="r2"><input type="radio" name="a" id="r3">',
      async () => {
        await userEvent.click(find('#r1'));
        await settle();
        await userEvent.click(find('#r3'));
      },
    ],
    ['chosen of a list', '<select><option>a<option>bb</select>', () => userEvent.selectOptions(find('select'), 'bb')],
    ['set: value', '<input>', () => void (findField('input').value = 'canary')],
    [
      'set: several times',
      '<input>',
      () => {
        findField('input').value = 'canary';
        findField('input').value = 'birds';
      },
    ],
    ['set: checked', '<input type="checkbox">', () => void (findField('input').checked = true)],
    [
      'set: text area',
      '<textarea>old</textarea>',
      () => void ((find('textarea') as HTMLTextAreaElement).value = 'x y'),
    ],
    [
      'set: list',
      '<select><option>a<option>bb</select>',
      () => void ((find('select') as HTMLSelectElement).value = 'bb'),
    ],
    [
      'set: index',
      '<select><option>a<option>bb</select>',
      () => void ((find('select') as HTMLSelectElement).selectedIndex = 1),
    ],
    ['ignored', '<p data-rewindow-ignore><input></p>', () => void (findField('input').value = 'canary')],
    ['blocked', '<p data-rewindow-block><input></p>', () => void (findField('input').value = 'canary')],
  ])('in a field: %s', async (_, html, act) => {
    const { theirs, ours } = await both(html, act);
    expect(lastOf(ours, 5)).toEqual(lastOf(theirs, 5));
    expect(JSON.stringify(ours)).not.toContain('canary');
    if (!html.includes('data-')) expect(of(ours, 5)).not.toEqual([]);
  });

  test('in a list, of which an option is set: more than by the other', async () => {
    const set = () => void ((find('#o') as HTMLOptionElement).selected = true);
    const { theirs, ours } = await both('<select><option>a<option id="o">bb</select>', set);
    expect([of(theirs, 5), of(ours, 5)]).toMatchObject([[], [{ text: '**' }]]);
  });

  test.each<[string, () => void]>([
    ['an element', () => find('#box').scrollTo(30, 40)],
    ['the page', () => window.scrollTo(0, 50)],
    [
      'both',
      () => {
        find('#box').scrollTo(3, 4);
        window.scrollTo(0, 5);
        find('#box').scrollTo(5, 6);
      },
    ],
  ])('scrolled: %s', async (_, act) => {
    const html =
      '<div id="box" style="width:50px;height:50px;overflow:scroll"><p style="width:300px;height:3000px">x</p></div><p style="height:5000px">x</p>';
    const { theirs, ours } = await both(html, () => {
      act();
      return new Promise((resolve) => setTimeout(resolve, 300));
    });
    expect(lastOf(ours, 3)).toEqual(lastOf(theirs, 3));
    expect(of(ours, 3)).not.toEqual([]);
  });

  test('clicks, focus, keyboard', async () => {
    const { theirs, ours } = await both('<button>One</button><input>', async () => {
      await userEvent.click(find('button'));
      await userEvent.dblClick(find('button'));
      await userEvent.click(find('input'), { button: 'right' });
      await userEvent.tab();
    });
    expect(of(ours, 2)).toEqual(of(theirs, 2).map(rounded));
    expect(new Set(of(ours, 2).map((told) => told['type']))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
  });

  test.each(['touch', 'pen', 'mouse', ''])('pointers: %s', async (pointerType) => {
    const { theirs, ours } = await both('<button>One</button>', () => {
      const init = { bubbles: true, composed: true, pointerType, clientX: 3.4, clientY: 4 };
      for (const type of ['pointerdown', 'pointerup', 'click', 'contextmenu']) {
        find('button').dispatchEvent(new PointerEvent(type, init));
      }
      find('button').dispatchEvent(new MouseEvent('click', { bubbles: true }));
      find('button').dispatchEvent(new MouseEvent('click', { bubbles: true }));
    });
    expect(of(ours, 2)).toEqual(of(theirs, 2).map(rounded));
  });

  test('a touch that is broken off', async () => {
    const { theirs, ours } = await both('<button>One</button>', () => {
      const touch = new Touch({ identifier: 1, target: find('button'), clientX: 5, clientY: 6 });
      find('button').dispatchEvent(new TouchEvent('touchcancel', { bubbles: true, changedTouches: [touch] }));
    });
    expect(of(ours, 2)).toEqual(of(theirs, 2));
    expect(of(ours, 2)).toMatchObject([{ type: 10, x: 5, y: 6 }]);
  });

  test('players', async () => {
    const { theirs, ours } = await both('<video loop></video>', () => {
      const video = find('video') as HTMLVideoElement;
      video.dispatchEvent(new Event('play'));
      video.dispatchEvent(new Event('seeked'));
      video.volume = 0.5;
      video.playbackRate = 2;
      return settle();
    });
    const sorted = (all: Incremental[]) => all.map((told) => told['type']).sort();
    expect(sorted(of(ours, 7))).toEqual(sorted(of(theirs, 7)));
    expect(sorted(of(ours, 7))).toEqual([0, 2, 3, 4]);
    expect(Object.keys(of(ours, 7)[0] ?? {}).sort()).toEqual(Object.keys(of(theirs, 7)[0] ?? {}).sort());
    expect(of(ours, 7).at(-1)).toMatchObject({ loop: true, volume: 0.5, playbackRate: 2 });
  });

  test('the size of the window', async () => {
    const { theirs, ours } = await both('', () => void window.dispatchEvent(new Event('resize')));
    expect(of(ours, 4)).toEqual(of(theirs, 4));
    expect(of(ours, 4)).toHaveLength(1);
  });

  test('a selection, and its end', async () => {
    const selection = getSelection();
    const { theirs, ours } = await both('<p>some text</p><p id="b">more</p>', async () => {
      selection?.setBaseAndExtent(find('p').firstChild as Text, 2, find('#b').firstChild as Text, 3);
      await settle();
    });
    expect(of(ours, 14)).toEqual(of(theirs, 14));
    expect(of(ours, 14)).toMatchObject([{ ranges: [{ startOffset: 2, endOffset: 3 }] }]);
  });
});

test('movements are told in batches, sampled, relative to when they are told', async () => {
  let clock = 1_000;
  mount('<p>x</p>');
  const { recorder } = start();
  const { sources, counts } = watch({ idOf: recorder.idOf, now: () => clock });
  const move = (x: number) =>
    find('p').dispatchEvent(new MouseEvent('mousemove', { bubbles: true, clientX: x, clientY: 1 }));
  for (const [at, x] of [
    [1_000, 1],
    [1_020, 2],
    [1_050, 3],
    [1_099, 4],
    [1_130, 5],
  ] as const) {
    clock = at;
    move(x);
  }
  const countBefore = counts.wants;
  expect(sources.take(() => false).filter(({ source }) => source === 1)).toEqual([]);
  await expect.poll(() => counts.wants, { timeout: 3_000 }).toBe(countBefore + 1);
  clock = 1_500;
  const id = recorder.idOf(find('p'));
  expect(sources.take(() => false)).toEqual([
    {
      source: 1,
      at: 1_500,
      positions: [
        { x: 1, y: 1, id, timeOffset: -500 },
        { x: 3, y: 1, id, timeOffset: -450 },
        { x: 5, y: 1, id, timeOffset: -370 },
      ],
    },
  ]);
});
