import type { Incremental, Source, SourceScope } from '../source.ts';
import { isSeen } from './seen.ts';

/** Nodes whose state is to be told, as it is when their turn comes: one that changes often is told once. */
export interface Marks<N extends Node> extends Pick<Source, 'take' | 'isDone'> {
  /** @param isWaited whether it needs a turn of its own, or may come with what is told next anyway */
  add(node: N, isWaited: boolean): void;
  delete(node: N): void;
  clear(): void;
}

/** A node that isn't told is dropped: its state is part of what is told when it comes. */
export function createMarks<N extends Node>(
  scope: SourceScope,
  tell: (node: N, id: number) => Incremental | undefined,
): Marks<N> {
  const marked = new Set<N>();
  let isWaited = false;
  const take = (isOver: () => boolean) => {
    const told: Incremental[] = [];
    for (const node of marked) {
      marked.delete(node);
      const id = scope.idOf(node);
      const isTold = id !== undefined && node.isConnected && isSeen(node, scope.privacy);
      const state = isTold ? tell(node, id) : undefined;
      if (state) told.push(state);
      if (isOver()) break;
    }
    isWaited &&= marked.size > 0;
    return told;
  };
  return {
    add(node, isWaitedNow) {
      marked.add(node);
      isWaited ||= isWaitedNow;
    },
    delete: (node) => marked.delete(node),
    take,
    isDone: () => !isWaited,
    clear() {
      marked.clear();
      isWaited = false;
    },
  };
}
