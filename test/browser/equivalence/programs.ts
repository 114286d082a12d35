import fc from 'fast-check';
import type { Does, Operation } from './operation.ts';
import { ATTRIBUTES, DECLARATIONS, KINDS, MARKUPS, PAGES, RULES, SHEETS, TEXTS, VALUES, type Kind } from './pools.ts';

const node = fc.nat({ max: 60 });
const index = fc.nat({ max: 6 });
const oneOf = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const kind = oneOf(Object.keys(KINDS) as Kind[]);
const kinds = fc.array(kind, { minLength: 1, maxLength: 4 });
const attribute = oneOf(Object.keys(ATTRIBUTES) as (keyof typeof ATTRIBUTES)[]).chain((name) =>
  fc.record({
    does: fc.constant('attribute' as const),
    what: node,
    name: fc.constant(name),
    value: oneOf<string | null>([...ATTRIBUTES[name], null]),
  }),
);
const declaration = oneOf(DECLARATIONS);
const hows = ['inner', 'inner', 'outer', 'beforebegin', 'afterbegin', 'beforeend', 'afterend'] as const;

type Fields<D extends Does> = {
  [K in Exclude<keyof Extract<Operation, { does: D }>, 'does'>]: fc.Arbitrary<Extract<Operation, { does: D }>[K]>;
};
/** An arbitrary of one kind of operation. */
function step<D extends Does>(does: D, fields: Fields<D>): fc.Arbitrary<Operation> {
  return fc.record({ does: fc.constant(does), ...fields }) as fc.Arbitrary<Operation>;
}

/** How often each kind of operation comes. */
const STEPS: Record<Does, { weight: number; arbitrary: fc.Arbitrary<Operation> }> = {
  insert: { weight: 14, arbitrary: step('insert', { kind, where: node, index }) },
  insertMany: { weight: 3, arbitrary: step('insertMany', { kinds, where: node, index }) },
  move: { weight: 10, arbitrary: step('move', { what: node, where: node, index }) },
  remove: { weight: 6, arbitrary: step('remove', { what: node }) },
  shuffle: { weight: 3, arbitrary: step('shuffle', { where: node, by: index }) },
  text: { weight: 5, arbitrary: step('text', { what: node, value: oneOf(TEXTS) }) },
  split: { weight: 2, arbitrary: step('split', { what: node, at: index }) },
  normalize: { weight: 1, arbitrary: step('normalize', { where: node }) },
  attribute: { weight: 8, arbitrary: attribute },
  style: {
    weight: 4,
    arbitrary: fc
      .tuple(node, declaration)
      .map(([what, [name, value]]): Operation => ({ does: 'style', what, name, value })),
  },
  html: { weight: 5, arbitrary: step('html', { where: node, markup: oneOf(MARKUPS), how: oneOf(hows) }) },
  replaceChildren: { weight: 2, arbitrary: step('replaceChildren', { where: node, kinds }) },
  clone: { weight: 2, arbitrary: step('clone', { what: node, isDeep: fc.boolean(), where: node, index }) },
  shadow: {
    weight: 4,
    arbitrary: step('shadow', { where: node, markup: oneOf(MARKUPS.filter((markup) => markup !== '')) }),
  },
  navigate: {
    weight: 1,
    arbitrary: step('navigate', { frame: index, page: oneOf(PAGES), by: oneOf(['srcdoc', 'blob']) }),
  },
  write: { weight: 1, arbitrary: step('write', { frame: index, page: oneOf(PAGES) }) },
  adopt: {
    weight: 3,
    arbitrary: step('adopt', {
      root: index,
      sheets: fc.array(index, { maxLength: 3 }),
      how: oneOf(['assign', 'assign', 'push', 'pop']),
    }),
  },
  construct: { weight: 2, arbitrary: step('construct', { css: oneOf(SHEETS) }) },
  replaceSheet: { weight: 2, arbitrary: step('replaceSheet', { sheet: index, css: oneOf(SHEETS) }) },
  insertRule: { weight: 3, arbitrary: step('insertRule', { sheet: index, rule: oneOf(RULES), index }) },
  deleteRule: { weight: 2, arbitrary: step('deleteRule', { sheet: index, index }) },
  ruleStyle: {
    weight: 2,
    arbitrary: fc
      .tuple(index, index, declaration)
      .map(([sheet, at, [name, value]]): Operation => ({ does: 'ruleStyle', sheet, index: at, name, value })),
  },
  nestedRule: { weight: 1, arbitrary: step('nestedRule', { sheet: index, index, rule: oneOf(RULES) }) },
  styleText: {
    weight: 2,
    arbitrary: step('styleText', { what: index, css: oneOf(SHEETS), how: oneOf(['replace', 'append', 'data']) }),
  },
  value: { weight: 3, arbitrary: step('value', { what: index, value: oneOf(VALUES) }) },
  check: { weight: 2, arbitrary: step('check', { what: index, on: fc.boolean() }) },
  select: { weight: 1, arbitrary: step('select', { what: index, index }) },
  scroll: { weight: 2, arbitrary: step('scroll', { what: index, top: oneOf([0, 20, 60]), left: oneOf([0, 30]) }) },
  dialog: { weight: 2, arbitrary: step('dialog', { what: index, how: oneOf(['show', 'showModal', 'close']) }) },
  define: { weight: 1, arbitrary: step('define', { name: oneOf(['x-own', 'x-shell']) }) },
  tick: { weight: 3, arbitrary: step('tick', {}) },
  slice: { weight: 5, arbitrary: step('slice', { nodes: fc.nat({ max: 12 }) }) },
  flush: { weight: 2, arbitrary: step('flush', {}) },
  checkpoint: { weight: 1, arbitrary: step('checkpoint', {}) },
  rest: { weight: 2, arbitrary: step('rest', {}) },
};

/** Programs of what an engine is to be able to do. */
export function arbitraryProgram(
  canDo: (operation: Operation) => boolean,
  lengthMax: number,
): fc.Arbitrary<Operation[]> {
  const step = fc.oneof(...Object.values(STEPS)).filter(canDo);
  return fc.array(step, { minLength: 1, maxLength: lengthMax, size: 'max' });
}
