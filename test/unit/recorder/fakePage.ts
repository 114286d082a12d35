import { createDirty } from '../../../src/capture/recorder/tree/dirty.ts';
import { FRAME_DOCUMENT, SHADOW_ROOT, type Page } from '../../../src/capture/recorder/tree/page.ts';

/** A node of a page that exists in tests only. */
export interface FakeNode {
  name: string;
  kind: 'element' | 'text' | 'shadow' | 'document';
  parent: FakeNode | null;
  children: FakeNode[];
  value: string;
  /** Marks everything below it as blocked: nothing of that is recorded. */
  isBlocked: boolean;
}

export const BLOCKED = 1;

/** A page that marks what is done to it, as the observers do. */
export function createFakePage() {
  const dirty = createDirty<FakeNode>();
  let count = 0;
  const make = (kind: FakeNode['kind']): FakeNode => {
    count += 1;
    return { name: `${kind}${String(count)}`, kind, parent: null, children: [], value: '0', isBlocked: false };
  };
  const root = make('document');
  const page: Page<FakeNode> = {
    childrenOf: ({ children }, place) => ((place & BLOCKED) !== 0 ? [] : [...children]),
    parentOf: ({ parent }) => parent,
    enter: (outer, { kind, isBlocked }) =>
      (outer & BLOCKED) |
      (isBlocked ? BLOCKED : 0) |
      (kind === 'shadow' ? SHADOW_ROOT : 0) |
      (kind === 'document' ? FRAME_DOCUMENT : 0),
    describe: ({ name, value, kind, parent }, id, place) => ({
      ...{ type: kind === 'document' ? 0 : kind === 'text' ? 3 : 2, id, tagName: name, textContent: value },
      ...{ attributes: { value, place: place & BLOCKED } },
      ...(parent?.kind === 'shadow' && { isShadow: true }),
    }),
    attributes: ({ value }, _names, place) => ({ value, place: place & BLOCKED }),
    text: ({ value }) => value,
  };
  const remove = (node: FakeNode) => {
    const { parent } = node;
    if (!parent) return;
    parent.children.splice(parent.children.indexOf(node), 1);
    node.parent = null;
    dirty.children.add(parent);
  };
  return {
    root,
    page,
    dirty,
    make,
    remove,
    /** A shadow root or a frame's document comes first and alone, as it does in the page. */
    insert(node: FakeNode, parent: FakeNode, index: number) {
      remove(node);
      const first = parent.children[0]?.kind === 'shadow' ? 1 : 0;
      parent.children.splice(node.kind === 'shadow' ? 0 : Math.max(first, index), 0, node);
      node.parent = parent;
      dirty.children.add(parent);
    },
    change(node: FakeNode, value: string) {
      node.value = value;
      if (node.kind === 'text') dirty.texts.add(node);
      else dirty.markAttribute(node, 'value');
    },
    block(node: FakeNode, isBlocked: boolean) {
      node.isBlocked = isBlocked;
      dirty.places.add(node);
    },
  };
}

/** What has to be seen of the page. */
export function outline({ name, value, children, kind, isBlocked }: FakeNode, isIn = false): string {
  const isBox = isIn || isBlocked;
  const below = isBox ? [] : children.map((child) => outline(child, isBox));
  const own = kind === 'shadow' || kind === 'document' ? kind : `${name}=${value}${isBox ? '!' : ''}`;
  return `${own}(${below.join(',')})`;
}
