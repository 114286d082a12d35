import { describe, expect, test } from 'vitest';
import { createPrivacy, type MaskMode } from '../../../src/browser/privacy.ts';
import { settle, start } from './recording.ts';
import { find, mount } from './scope.ts';

const begin = (mask: MaskMode) => {
  const privacy = createPrivacy({ mask, urlParameters: [] });
  return { privacy, ...start({ privacy }) };
};

describe('marks', () => {
  test('unmask makes readable what the mode masks, but no field', () => {
    mount(
      '<p>hidden</p><div data-rewindow-unmask><p title="title">shown</p><input value="canary" placeholder="hint"></div>',
    );
    const text = begin('all').text();
    for (const part of ['shown', 'title', 'hint']) expect(text).toContain(part);
    for (const part of ['hidden', 'canary']) expect(text).not.toContain(part);
  });

  test('the nearest decides, but nothing is readable in a blocked part', () => {
    mount(`<div data-rewindow-mask>one<p data-rewindow-unmask>two<b data-rewindow-mask>three</b></p></div>
      <div data-rewindow-block><p data-rewindow-unmask>four</p></div>`);
    const text = begin('inputs').text();
    expect(text).toContain('two');
    for (const part of ['"one', 'three', 'four']) expect(text).not.toContain(part);
  });

  test('set at run time hold for what comes, and for all with the next checkpoint', async () => {
    const root = mount('<p id="a">x</p><p class="b">x</p><div id="c">x</div>');
    const { privacy, captures, text, recorder } = begin('inputs');
    privacy.mark(find('#a'), 'mask');
    privacy.mark('.b', 'mask');
    privacy.mark(find('#c'), 'block');
    privacy.mark('.d', 'block');
    find('#a').firstChild?.replaceWith('canary one');
    find('.b').title = 'canary two';
    find('#c').innerHTML = '<b title="canary">canary three</b>';
    root.append(Object.assign(document.createElement('p'), { className: 'd', innerHTML: '<i>canary four</i>' }));
    await settle();
    recorder.checkpoint();
    find('#c b').textContent = 'canary five';
    find('#c').title = 'canary six';
    await settle();
    expect(captures.length).toBeGreaterThan(4);
    expect(text()).not.toContain('canary');
    expect(text()).toContain('****** ***');
    expect(text()).toContain('rr_height');
  });

  test('what the user does in ignored and blocked parts', async () => {
    mount(
      '<p data-rewindow-ignore><button id="a">x</button></p><p id="b"><button id="c">x</button></p><button id="d">x</button>',
    );
    const { privacy, captures } = begin('inputs');
    privacy.mark(find('#b'), 'block');
    const clicks = () => captures.filter(({ data }) => JSON.stringify(data.event.data).includes('"source":2')).length;
    const press = (selector: string) =>
      find(selector).dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: 1, clientY: 1 }));
    press('#a');
    press('#c');
    await settle();
    expect(clicks()).toBe(0);
    press('#d');
    await expect.poll(clicks).toBe(1);
  });
});
