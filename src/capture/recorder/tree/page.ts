import type { Attributes, SerializedNode } from '../../domEvent.ts';

/**
 * What a node inherits from where it stands, as bits that the page's side knows how to read; the tree only hands them down.
 * The core itself looks at these two.
 */
export type Place = number;
/** A shadow root: it is never told itself, its children are told as those of its host. */
export const SHADOW_ROOT = 1 << 30;
/** The document of a frame: told by an event of its own. */
export const FRAME_DOCUMENT = 1 << 29;

/**
 * The page as the recorder looks at it. Everything is asked as it is at the moment; whatever the answers depend on has to be
 * told as dirty when it changes.
 */
export interface Page<N extends object> {
  /** What is below a node and is to be recorded, in order: its shadow root first, or a frame's document. */
  childrenOf(node: N, place: Place): readonly N[];
  /** A node's parent; a shadow root's host; the frame of a document. */
  parentOf(node: N): N | null;
  /** Where a node stands that is below another one. */
  enter(outer: Place, node: N): Place;
  /** A node without what is below it. */
  describe(node: N, id: number, place: Place): SerializedNode;
  /** Attributes as they are now; null where there is none any more. Undefined where nothing of it may be told. */
  attributes(node: N, names: ReadonlySet<string>, place: Place): Attributes | undefined;
  text(node: N, place: Place): string;
}
