import type { SerializedNode } from '../../domEvent.ts';
import type { Addition } from './told.ts';

/** Puts the first nodes of a recording into each other, as a full snapshot has them: the first is the document. */
export function nest(additions: readonly Addition[]): SerializedNode | undefined {
  const [root, ...others] = additions;
  if (!root) return undefined;
  const byId = new Map([[root.node.id, root.node]]);
  for (const { parentId, node } of others) {
    byId.set(node.id, node);
    const parent = byId.get(parentId);
    if (parent) (parent.childNodes ??= []).push(node);
  }
  return root.node;
}
