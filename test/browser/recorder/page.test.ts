import { describe, expect, test } from 'vitest';
import { MASK_MODES } from '../../../src/browser/privacy.ts';
import { HIDDEN } from '../capture/hidden.ts';
import { find, mount } from '../capture/scope.ts';
import { findNode, mainOf, normalise, openPage, tellRrweb } from './pageTree.ts';

/** Pages of all kinds, each with what it does besides its markup. */
const PAGES: Record<string, [html: string, act?: (root: HTMLElement) => void]> = {
  texts: [
    '<h1 class="big" id="t" title="a title">Hello, <b>you</b></h1><p>mail me@example.org, 4111 1111 1111 1111</p>',
  ],
  comments: ['a<!-- comment -->b<script>secret()</script><noscript>x</noscript><template><p>x</p></template>'],
  links: [
    `<a href="x/y?q=1#top">a</a><a href="#here">b</a><a href="https://example.org">c</a><a href="">d</a><a>e</a>
     <area href="mailto:me@example.org"><form action="/x?token=y"></form><base target="_blank">`,
  ],
  images: [
    `<img src="a.png?w=2&user=x" alt="an image" srcset="a.png 1x, /b.png?x=y 2x"><img src="data:image/gif;base64,R0lGODlh">
     <picture><source srcset="c.webp 300w,d.webp 600w" media="(min-width: 1px)"><img src=""></picture>
     <table background="x.png"><tr><td background="y.png">1<th abbr="one">2</table>`,
  ],
  fields: [
    `<form><input value="one"><input type="password" value="two"><input type="checkbox" value="three" checked>
     <input type="radio" name="r" value="a"><input type="radio" name="r" value="b" checked><input type="submit" value="Send">
     <input type="button" value="Go"><input type="range" value="3"><input type="email" placeholder="hint">
     <select><optgroup label="group"><option value="x">first<option selected>second</optgroup></select>
     <textarea rows="2">some text</textarea><button type="button" value="v" disabled>Press</button><label for="x">Label</label>
     <datalist><option>one</option></datalist><progress value="3" max="9"></progress><output>4</output></form>`,
    (root) => {
      for (const name of ['input', 'textarea']) (root.querySelector(name) as HTMLInputElement).value = 'typed by hand';
      (root.querySelector('[type=checkbox]') as HTMLInputElement).setAttribute('data-x', '1');
    },
  ],
  drawings: [
    `<svg viewBox="0 0 9 9" width="9"><defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs>
     <g fill="url(#g)"><path d="M0 0L9 9"/><use href="#g"/><text x="1">word</text>
     <foreignObject width="9" height="9"><p>html</p></foreignObject></g><style>path { fill: red }</style></svg>`,
  ],
  shadows: [
    '<div id="host">light</div><my-card name="who"><i slot="x">slotted</i></my-card>',
    (root) => {
      const shadow = (root.querySelector('#host') as Element).attachShadow({ mode: 'open' });
      shadow.innerHTML = '<style>b { color: red }</style><b>dark</b><slot></slot><div id="inner"></div>';
      (shadow.querySelector('#inner') as Element).attachShadow({ mode: 'open' }).innerHTML = '<u>deeper</u>';
      (root.querySelector('my-card') as Element).attachShadow({ mode: 'closed' }).innerHTML = 'closed';
    },
  ],
  styles: [
    `<style>p::before { content: "a word" } .x { background: url("https://example.org/x.png?user=a") }</style>
     <p style="color: red; background: url(&quot;https://example.org/y.png?w=1&quot;); --who: 'me'">x</p>
     <link rel="stylesheet" href="data:text/css,i%7Bcolor:red%7D"><link rel="canonical" href="/x?a=b">`,
  ],
  frames: [
    '<iframe id="a" title="frame"></iframe><iframe id="b" srcdoc="<!doctype html><p>inner</p><input value=x>"></iframe>',
    (root) => {
      const inner = (root.querySelector('#a') as HTMLIFrameElement).contentDocument as Document;
      inner.body.innerHTML = '<p title="t">written</p><iframe></iframe>';
      (inner.querySelector('iframe') as HTMLIFrameElement).contentDocument?.body.append('deepest');
    },
  ],
  dialogs: [
    '<dialog id="m"><p>modal</p></dialog><dialog open>open</dialog><dialog>closed</dialog><details open><summary>s</summary>d</details>',
    (root) => {
      (root.querySelector('#m') as HTMLDialogElement).showModal();
    },
  ],
  media: [
    '<video controls autoplay muted src="x.mp4"><track label="words"></video><audio src="x.mp3?user=y" loop></audio>',
  ],
  canvases: [
    '<canvas width="3" height="4">fallback</canvas><object data="/x?who=y">instead</object><embed src="/z?who=y">',
  ],
  'custom elements': ['<user-card full-name="somebody" role="img"><p>in it</p></user-card><known-card>x</known-card>'],
  'odd names': [
    '',
    (root) => {
      root.append(document.createElementNS('x:y', 'Odd.Name'), document.createElement('emoji-😀'));
      root.append(document.createElementNS('http://www.w3.org/2000/svg', 'svg'));
    },
  ],
  blocked: [
    `<div data-rewindow-block class="box" style="width: 30px; height: 20px"><p>inside</p><input value="x"></div>
     <iframe data-rewindow-block src="/x"></iframe><p data-rewindow-block>y</p>`,
  ],
  nested: [
    `<div data-rewindow-mask title="one">one<p data-rewindow-unmask title="two" data-x="two">two
     <b data-rewindow-mask>three</b><span contenteditable>four<i data-rewindow-unmask>five</i></span>
     <img src="/x.png" alt="six"><svg><text>seven</text></svg></p><a href="/x?y=z" aria-label="eight">nine</a>
     <input value="ten" placeholder="eleven"><style>q::before { content: "twelve" }</style></div>
     <p data-rewindow-unmask>thirteen <img src="/y.png"><input placeholder="fourteen" value="fifteen"></p>`,
  ],
};

customElements.define('known-card', class extends HTMLElement {});

async function mountPage(name: string): Promise<void> {
  const [html = '', act] = PAGES[name] ?? [];
  const root = mount(html);
  const loading = [...root.querySelectorAll('iframe[srcdoc], link[rel=stylesheet]')];
  const loads = loading.map((element) => new Promise((resolve) => element.addEventListener('load', resolve)));
  act?.(root);
  await Promise.all(loads);
}

describe.each(MASK_MODES)('in mode %s the page is told as rrweb tells it', (mask) => {
  test.each(Object.keys(PAGES))('%s', async (name) => {
    await mountPage(name);
    const ours = normalise(mainOf(openPage(mask).tell()));
    expect(ours).toEqual(normalise(mainOf(await tellRrweb(mask))));
  });
});

test('of a head nothing is told but what it looks like', async () => {
  const before = document.head.innerHTML;
  const added = `<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="dark">
    <meta name="description" content="canary"><meta property="og:title" content="canary"><meta http-equiv="x" content="canary">
    <meta charset="utf-8"><link rel="modulepreload" href="/x.js"><link rel="preload" as="script" href="/x.js">
    <link rel="preload" as="font" href="/x.woff2"><link rel="prefetch" href="/x.js?y"><link rel="prefetch" href="/y.css">
    <link rel="shortcut icon" href="/i.png"><link rel="icon" href="/i.png"><title>page</title>`;
  document.head.insertAdjacentHTML('beforeend', added);
  mount('');
  const head = (root: Parameters<typeof findNode>[0]) => {
    const found = findNode(root, ({ tagName }) => tagName === 'head');
    return found?.childNodes?.filter(({ tagName }) => tagName !== 'style').map(normalise);
  };
  const ours = head(openPage('inputs').tell());
  const theirs = head(await tellRrweb('inputs'));
  document.head.innerHTML = before;
  expect(ours).toEqual(theirs);
  expect(ours?.length).toBeGreaterThan(5);
  expect(JSON.stringify(ours)).not.toContain('canary');
});

test.each(HIDDEN)('nothing of this is readable: %s', (html) => {
  mount(html);
  expect(JSON.stringify(openPage('inputs').tell())).not.toContain('canary');
});

test('a choice that was taken back is not told as taken, an emptied field not as filled', () => {
  mount('<input type="checkbox" checked><input id="b" value="x">');
  (find('[type=checkbox]') as HTMLInputElement).checked = false;
  (find('#b') as HTMLInputElement).value = '';
  const told = mainOf(openPage('inputs').tell()).childNodes?.map(({ attributes }) => attributes);
  expect(told).toEqual([{ type: 'checkbox' }, { id: 'b' }]);
});

test('a label of a choice is masked, however deep it stands', () => {
  mount('<select><option>x</option></select>');
  find('option').append(Object.assign(document.createElement('b'), { textContent: 'canary' }));
  expect(JSON.stringify(openPage('inputs').tell())).not.toContain('canary');
});

test('where something is scrolled to is asked of those only that were seen scrolled', () => {
  mount('<div id="a" style="height: 10px; overflow: auto"><p style="height: 900px">x</p></div><div id="b">y</div>');
  find('#a').scrollTop = 50;
  const asked: string[] = [];
  for (const element of [find('#a'), find('#b')]) {
    const { id } = element;
    const get = (): number => {
      asked.push(id);
      return 50;
    };
    Object.defineProperty(element, 'scrollTop', { get });
  }
  const told = mainOf(openPage('inputs', [find('#a')]).tell()).childNodes?.map(({ attributes }) => attributes);
  expect(told?.map((attributes) => attributes?.['rr_scrollTop'])).toEqual([50, undefined]);
  expect(asked).toEqual(['a']);
});

test('a form whose fields have the names of its properties', () => {
  const names = ['attributes', 'matches', 'childNodes', 'firstChild', 'parentNode', 'tagName', 'nodeType', 'localName'];
  mount(`<form id="f">${names.map((name) => `<input name="${name}">`).join('')}</form>`);
  const form = mainOf(openPage('text').tell()).childNodes?.[0];
  expect(form).toMatchObject({ tagName: 'form', attributes: { id: 'f' } });
  expect(form?.childNodes?.map(({ attributes }) => attributes?.['name'])).toEqual(names);
});

test('a frame that still loads is empty, whatever stands in it before', () => {
  const root = mount('');
  const frame = document.createElement('iframe');
  frame.srcdoc = '<p>x</p>';
  root.append(frame);
  expect(mainOf(openPage('inputs').tell()).childNodes?.[0]?.childNodes).toEqual([]);
});
