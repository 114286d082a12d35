import { describe, expect, test } from 'vitest';
import { createPrivacy, type MaskMode, type Privacy } from '../../../src/browser/privacy.ts';
import { colourAt, differenceCount, imageOf, inkCount } from './pictures.ts';

const SECRETS: [string, (secret: string) => string][] = [
  ['value of an input', (secret) => `<input value="${secret}">`],
  ['password', (secret) => `<input type="password" value="${secret}">`],
  ['number', (secret) => `<input type="number" value="${secret.length}">`],
  ['text area', (secret) => `<textarea>${secret}</textarea>`],
  ['select', (secret) => `<select style="width:150px"><option>${secret}</option></select>`],
  ['masked text', (secret) => `<p data-rewindow-mask>${secret}</p>`],
  ['text in masked', (secret) => `<div data-rewindow-mask><p>a <b>${secret}</b></p></div>`],
  ['editable text', (secret) => `<div contenteditable="true">${secret}</div>`],
  ['blocked part', (secret) => `<div data-rewindow-block style="height:40px">${secret}<input value="${secret}"></div>`],
  [
    'generated content in masked',
    (secret) => `<style>i::before{content:attr(title)}</style><p data-rewindow-mask><i title="${secret}"></i></p>`,
  ],
  ['placeholder', (secret) => `<input placeholder="${secret}">`],
  [
    'button in masked',
    (secret) => `<p data-rewindow-mask><input type="button" value="${secret}" style="width:90px"></p>`,
  ],
  ['e-mail address', (secret) => `<p>${secret}@example.org</p>`],
  ['card number', (secret) => `<p>${secret === 'canary' ? '4111 1111 1111 1111' : '4000 0000 0000 0002'}</p>`],
  ['embedded page', (secret) => `<iframe srcdoc="${secret}"></iframe>`],
];

describe('an image does not tell', () => {
  test.each(SECRETS)('%s', async (_name, html) => {
    const frame = (secret: string) => `<div id="t" style="width:400px;height:200px">${html(secret)}</div>`;
    const one = await imageOf(frame('canary'));
    const other = await imageOf(frame('WALRUS'));
    expect(differenceCount(one, other)).toBe(0);
  });

  test('values set by script, however long', async () => {
    const html = '<div id="t" style="width:300px;height:60px"><input><textarea></textarea></div>';
    const set = (value: string) => () => {
      for (const field of document.querySelectorAll<HTMLInputElement>('input,textarea')) field.value = value;
    };
    const one = await imageOf(html, '#t', set('i'));
    const other = await imageOf(html, '#t', set('WWWWWWWWWWW'));
    expect(differenceCount(one, other)).toBe(0);
  });

  test('text in shadow roots of masked parts', async () => {
    const html =
      '<div id="t" style="width:300px;height:60px"><div data-rewindow-mask><span id="host"></span></div></div>';
    const fill = (text: string) => () => {
      const shadow = document.querySelector('#host')?.attachShadow({ mode: 'open' });
      if (shadow) shadow.innerHTML = `<b>${text}</b><input value="${text}">`;
    };
    const one = await imageOf(html, '#t', fill('canary'));
    const other = await imageOf(html, '#t', fill('WALRUS'));
    expect(differenceCount(one, other)).toBe(0);
  });

  test('but it does tell what is not masked', async () => {
    const frame = (text: string) => `<div id="t" style="width:300px;height:60px;font:20px sans-serif">${text}</div>`;
    const one = await imageOf(frame('canary'));
    const other = await imageOf(frame('WALRUS'));
    expect(inkCount(one)).toBeGreaterThan(50);
    expect(differenceCount(one, other)).toBeGreaterThan(50);
  });

  test('a blocked part is a grey box of its size', async () => {
    const image = await imageOf(
      '<div id="t" style="width:200px;height:100px"><div data-rewindow-block style="width:100px;height:50px">x</div></div>',
    );
    expect(colourAt(image, 50, 25)).toEqual([156, 163, 175]);
    expect(colourAt(image, 150, 25)).toEqual([255, 255, 255]);
  });

  test('an image of another origin is a grey box', async () => {
    const image = await imageOf(
      '<div id="t" style="width:200px;height:100px"><img src="http://127.0.0.2:9/x.png" style="width:90px;height:50px"></div>',
    );
    expect(colourAt(image, 10, 10)).toEqual([156, 163, 175]);
  });
});

describe('in other modes and with marks of the host an image does not tell', () => {
  const frame = (html: string) => `<div id="t" style="width:300px;height:60px;font:20px sans-serif">${html}</div>`;
  const drawn = (colour: string) =>
    `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50"><rect width="50" height="50" fill="${colour}"/></svg>`)}`;
  const picture = (text: string) => drawn(text === 'canary' ? 'red' : 'blue');

  test.each<[string, MaskMode, (secret: string) => string, ((privacy: Privacy) => void)?]>([
    ['text', 'text', (secret) => secret],
    ['text in a drawing', 'text', (secret) => `<svg width="90" height="40"><text y="20">${secret}</text></svg>`],
    ['pictures', 'all', (secret) => `<img width="50" height="50" src="${picture(secret)}">`],
    ['backgrounds', 'all', (secret) => `<p style="height:50px;background:url('${picture(secret)}')"></p>`],
    [
      'a marked element',
      'inputs',
      (secret) => `<b id="b">${secret}</b>`,
      (p) => p.mark(document.querySelector('#b')!, 'mask'),
    ],
    ['what a selector finds', 'inputs', (secret) => `<b class="b">${secret}</b>`, (p) => p.mark('.b', 'mask')],
    [
      'a custom element',
      'inputs',
      (secret) => `<x-b style="display:block">${secret}</x-b>`,
      (p) => p.mark('x-b', 'block'),
    ],
    [
      'a blocked element',
      'inputs',
      (secret) => `<p id="b">${secret}</p>`,
      (p) => p.mark(document.querySelector('#b')!, 'block'),
    ],
    [
      'a blocked canvas',
      'inputs',
      () => '<canvas id="b"></canvas>',
      (p) => p.mark(document.querySelector('#b')!, 'block'),
    ],
  ])('%s', async (_name, mask, html, prepare) => {
    const privacy = () => createPrivacy({ mask, urlParameters: [] });
    const one = await imageOf(frame(html('canary')), '#t', prepare, privacy());
    const before = document.querySelector('#b');
    expect(before && Object.hasOwn(before, 'cloneNode')).not.toBe(true);
    const other = await imageOf(frame(html('WALRUS')), '#t', prepare, privacy());
    expect(differenceCount(one, other)).toBe(0);
  });

  test('but pictures and unmasked text are there', async () => {
    const html = (text: string) =>
      `<p data-rewindow-unmask>${text}<img width="20" height="20" src="${picture(text)}"></p>`;
    const privacy = createPrivacy({ mask: 'all', urlParameters: [] });
    const one = await imageOf(frame(html('canary')), '#t', undefined, privacy);
    const other = await imageOf(frame(html('WALRUS')), '#t', undefined, privacy);
    expect(differenceCount(one, other)).toBeGreaterThan(400);
  });
});
