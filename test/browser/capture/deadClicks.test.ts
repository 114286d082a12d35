import { userEvent } from 'vitest/browser';
import { describe, expect, test } from 'vitest';
import { track } from '../../../src/capture/frustration/index.ts';
import { THRESHOLDS } from '../../../src/capture/frustration/machine.ts';
import { createLater, LATER_MS } from '../../../src/capture/later.ts';
import { find, mount, run } from './scope.ts';

/** Long enough for an answer to come, short enough to wait for. */
const DEAD_AFTER_MS = 300;
/** As on a page: what is heard is looked at when the page has answered. */
const start = () =>
  run(track, {
    details: () => ({ frustration: { ...THRESHOLDS, deadAfterMs: DEAD_AFTER_MS } }),
    later: createLater({ window, guard: (callback) => callback }).do,
  });
const waitForDecision = () => new Promise((resolve) => setTimeout(resolve, DEAD_AFTER_MS + 3 * LATER_MS));
const quiet = (event: Event) => event.preventDefault();

async function decisionsAfterClickOn(selector: string, onClick: (event: Event) => void = () => undefined) {
  const { of, failures } = start();
  find(selector).addEventListener('click', onClick);
  await userEvent.click(find(selector), { force: true });
  await waitForDecision();
  expect(failures).toEqual([]);
  return of('frustration').map(({ type }) => type);
}

describe('dead clicks', () => {
  test('a button that does nothing', async () => {
    mount('<button id="b">Pay me@example.org</button>');
    const { of } = start();
    await userEvent.click(find('#b'));
    await expect.poll(() => of('frustration').length).toBe(1);
    expect(of('frustration')).toMatchObject([{ type: 'deadClick', selector: '#b', label: 'Pay ***' }]);
  });

  test.each([
    '<a id="b" href="#nowhere">x</a>',
    '<div id="b" role="tab">x</div>',
    '<div id="b" style="cursor:pointer">x</div>',
    '<div id="b" onclick="">x</div>',
    '<input id="b" type="button" value="x">',
  ])('what looks as if: %s', async (html) => {
    mount(html);
    expect(await decisionsAfterClickOn('#b', quiet)).toEqual(['deadClick']);
  });

  test.each([
    '<p id="b">x</p>',
    '<input id="b">',
    '<label id="b">x <input type="checkbox"></label>',
    '<select id="b"><option>x</option></select>',
    '<div id="b" contenteditable="true">x</div>',
    '<button id="b" aria-disabled="true">x</button>',
    '<canvas id="b" style="cursor:pointer"></canvas>',
    '<details><summary id="b">x</summary></details>',
    '<button id="b" data-rewindow-ignore>x</button>',
  ])('not on %s', async (html) => {
    mount(html);
    expect(await decisionsAfterClickOn('#b')).toEqual([]);
  });

  test.each([
    '<a id="b" href="mailto:a@example.org">x</a>',
    '<a id="b" href="/x" download>x</a>',
    '<a id="b" href="/x" target="_blank">x</a>',
  ])('not on links that lead elsewhere: %s', async (html) => {
    mount(html);
    expect(await decisionsAfterClickOn('#b', quiet)).toEqual([]);
  });

  const answers: [string, () => void][] = [
    ['text', () => (find('#out').firstChild!.nodeValue = 'new')],
    ['an attribute', () => find('#out').setAttribute('class', 'open')],
    ['an element', () => find('#out').append(document.createElement('i'))],
    ['scrolling', () => (find('#scroller').scrollTop = 50)],
    ['focus elsewhere', () => find('#field').focus()],
    ['selection', () => getSelection()?.selectAllChildren(find('#out'))],
    ['a request', () => void fetch('/').catch(() => undefined)],
    [
      'an older request',
      () => {
        const xhr = new XMLHttpRequest();
        xhr.open('GET', '/');
        xhr.send();
      },
    ],
    ['a route', () => history.replaceState({}, '', location.href)],
    ['a popover', () => find('#pop').showPopover()],
    ['a click of its own', () => find('#field').click()],
    ['after a while', () => void setTimeout(() => find('#out').setAttribute('class', 'late'), DEAD_AFTER_MS / 2)],
  ];
  test.each(answers)('answered by %s', async (_name, answer) => {
    mount(`<button id="b">x</button><p id="out">old</p><input id="field"><div id="pop" popover>x</div>
      <div id="scroller" style="height:50px;overflow:auto"><div style="height:500px"></div></div>`);
    expect(await decisionsAfterClickOn('#b', answer)).toEqual([]);
  });

  test('an answer before the click, when the button went down, is one', async () => {
    mount('<button id="b">x</button><p id="out">old</p>');
    find('#b').addEventListener('pointerdown', () => find('#out').setAttribute('class', 'open'));
    expect(await decisionsAfterClickOn('#b')).toEqual([]);
  });

  test('a dialog answers; what the agent itself asks for, and a beacon, do not', async () => {
    mount('<button id="a">x</button><button id="b">x</button>');
    const { alert } = window;
    let alertCount = 0;
    window.alert = () => (alertCount += 1);
    const { of, stop } = start();
    find('#a').addEventListener('click', () => window.alert('x'));
    find('#b').addEventListener('click', () => {
      void fetch('/own/rules').catch(() => undefined);
      navigator.sendBeacon('/', 'x');
    });
    await userEvent.click(find('#a'));
    await waitForDecision();
    expect(of('frustration')).toEqual([]);
    await userEvent.click(find('#b'));
    await waitForDecision();
    expect(of('frustration')).toMatchObject([{ type: 'deadClick', selector: '#b' }]);
    stop();
    window.alert = alert;
    expect(alertCount).toBe(1);
  });

  test('in shadow roots: the answer may stand in another one', async () => {
    mount('<div id="app"></div>');
    const app = find('#app').attachShadow({ mode: 'open' });
    app.innerHTML = '<div id="bar"></div><div id="list"></div>';
    const [bar, list] = ['#bar', '#list'].map((id) => app.querySelector(id)!.attachShadow({ mode: 'open' }));
    bar!.innerHTML = '<button id="works">x</button><button id="broken">x</button>';
    list!.innerHTML = '<p>x</p>';
    const works = bar!.querySelector<HTMLElement>('#works')!;
    works.addEventListener('click', () => list!.querySelector('p')!.setAttribute('class', 'x'));
    const { of } = start();
    await userEvent.click(works);
    await waitForDecision();
    await userEvent.click(bar!.querySelector<HTMLElement>('#broken')!);
    await waitForDecision();
    expect(of('frustration')).toMatchObject([{ type: 'deadClick', selector: '#broken' }]);
  });

  test('the document is observed only after a press, and while a click waits', async () => {
    mount('<button id="b">x</button><p id="p">x</p>');
    let watching = 0;
    const { observe, disconnect } = MutationObserver.prototype;
    const seen: number[] = [];
    MutationObserver.prototype.observe = function (...args) {
      watching = 1;
      Reflect.apply(observe, this, args);
    };
    MutationObserver.prototype.disconnect = function () {
      watching = 0;
      Reflect.apply(disconnect, this, []);
    };
    find('#b').addEventListener('click', () => seen.push(watching));
    find('#p').addEventListener('click', () => seen.push(watching));
    const { stop } = start();
    for (const selector of ['#p', '#b']) {
      await userEvent.click(find(selector));
      await waitForDecision();
      seen.push(watching);
    }
    stop();
    Object.assign(MutationObserver.prototype, { observe, disconnect });
    expect(seen).toEqual([1, 0, 1, 0]);
  });
});
