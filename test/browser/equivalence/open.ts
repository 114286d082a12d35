import type { Program } from './operation.ts';

/** Programs after which the replay isn't the page yet: each is a defect that is known. One that passes has to move to the regressions. */
export const OPEN: Record<string, Program> = {
  // The replayer makes the element anew for its text, from the attributes that it had in the beginning.
  'a style of which an attribute has changed, and then its text': [
    { does: 'insert', kind: 'emptyStyle', where: 0, index: 0 },
    { does: 'flush' },
    { does: 'attribute', what: 31, name: 'open', value: '' },
    { does: 'move', what: 0, where: 0, index: 0 },
  ],
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
};
