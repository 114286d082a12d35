/**
 * What programs choose from. Texts are such that neither masking nor scrubbing changes them: page text without long numbers
 * and addresses, values of fields of asterisks.
 */
export const TEXTS = ['', ' ', '\n  ', 'one', 'two words', 'ümläut', '<b>', 'a & b', 'end.'] as const;
export const VALUES = ['', '*', '**', '* **', '***'] as const;
export const CLASSES = ['a', 'b', 'a b', 'c', ''] as const;

/** Of inherited and of own properties, so that a sheet that is missing shows. */
export const PAGE_STYLE = `
  .a { color: rgb(1, 2, 3); } .b { background-color: rgb(4, 5, 6); } .a > .b { visibility: hidden; }
  [data-state="on"] { display: inline-block; } ::slotted(.c) { color: rgb(9, 9, 9); }
  .scroller { display: block; width: 90px; height: 40px; overflow: scroll; }
  .scroller::after { content: ""; display: block; width: 900px; height: 900px; }
  iframe { width: 80px; height: 40px; } @media (min-width: 1px) { .c { color: rgb(7, 8, 9); } }`;

export const RULES = [
  '.a { color: red; }',
  '.b { color: green; background-color: blue; }',
  '.c, :host { color: rgb(10, 20, 30); }',
  'p { display: inline-block; }',
  '@media (min-width: 1px) { p { color: purple; } .a { visibility: hidden; } }',
  '@supports (display: block) { div { color: teal; } }',
] as const;
export const SHEETS = [
  '',
  '.a { color: olive; }',
  'p { color: navy; } .b { display: block; }',
  ':host { background-color: gold; } ::slotted(*) { color: maroon; }',
  '@layer x { div { color: lime; } }',
  'span::before { content: "x"; }',
] as const;
export const DECLARATIONS = [
  ['color', 'rgb(50, 60, 70)'],
  ['color', 'red'],
  ['background-color', 'yellow'],
  ['display', 'none'],
  ['display', 'block'],
  ['visibility', 'hidden'],
  ['--own', 'tan'],
  ['border-left', '1px solid red'],
  ['color', ''],
  ['display', ''],
] as const;

export const ATTRIBUTES = {
  class: CLASSES,
  id: ['x', 'y', 'main'],
  style: ['', 'color: red', 'display: none; color: blue !important', 'color: var(--own)', 'margin: 1px 2px'],
  'data-state': ['on', 'off', ''],
  'data-other': ['x', ''],
  hidden: [''],
  dir: ['ltr', 'rtl'],
  lang: ['de', 'en'],
  slot: ['one', 'two', ''],
  open: [''],
  'aria-label': ['***', '* *'],
  'aria-hidden': ['true', 'false'],
  width: ['10', '20'],
  height: ['10', '20'],
  tabindex: ['0', '-1'],
  name: ['one', 'two', 'r'],
} as const satisfies Record<string, readonly string[]>;

/** One element each, but for `text`, `space` and `comment`. */
export const KINDS = {
  text: 'plain words',
  space: '\n ',
  comment: '<!--said to nobody-->',
  script: '<script type="text/plain">no();</script>',
  div: '<div class="a"></div>',
  p: '<p>A <b>bold</b> word</p>',
  span: '<span class="b">inner</span>',
  slotted: '<i slot="one" class="c">for a slot</i>',
  slot: '<slot name="one"><em>by default</em></slot>',
  list: '<ul><li>first</li><li class="b">second</li><li>third</li></ul>',
  table: '<table><caption>c</caption><tbody><tr><td>cell</td><td class="a">other</td></tr></tbody></table>',
  svg: '<svg viewBox="0 0 4 4"><linearGradient id="g"><stop offset="0"/></linearGradient><circle r="1"/><text>t</text><foreignObject><p>html</p></foreignObject></svg>',
  template: '<template><p>not shown</p></template>',
  style: '<style>.a { color: orange; } span { display: block; }</style>',
  emptyStyle: '<style></style>',
  input: '<input value="**">',
  checkbox: '<input type="checkbox" checked>',
  radio: '<input type="radio" name="r">',
  textarea: '<textarea>* **</textarea>',
  select:
    '<select><option value="*">*</option><option value="**" selected>**</option><optgroup label="***"><option value="***">***</option></optgroup></select>',
  button: '<button class="b">press</button>',
  scroller: '<div class="scroller">scrolls</div>',
  canvas: '<canvas width="10" height="10"></canvas>',
  image: '<img alt="***">',
  dialog: '<dialog><p>says</p></dialog>',
  details: '<details><summary>short</summary>long</details>',
  custom: '<x-own><span>light</span></x-own>',
  customShell: '<x-shell><span slot="one">light</span></x-shell>',
  frame: '<iframe></iframe>',
  frameOfText:
    '<iframe srcdoc="<!doctype html><style>p { color: red }</style><p>in a frame</p><ul><li>x</li></ul>"></iframe>',
} as const;
export type Kind = keyof typeof KINDS;

export const MARKUPS = [
  '',
  'words only',
  '<p class="a">one</p><p class="b">two</p>',
  '<div><div><span class="c">deep</span></div> tail</div><!-- gone --><i>last</i>',
  '<ul><li>1</li><li>2</li></ul><table><tr><td>x</td></tr></table>',
  '<svg><g class="a"><path d="M0 0"/></g></svg><details open><summary>s</summary>text</details>',
  '<input type="checkbox" class="a"><textarea>**</textarea><input value="*">',
  '<style>.c { color: cyan; }</style><span class="c">dressed</span>',
  '<slot name="one"></slot><slot></slot><b>shadow</b>',
  '<x-own></x-own><x-shell>in</x-shell>',
  '<div class="scroller"><p>in it</p></div><canvas width="3"></canvas>',
  '<iframe></iframe><p>beside</p>',
] as const;

export const PAGES = [
  '<!doctype html><html><head><title>t</title></head><body class="a"><p>a page</p></body></html>',
  '<!doctype html><style>p { color: green; }</style><body><p class="b">another <b>one</b></p><input value="**"></body>',
  '<!doctype html><body></body>',
  '<!doctype html><body><div><iframe></iframe></div>nested</body>',
] as const;
