import { userEvent } from 'vitest/browser';
import { describe, expect, test } from 'vitest';
import { trackPointer } from '../../../src/capture/trackPointer.ts';
import { find, mount, run } from './scope.ts';

describe('pointer', () => {
  test('names what was clicked', async () => {
    mount('<button><span>Pay  now</span></button><a href="#x" data-testid="more">More</a>');
    const { of } = run(trackPointer);
    await userEvent.click(find('span'));
    await userEvent.click(find('a'));
    expect(of('pointer')).toMatchObject([
      { type: 'click', label: 'Pay now', selector: 'body > main > button > span', pointer: 'mouse', trusted: true },
      { type: 'click', label: 'More', selector: '[data-testid="more"]' },
    ]);
    history.replaceState(null, '', location.pathname + location.search);
  });

  test('names a form that has a field of the name `id`, and places among siblings of the same kind', () => {
    mount(`<form id="order"><input name="id" type="hidden"><b>x</b></form>
      <form><input name="id"><i>1</i><b>2</b><i>3</i></form>`);
    const { of } = run(trackPointer);
    for (const element of document.querySelectorAll('b,i'))
      element.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(of('pointer').map(({ selector }) => selector)).toEqual([
      '#order > b',
      'body > main > form:nth-of-type(2) > i:nth-of-type(1)',
      'body > main > form:nth-of-type(2) > b',
      'body > main > form:nth-of-type(2) > i:nth-of-type(2)',
    ]);
  });

  test('gives no label from masked, blocked and editable parts, and scrubs the others', () => {
    mount(`<div data-rewindow-mask><button>Canary A</button></div>
      <button>Order of <span data-rewindow-mask>Canary B</span></button>
      <div data-rewindow-block id="box"><button>Canary C</button></div>
      <button><b contenteditable="">Canary D</b></button>
      <button>Write to canary@example.org</button>
      <label>Notes <textarea>Canary E</textarea></label>
      <div data-rewindow-ignore><button>Canary F</button></div>`);
    const { of, captures } = run(trackPointer);
    for (const element of document.querySelectorAll('button,label'))
      element.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(JSON.stringify(captures)).not.toMatch(/canary/i);
    expect(of('pointer').map(({ label }) => label)).toEqual([
      undefined,
      'Order of',
      undefined,
      undefined,
      'Write to ***',
      'Notes',
      // The browser clicks the field of a label that was clicked.
      'Notes',
    ]);
    expect(of('pointer')[2]?.selector).toBe('#box');
  });

  test('tells named keys, and characters only where nothing is written', async () => {
    mount('<input name="q"><input type="password"><p tabindex="0">x</p>');
    const { of } = run(trackPointer);
    await userEvent.type(find('[name=q]'), 'ab{Backspace}{Enter}');
    await userEvent.type(find('[type=password]'), 'secret{Backspace}{Enter}');
    find('p').focus();
    await userEvent.keyboard('j{Shift>}K{/Shift}{Escape}');
    const keys = of('pointer').flatMap(({ type, key }) => (type === 'key' ? [key] : []));
    expect(keys).toEqual(['Backspace', 'Enter', 'Enter', 'character', 'character', 'Escape']);
  });

  test('finds the target in an open shadow root', () => {
    mount('<div id="host"></div>');
    const root = find('#host').attachShadow({ mode: 'open' });
    root.innerHTML = '<button>Inside</button>';
    const { of } = run(trackPointer);
    root.querySelector('button')?.click();
    expect(of('pointer')).toMatchObject([{ label: 'Inside', selector: 'button' }]);
  });

  test('records touches', () => {
    mount('<button id="t">T</button>');
    const { of } = run(trackPointer);
    for (const pointerType of ['touch', 'mouse']) {
      find('#t').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, pointerType, clientX: 3, clientY: 4 }));
    }
    expect(of('pointer')).toMatchObject([{ type: 'down', pointer: 'touch', x: 3, y: 4 }]);
  });

  test('tells keys by kind, and no text that a program calls a key', () => {
    mount('<p id="p" tabindex="0">x</p><input id="i"><input id="s" type="password">');
    const { of } = run(trackPointer);
    const press = (id: string, key: string, more: KeyboardEventInit = {}) =>
      find(id).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more }));
    press('#p', 'ArrowLeft');
    press('#p', 'Delete');
    press('#p', 'F5');
    press('#p', 'Control', { ctrlKey: true });
    press('#i', 'c', { ctrlKey: true });
    press('#i', 'Z', { metaKey: true, shiftKey: true });
    press('#i', 'ArrowLeft', { altKey: true });
    press('#s', 'v', { ctrlKey: true });
    press('#i', 'Canary');
    press('#i', 'Canary', { ctrlKey: true });
    press('#p', '@', { altKey: true });
    press('#p', '€', { altKey: true, ctrlKey: true });
    press('#p', 'Dead');
    press('#p', 'x', { repeat: true });
    expect(of('pointer').map(({ key, keyType }) => [key, keyType])).toEqual([
      ['ArrowLeft', 'navigation'],
      ['Delete', 'editing'],
      ['F5', 'function'],
      ['Ctrl+C', 'shortcut'],
      ['Shift+Meta+Z', 'shortcut'],
      ['Alt+ArrowLeft', 'shortcut'],
      ['character', 'character'],
      ['character', 'character'],
      ['character', 'character'],
    ]);
  });
});
