import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Attributes, Mutation } from '../../../src/capture/domEvent.ts';
import { createThinner } from '../../../src/capture/rrweb/thinner.ts';

/** A document as replay sees it: texts and attributes by node. */
function createDocument() {
  const texts = new Map<number, string | null>();
  const attributes = new Map<number, Attributes>();
  const styles = new Map<number, string>();
  const applyStyle = (id: number, style: unknown) => {
    const declarations = new Map(
      (styles.get(id) ?? '').split(';').flatMap((each) => (each === '' ? [] : [each.split(':') as [string, string]])),
    );
    for (const [name, value] of Object.entries(style as Record<string, unknown>)) declarations.set(name, String(value));
    styles.set(
      id,
      [...declarations]
        .map(([name, value]) => `${name}:${value}`)
        .sort()
        .join(';'),
    );
  };
  return {
    apply(mutation: Mutation) {
      for (const { id, value } of mutation.texts) texts.set(id, value);
      for (const { id, attributes: changed } of mutation.attributes) {
        const { style, ...rest } = changed;
        attributes.set(id, { ...attributes.get(id), ...rest });
        if (typeof style === 'string') styles.set(id, style);
        else if (style !== undefined) applyStyle(id, style);
      }
    },
    state: () => [[...texts].sort(), [...attributes].sort(), [...styles].sort()],
  };
}

const mutation = (part: Partial<Mutation>): Mutation => ({
  source: 0,
  texts: [],
  attributes: [],
  adds: [],
  removes: [],
  ...part,
});
const id = fc.nat(2);
const value = fc.constantFrom('1', '2', '3');
const change = fc.oneof(
  fc.record({ id, value }).map((text) => mutation({ texts: [text] })),
  fc
    .record({ id, name: fc.constantFrom('class', 'title'), value })
    .map((each) => mutation({ attributes: [{ id: each.id, attributes: { [each.name]: each.value } }] })),
  fc
    .record({ id, value })
    .map((each) => mutation({ attributes: [{ id: each.id, attributes: { style: `top:${each.value}` } }] })),
  fc
    .record({ id, name: fc.constantFrom('left', 'top'), value })
    .map((each) => mutation({ attributes: [{ id: each.id, attributes: { style: { [each.name]: each.value } } }] })),
);
const steps = fc.array(fc.record({ afterMs: fc.nat(300), change, isLook: fc.boolean() }), { maxLength: 80 });

test('what is held back comes in the end: the document is the same', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const [whole, thinned] = [createDocument(), createDocument()];
      const thinner = createThinner();
      let at = 0;
      const release = () => {
        const held = thinner.release();
        if (held) thinned.apply(held);
      };
      for (const { afterMs, change: each, isLook } of all) {
        at += afterMs;
        whole.apply(each);
        const copy = structuredClone(each);
        if (thinner.take({ type: 3, timestamp: at, data: copy }, at)) thinned.apply(copy);
        if (isLook) release();
      }
      release();
      expect(thinned.state()).toEqual(whole.state());
      expect(thinner.release()).toBe(undefined);
    }),
  );
});

test('a node that changes all the time is told a few times a second, and once more at the end', () => {
  const thinner = createThinner();
  let told = 0;
  for (let at = 0; at < 1_000; at += 1) {
    const data = mutation({ texts: [{ id: 1, value: String(at) }] });
    if (thinner.take({ type: 3, timestamp: at, data }, at)) told += 1;
  }
  expect(told).toBe(4);
  expect(thinner.release()?.texts).toEqual([{ id: 1, value: '999' }]);
});

test('movements are left out, clicks are not', () => {
  const thinner = createThinner();
  const isTaken = (source: number) => thinner.take({ type: 3, timestamp: 0, data: { source } }, 0);
  expect([1, 3, 6, 12].map(isTaken)).toEqual([false, false, false, false]);
  expect([2, 4, 5].map(isTaken)).toEqual([true, true, true]);
});

test('what has gone, or has come anew, is not told any more', () => {
  const thinner = createThinner();
  const take = (data: Mutation) => thinner.take({ type: 3, timestamp: 0, data }, 0);
  for (let count = 0; count < 9; count += 1)
    take(mutation({ texts: [1, 2, 3].map((each) => ({ id: each, value: 'x' })) }));
  take(
    mutation({
      removes: [{ parentId: 9, id: 1 }],
      adds: [{ parentId: 9, node: { type: 3, id: 2, textContent: 'y' } }],
    }),
  );
  expect(thinner.release()?.texts).toEqual([{ id: 3, value: 'x' }]);
});
