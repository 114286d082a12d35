import { describe, expect, test } from 'vitest';
import { createPrivacy, type MaskMode } from '../../../src/browser/privacy.ts';
import { settle, start } from './recording.ts';
import { findField, mount } from './scope.ts';

const begin = (mask: MaskMode, urlParameters: string[] = []) => {
  const privacy = createPrivacy({ mask, urlParameters });
  return { privacy, ...start({ privacy }) };
};

/** What shows text, in all the places that there are. */
const TEXTS = [
  '<p>canary</p>',
  '<p title="canary" lang="en">x</p>',
  '<img alt="canary" src="/x.png">',
  '<p aria-label="canary" aria-description="canary" aria-valuetext="canary" aria-roledescription="canary">x</p>',
  '<p data-name="canary" data-user="canary">x</p>',
  '<button>canary</button><input type="submit" value="canary">',
  '<select><optgroup label="canary"><option>canary</option></optgroup></select>',
  '<video><track label="canary"></video>',
  '<svg><title>canary</title><desc>canary</desc><text>canary</text></svg>',
  '<user-card name="canary" full-name="canary">canary</user-card>',
  '<div style="--who: \'canary\'; color: red">x</div>',
  '<style>.a::before { content: "canary" }</style>',
  '<style>.b { --who: "canary" }</style>',
  '<a href="/" download="canary">x</a>',
  '<time datetime="canary">x</time><data value="canary">x</data>',
  '<details><summary>canary</summary>canary</details>',
  '<table><caption>canary</caption><th abbr="canary">x</th></table>',
];
/** What is recorded nowhere, whatever the mode. */
const NEVER = [
  '<!--canary--><i>x</i>',
  '<noscript>canary<img src="/x?canary"></noscript>',
  '<template><p>canary</p></template>',
  '<script type="application/json">{"name":"canary"}</script>',
  '<meta name="user" content="canary"><meta property="x:y" content="canary"><p>x</p>',
  '<iframe srcdoc="<input value=canary>"></iframe>',
  '<img src="/x.png?user=canary&signature=canary">',
  '<img srcset="/x.png?user=canary 2x, /y.png?w=2,token=canary">',
  '<p style="background: url(/x.png?token=canary)">x</p>',
  '<style>p { background: url("/x.png?token=canary") }</style>',
  '<link rel="canonical" href="/x?user=canary1">',
  '<p>eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYcanary</p>',
  '<p data-token="Bearer canary-canary-canary">x</p>',
];
const PICTURES = [
  '<img src="/canary.png">',
  '<picture><source srcset="/canary.png"><img src="/canary.png"></picture>',
  '<video src="/canary.mp4" poster="/canary.png"></video>',
  '<iframe srcdoc="canary"></iframe>',
  '<object data="/canary">canary</object><embed src="/canary">',
  '<svg><image href="/canary.png"/></svg>',
  '<p style="background-image: url(/canary.png)">x</p>',
  '<style>p { background: url("/canary.png") }</style>',
  '<input type="image" src="/canary.png">',
  '<canvas>canary</canvas>',
];

describe.each(['text', 'all'] as const)('in mode %s nothing of this is readable', (mask) => {
  test.each([...TEXTS, ...NEVER])('in a checkpoint: %s', async (html) => {
    mount(html);
    const { text, captures, failures } = begin(mask);
    await settle();
    expect(captures.length).toBeGreaterThan(1);
    expect(text()).not.toContain('canary');
    expect(failures).toEqual([]);
  });

  test.each([...TEXTS, ...NEVER])('when it is added: %s', async (html) => {
    const root = mount('');
    const { text, failures } = begin(mask);
    root.innerHTML = html;
    await settle();
    expect(text()).not.toContain('canary');
    expect(failures).toEqual([]);
  });
});

describe('in mode inputs', () => {
  test.each(TEXTS.filter((html) => !html.includes('<select')))('this is readable: %s', async (html) => {
    mount(html);
    const { text } = begin('inputs');
    await settle();
    expect(text()).toContain('canary');
  });

  test.each(NEVER)('this is not: %s', async (html) => {
    const root = mount(html);
    const { text } = begin('inputs');
    root.innerHTML += html;
    await settle();
    expect(text()).not.toContain('canary');
  });
});

test.each(PICTURES)('in mode all there are no pictures: %s', async (html) => {
  const root = mount(html);
  const { text, captures } = begin('all');
  await settle();
  const count = captures.length;
  root.innerHTML = '';
  root.innerHTML = html;
  await settle();
  expect(captures.length).toBeGreaterThan(count);
  expect(text()).not.toContain('canary');
});

test('in mode all a picture is a box of its size', () => {
  mount('<img style="width: 30px; height: 20px">');
  expect(begin('all').text()).toContain('"rr_width":"30px","rr_height":"20px"');
});

describe('texts that change', () => {
  test.each([
    ['text', '<p>x</p>', (e: HTMLElement) => (e.firstChild as Text).replaceData(0, 1, 'canary')],
    ['a title', '<p>x</p>', (e: HTMLElement) => (e.title = 'canary')],
    ['data', '<p>x</p>', (e: HTMLElement) => (e.dataset['name'] = 'canary')],
    ['a style', '<p>x</p>', (e: HTMLElement) => e.style.setProperty('--name', '"canary"')],
    [
      'a style sheet',
      '<style>p { color: red }</style>',
      (e: HTMLElement) => e.append('p::before { content: "canary" }'),
    ],
    [
      'a rule',
      '<style>p { color: red }</style>',
      (e: HTMLElement) => (e as HTMLStyleElement).sheet?.insertRule('p::before { content: "canary" }'),
    ],
    [
      'a declaration',
      '<style>p::before { color: red }</style>',
      (e: HTMLElement) =>
        ((e as HTMLStyleElement).sheet?.cssRules[0] as CSSStyleRule).style.setProperty('content', '"canary"'),
    ],
  ])('%s', async (_name, html, change) => {
    const root = mount(html);
    const { text, captures, recorder } = begin('text');
    const element = root.firstElementChild;
    if (!(element instanceof HTMLElement)) throw new Error('no element');
    const count = captures.length;
    change(element);
    await settle();
    expect(captures.length).toBeGreaterThan(count);
    recorder.checkpoint();
    expect(text()).not.toContain('canary');
  });

  test('adopted sheets', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('p::before { content: "canary one" }');
    document.adoptedStyleSheets = [sheet];
    const { text } = begin('text');
    sheet.insertRule('p::after { content: "canary two" }');
    await settle();
    document.adoptedStyleSheets = [];
    expect(text()).toContain('content');
    expect(text()).not.toContain('canary');
  });
});

describe('what styles need stays in mode text', () => {
  test.each([
    'data-state="open"',
    'data-open="true"',
    'class="blue"',
    'd="M0 0"',
    'role="tab"',
    'data-orientation="vertical"',
  ])('%s', (attribute) => {
    mount(`<p ${attribute}>x</p>`);
    expect(begin('text').text()).toContain(JSON.stringify(attribute.split('=')[1]?.replaceAll('"', '')));
  });

  test('icons of fonts, fonts, queries of sizes, nested rules', () => {
    mount(`<style>@font-face { font-family: x; src: url("/font.woff2?v=1") } i::before { content: "\\e900" }
      p { &[data-a="b"] { color: red } }</style><img src="/a.png?w=300&fm=webp&url=%2Fb.png">`);
    const text = begin('text').text();
    for (const part of ['/font.woff2?v=1', 'data-a=', '/a.png?w=300&fm=webp&url=%2Fb.png'])
      expect(text).toContain(part);
    expect(text).toMatch(/content: \\"(?:\\\\e900|\ue900)\\"/);
  });
});

test('parameters that the page allows are readable', () => {
  mount('<a href="/?page=two&user=canary">x</a>');
  const text = begin('inputs', ['page']).text();
  expect(text).toContain('/?page=two&user=***');
});

test('a field named like a secret does not tell its length', () => {
  mount(
    '<label>Your PIN <input id="a" value="12345678901234567890"></label><input name="cardCvv" value="1234567890123">',
  );
  const text = begin('inputs').text();
  expect(text).toContain('"********"');
  expect(text).not.toContain('*********');
  findField('#a').value = '';
});
