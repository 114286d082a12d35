import type { Incremental, Source, SourceScope } from '../source.ts';
import { isSeen } from './seen.ts';

/** Nodes whose state is to be told, as it is when their turn comes: one that changes often is told once. */
export interface Marks<N extends Node> extends Omit<Source, 'watch'> {
  /** @param isWaited whether it needs a turn of its own, or may come with what is told next anyway */
  add(node: N, isWaited?: boolean): void;
  has(node: N): boolean;
  delete(node: N): void;
}

/** A node that isn't told is dropped: its state is part of what is told when it comes. */
export function createMarks<N extends Node>(
  scope: SourceScope,
  tell: (node: N, id: number) => Incremental[],
): Marks<N> {
  const marked = new Set<N>();
  let isAwaited = false;
  const clear = () => {
    marked.clear();
    isAwaited = false;
  };
  return {
    add(node, isWaited = true) {
      marked.add(node);
      isAwaited ||= isWaited;
    },
    has: (node) => marked.has(node),
    delete: (node) => marked.delete(node),
    take(isOver) {
      const told: Incremental[] = [];
      for (const node of marked) {
        marked.delete(node);
        const id = scope.idOf(node);
        if (id !== undefined && node.isConnected && isSeen(node, scope.privacy)) told.push(...tell(node, id));
        if (isOver()) break;
      }
      isAwaited &&= marked.size > 0;
      return told;
    },
    isDone: () => !isAwaited,
    restart: clear,
    stop: clear,
  };
}
