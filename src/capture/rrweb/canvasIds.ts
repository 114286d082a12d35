import { isMutation, isSnapshot, type DomEvent } from '../domEvent.ts';

/** What the recorder's library knows of nodes. */
interface NodeTable {
  getIds(): number[];
  getNode(id: number): Node | null;
}

/** Which of the recorded nodes are canvases. Looks through all nodes only when some may have come since. */
export function createCanvasIds(nodes: NodeTable) {
  let ids: number[] | undefined;
  return {
    note({ data }: DomEvent) {
      if (isSnapshot(data)) ids = undefined;
      // A frame's document comes as one addition; all others come node by node.
      else if (isMutation(data) && (data.isAttachIframe || data.adds.some(({ node }) => node.tagName === 'canvas'))) {
        ids = undefined;
      }
    },
    canvases(): HTMLCanvasElement[] {
      ids ??= nodes.getIds().filter((id) => isCanvas(nodes.getNode(id)));
      return ids.map((id) => nodes.getNode(id)).filter(isCanvas);
    },
  };
}

/** By name, because frames have classes of their own. */
function isCanvas(node: Node | null): node is HTMLCanvasElement {
  return node !== null && node.nodeName === 'CANVAS' && node.isConnected;
}
