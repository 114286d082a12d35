import type { Program } from './operation.ts';

export const REGRESSIONS: Record<string, Program> = {
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
};
