import { observe } from '../../observe.ts';
import type { Source, SourceScope } from '../source.ts';
import { createMarks } from './marks.ts';
import { isSeen } from './seen.ts';

const SELECTION = 14;

export interface SelectionSource extends Source {
  /** A document was told anew: what is selected in it follows. */
  described(node: Node): void;
}

/** What is selected: between which places, never which text. */
export function startSelection(scope: SourceScope): SelectionSource {
  const { idOf, privacy, want } = scope;
  /** Documents that were told to have something selected. */
  const selecting = new WeakSet<Node>();
  const rangeOf = ({ startContainer, startOffset, endContainer, endOffset }: Range) => {
    const [start, end] = [idOf(startContainer), idOf(endContainer)];
    const isTold = start !== undefined && end !== undefined;
    if (!isTold || !isSeen(startContainer, privacy) || !isSeen(endContainer, privacy)) return [];
    return [{ start, startOffset, end, endOffset }];
  };
  const marks = createMarks<Node>(scope, (document) => {
    const selection = (document as Document).getSelection();
    if (!selection || (selection.isCollapsed && !selecting.has(document))) return [];
    const all = Array.from({ length: selection.rangeCount }, (_, index) => rangeOf(selection.getRangeAt(index)));
    const ranges = all.flat();
    if (ranges.length === 0) return [];
    if (selection.isCollapsed) selecting.delete(document);
    else selecting.add(document);
    return [{ source: SELECTION, ranges }];
  });
  return {
    ...marks,
    watch: (root) =>
      'defaultView' in root
        ? observe(scope, root, ['selectionchange'], ({ target }) => {
            // Fields have selections of their own, that change with every letter.
            if (target !== root) return;
            marks.add(root);
            want();
          })
        : { stop: () => undefined },
    described(node) {
      if (node.nodeType === Node.DOCUMENT_NODE) {
        selecting.delete(node);
        marks.add(node);
      }
    },
  };
}
