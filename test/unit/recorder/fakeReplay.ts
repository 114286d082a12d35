import type { SerializedNode } from '../../../src/capture/domEvent.ts';
import type { Addition, Changes, Told } from '../../../src/capture/recorder/tree/told.ts';

interface Shown {
  id: number;
  node: SerializedNode & { isShadow?: boolean };
  parent: Shown | undefined;
  shadow: Shown[];
  children: Shown[];
  frame: Shown | undefined;
}

/** Plays what is told and takes nothing that doesn't fit exactly: rrweb's replayer would try to make something of it. */
export function createFakeReplay() {
  const all = new Map<number, Shown>();
  let root: Shown | undefined;
  const find = (id: number) => {
    const found = all.get(id);
    if (!found) throw new Error(`${String(id)} is not there`);
    return found;
  };
  const forget = (shown: Shown) => {
    all.delete(shown.id);
    for (const child of [...shown.shadow, ...shown.children, ...(shown.frame ? [shown.frame] : [])]) forget(child);
  };
  const add = ({ parentId, nextId, node }: Addition, isDocument: boolean) => {
    if (all.has(node.id)) throw new Error(`${String(node.id)} is there already`);
    const parent = parentId === 0 ? undefined : find(parentId);
    const shown: Shown = { id: node.id, node, parent, shadow: [], children: [], frame: undefined };
    all.set(node.id, shown);
    if (!parent) root = shown;
    else if (isDocument) {
      if (parent.frame) forget(parent.frame);
      parent.frame = shown;
    } else {
      const siblings = shown.node.isShadow ? parent.shadow : parent.children;
      const index = nextId === null ? siblings.length : siblings.findIndex(({ id }) => id === nextId);
      if (index < 0) throw new Error(`${String(nextId)} is not a sibling to come`);
      siblings.splice(index, 0, shown);
    }
  };
  const play = ({ removes, adds, texts, attributes }: Changes) => {
    for (const { parentId, id, isShadow } of removes) {
      const shown = find(id);
      const parent = find(parentId);
      const siblings = isShadow ? parent.shadow : parent.children;
      if (!siblings.includes(shown)) throw new Error(`${String(id)} is not below ${String(parentId)}`);
      siblings.splice(siblings.indexOf(shown), 1);
      forget(shown);
    }
    for (const addition of adds) add(addition, false);
    for (const { id, value } of texts) find(id).node.textContent = value;
    for (const { id, attributes: changed } of attributes) Object.assign(find(id).node.attributes ?? {}, changed);
  };
  const outlineOf = ({ node, shadow, children, frame }: Shown): string => {
    const value = node.type === 3 ? node.textContent : node.attributes?.['value'];
    const isBox = node.attributes?.['place'] === 1;
    const below = [
      ...(shadow.length > 0 ? [`shadow(${shadow.map(outlineOf).join(',')})`] : []),
      ...(frame ? [outlineOf(frame)] : []),
      ...children.map(outlineOf),
    ];
    const own = node.type === 0 ? 'document' : `${String(node.tagName)}=${String(value)}${isBox ? '!' : ''}`;
    return `${own}(${below.join(',')})`;
  };
  return {
    restart() {
      all.clear();
    },
    play(told: readonly Told[]) {
      for (const one of told) {
        if ('document' in one) add(one.document, true);
        else play(one.changes);
      }
    },
    outline: () => (root ? outlineOf(root) : ''),
  };
}
