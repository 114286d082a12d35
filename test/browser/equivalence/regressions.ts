import type { Program } from './operation.ts';

/** The browser scrolls when it lays the page out, so that what is seen stays where it is, and says so one frame later. */
export const SCROLLED_BACK: Program = [
  { does: 'insert', kind: 'scroller', where: 0, index: 0 },
  { does: 'html', where: 1, markup: '<p class="a">one</p><p class="b">two</p>', how: 'beforeend' },
  { does: 'scroll', what: 1, top: 20, left: 0 },
  { does: 'rest' },
  { does: 'remove', what: 1 },
];

export const REGRESSIONS: Record<string, Program> = {
  'elements of a drawing that are named as fields are': [
    { does: 'replaceChildren', where: 0, kinds: ['p'] },
    {
      does: 'shadow',
      where: 0,
      markup: '<svg><g class="a"><path d="M0 0"/></g></svg><details open><summary>s</summary>text</details>',
    },
    {
      does: 'html',
      where: 4,
      markup: '<input type="checkbox" class="a"><textarea>**</textarea><input value="*">',
      how: 'inner',
    },
  ],
  // Nothing says that a host that is known has an empty shadow root now.
  'sheets that an empty shadow root has adopted, before something is in it': [
    { does: 'insert', kind: 'div', where: 0, index: 0 },
    { does: 'rest' },
    { does: 'shadow', where: 0, markup: 'words only' },
    { does: 'remove', what: 1 },
    { does: 'construct', css: 'p { color: navy; } .b { display: block; }' },
    { does: 'adopt', root: 1, sheets: [0], how: 'assign' },
    { does: 'rest' },
    { does: 'insert', kind: 'p', where: 2, index: 0 },
  ],
  // A player forgets what it removes, but not what stands in shadow roots below that.
  'what leaves a shadow root whose host is gone': [
    { does: 'insert', kind: 'div', where: 0, index: 0 },
    { does: 'insert', kind: 'span', where: 1, index: 0 },
    { does: 'shadow', where: 1, markup: '<p class="a">one</p><p class="b">two</p>' },
    { does: 'rest' },
    { does: 'remove', what: 0 },
    { does: 'html', where: 4, markup: 'words only', how: 'inner' },
    { does: 'move', what: 3, where: 0, index: 0 },
  ],
  'a rule that is inserted together with its style': [
    { does: 'insert', kind: 'style', where: 0, index: 0 },
    { does: 'insertRule', sheet: 0, rule: '.a { color: red; }', index: 0 },
  ],
  'a rule that is inserted into a style of a frame': [
    { does: 'insert', kind: 'frameOfText', where: 0, index: 0 },
    { does: 'rest' },
    { does: 'insertRule', sheet: 0, rule: '.a { color: red; }', index: 0 },
  ],
  'a rule that is inserted into a style of a shadow root': [
    { does: 'insert', kind: 'div', where: 0, index: 0 },
    { does: 'shadow', where: 0, markup: '<style>.c { color: cyan; }</style><span class="c">dressed</span>' },
    { does: 'insertRule', sheet: 0, rule: '.a { color: red; }', index: 0 },
  ],
  'a part of a picture outside of it': [
    { does: 'insert', kind: 'svg', where: 0, index: 0 },
    { does: 'move', what: 1, where: 0, index: 0 },
  ],
  'a frame that others have gone past, without moving itself': [
    { does: 'insert', kind: 'text', where: 0, index: 0 },
    { does: 'insert', kind: 'frameOfText', where: 0, index: 0 },
    { does: 'rest' },
    { does: 'move', what: 0, where: 0, index: 0 },
  ],
  'a style that has moved, and then got a rule': [
    { does: 'insert', kind: 'style', where: 0, index: 0 },
    { does: 'rest' },
    { does: 'move', what: 0, where: 0, index: 0 },
    { does: 'insertRule', sheet: 0, rule: '.a { color: red; }', index: 0 },
  ],
  'a style that has lost its text, and then got a rule': [
    { does: 'insert', kind: 'style', where: 0, index: 0 },
    { does: 'rest' },
    { does: 'remove', what: 1 },
    { does: 'insertRule', sheet: 0, rule: '.a { color: red; }', index: 0 },
  ],
  // After a jump the value comes last, when no option fits it any more.
  'a select whose chosen option is gone': [
    { does: 'insert', kind: 'select', where: 0, index: 0 },
    { does: 'rest' },
    { does: 'remove', what: 3 },
  ],
  'a text area that was written in, and then lost its markup': [
    { does: 'insert', kind: 'textarea', where: 0, index: 0 },
    { does: 'value', what: 1, value: '**' },
    { does: 'slice', nodes: 0 },
    { does: 'move', what: 1, where: 0, index: 0 },
  ],
  'rules of an adopted sheet that is known already': [
    { does: 'construct', css: '' },
    { does: 'adopt', root: 0, sheets: [0], how: 'assign' },
    { does: 'rest' },
    { does: 'insertRule', sheet: 0, rule: '.a { color: red; }', index: 0 },
    { does: 'rest' },
    { does: 'ruleStyle', sheet: 0, index: 0, name: 'color', value: 'green' },
    { does: 'rest' },
    { does: 'replaceSheet', sheet: 0, css: 'p { color: navy; } .b { display: block; }' },
    { does: 'rest' },
    { does: 'deleteRule', sheet: 0, index: 0 },
  ],
  'a checkpoint while little time is left': [
    { does: 'insertMany', kinds: ['list', 'table', 'customShell', 'frameOfText'], where: 0, index: 0 },
    { does: 'rest' },
    { does: 'checkpoint' },
    { does: 'slice', nodes: 0 },
    { does: 'move', what: 3, where: 0, index: 0 },
  ],
  // For a text alone the player makes the element anew, of the attributes that it had in the beginning.
  'a style of which an attribute has changed, and then its text': [
    { does: 'insert', kind: 'emptyStyle', where: 0, index: 0 },
    { does: 'flush' },
    { does: 'attribute', what: 31, name: 'open', value: '' },
    { does: 'move', what: 0, where: 0, index: 0 },
  ],
  // After a jump the player holds on to what was adopted before a checkpoint.
  'a checkpoint in the middle of other work, and sheets that go': [
    { does: 'construct', css: '' },
    { does: 'insert', kind: 'text', where: 0, index: 0 },
    { does: 'adopt', root: 0, sheets: [0], how: 'assign' },
    { does: 'split', what: 0, at: 0 },
    { does: 'slice', nodes: 0 },
    { does: 'checkpoint' },
    { does: 'adopt', root: 0, sheets: [], how: 'assign' },
    { does: 'shadow', where: 0, markup: 'words only' },
  ],
  'a scroller that has lost something before what is seen': SCROLLED_BACK,
};
