import type { Stoppable } from '../../tools/stop.ts';
import type { CaptureScope } from '../tracker.ts';

/**
 * The data of one of rrweb's incremental events; `source` says which (https://github.com/rrweb-io/rrweb, packages/types). `at` is
 * no part of it, but says when it happened, where that wasn't as it is told.
 */
export type Incremental = { source: number; at?: number } & Record<string, unknown>;

/** What of the page is told besides its tree: style sheets, scroll positions, fields, pointers, media. */
export interface Source extends Stoppable {
  /** Looks at a document, or at a shadow root for what doesn't leave it, until that is no longer recorded. */
  watch(root: Document | ShadowRoot): Stoppable;
  /** A recording begins anew: what is to be told besides the nodes themselves has to be told again. */
  restart(): void;
  /**
   * What has changed, as it is now, masked; until nothing is left or the time is over. What concerns a node that isn't told
   * yet waits for it, and is forgotten with it.
   */
  take(isOver: () => boolean): Incremental[];
  isDone(): boolean;
}

/** What a source gets of its surroundings. */
export interface SourceScope extends Pick<CaptureScope, 'window' | 'now' | 'guard' | 'privacy'> {
  /** The id of a node that is told; undefined where it isn't, or not yet. */
  idOf(node: Node): number | undefined;
  /** Something waits to be taken: soon. Cheap, and may be called as often as one likes. */
  want(): void;
}
