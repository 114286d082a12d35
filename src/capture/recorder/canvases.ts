import type { KnownNodes } from './tree/known.ts';

/** Which of the recorded nodes are canvases: their pictures are somebody else's business. */
export function createCanvases(nodes: KnownNodes<Node>) {
  const found = new Set<HTMLCanvasElement>();
  return {
    note(node: Node) {
      if (isCanvas(node)) found.add(node);
    },
    all(): HTMLCanvasElement[] {
      for (const canvas of found) if (!nodes.isIn(nodes.get(canvas))) found.delete(canvas);
      return [...found];
    },
    clear() {
      found.clear();
    },
  };
}

/** By name, because frames have classes of their own. */
function isCanvas(node: Node): node is HTMLCanvasElement {
  return node.nodeName === 'CANVAS';
}
