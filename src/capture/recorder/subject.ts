import type { Stoppable } from '../../tools/stop.ts';
import type { Root } from './roots.ts';
import type { Incremental, Source, SourceScope } from './source.ts';
import type { Dirty } from './tree/dirty.ts';
import type { Page } from './tree/page.ts';

/** What is told of a page, and how it is looked at. */
export interface Subject extends Stoppable {
  page: Page<Node>;
  sources: readonly Source[];
  /** Marks the nodes that may inherit something else since this attribute has changed. */
  onAttribute(element: Element, name: string): void;
  /** A node is told, for the first time or anew. */
  onNode(node: Node): void;
  /** Attributes or children of a node are told that may decide what is in a field. */
  onFieldChange(node: Node): void;
  /** A root that is watched is told anew. */
  onAgain(root: Root): void;
  /** What was done to nodes that are told, before their changes are. */
  takeActions(): Incremental[];
  /** Marks what is left to mark; true where everything that was told may be void. */
  settle(): boolean;
}

export type OpenSubject = (scope: SourceScope, dirty: Dirty<Node>) => Subject;
