import { stopAll } from '../../tools/stop.ts';
import type { Recorder } from '../recorder.ts';
import type { CaptureScope, Emit } from '../tracker.ts';
import { createCanvases } from './canvases.ts';
import { createCollector } from './collect.ts';
import { whenLeaving, whenParsed } from './leaving.ts';
import { createRoots } from './roots.ts';
import { createScheduler } from './scheduler.ts';
import { COARSE_INTERVAL_MS, FIRST_SLICE_MS, INTERVAL_MS } from './slices.ts';
import type { Source, SourceScope } from './source.ts';
import { createTeller } from './teller.ts';
import { createCommit } from './tree/commit.ts';
import { createDirty, type Dirty } from './tree/dirty.ts';
import { createKnownNodes, type KnownNodes } from './tree/known.ts';
import type { Page } from './tree/page.ts';
import { watchedPage } from './watchedPage.ts';

/** What is told of a page, and how it is looked at. */
export interface Subject {
  page: Page<Node>;
  sources: readonly Source[];
  /** Marks the nodes that may inherit something else since this attribute has changed. */
  onAttribute(element: Element, name: string): void;
}

export type OpenSubject = (scope: SourceScope, parts: { dirty: Dirty<Node>; nodes: KnownNodes<Node> }) => Subject;

export interface LiveRecorder extends Recorder {
  /** Tells all there is to tell, at once: before what was recorded is sent, or the page is left. */
  flush(): void;
  /** One slice of so many looks at the clock. */
  slice(lookCount: number): void;
}

/** Collects changes as they happen, and tells them when the page is idle; checkpoints are told in the same slices. */
export function createRecorder(emit: Emit, scope: CaptureScope, openSubject: OpenSubject): LiveRecorder {
  const { guard, window } = scope;
  let isStopped = false;
  const want = () => {
    scheduler.want();
  };
  const { teller, collector, roots, sources, idOf, canvases, forget } = assemble(emit, scope, { openSubject, want });
  const scheduler = createScheduler(scope, teller.work);
  const checkpoint = () => {
    collector.collect();
    teller.begin();
    const until = window.performance.now() + FIRST_SLICE_MS;
    if (teller.work(() => window.performance.now() >= until)) want();
  };
  const begun = (action: () => void) =>
    guard(() => {
      if (teller.checkpointCount() > 0 && !isStopped) action();
    });
  const flush = begun(() => teller.work(() => false));
  const starting = whenParsed(scope, () => {
    roots.open(window.document);
    checkpoint();
  });
  const parts = stopAll([starting, whenLeaving(scope, flush), scheduler, collector, roots, ...sources]);
  return {
    ...{ idOf, canvases, checkpointCount: teller.checkpointCount, checkpoint: begun(checkpoint), flush },
    thin(isThin) {
      scheduler.every(isThin ? COARSE_INTERVAL_MS : INTERVAL_MS);
    },
    hasMissed: () => false,
    slice(lookCount) {
      let left = lookCount;
      begun(() => teller.work(() => left-- <= 0))();
    },
    stop() {
      if (isStopped) return;
      flush();
      isStopped = true;
      parts.stop();
      forget();
    },
  };
}

function assemble(emit: Emit, scope: CaptureScope, deps: { openSubject: OpenSubject; want(): void }) {
  const { want } = deps;
  const dirty = createDirty<Node>();
  const nodes = createKnownNodes<Node>();
  const canvases = createCanvases(nodes);
  const idOf = (node: Node) => {
    const known = nodes.get(node);
    return nodes.isIn(known) ? known.id : undefined;
  };
  const { page, sources, onAttribute } = deps.openSubject({ ...scope, idOf, want }, { dirty, nodes });
  const collector = createCollector(scope, { dirty, onAttribute, onChange: want });
  const roots = createRoots(scope, {
    watch: (root) => stopAll([collector.observe(root), ...sources.map((source) => source.watch(root))]),
    onChanged(element) {
      dirty.children.add(element);
      want();
    },
  });
  const watched = watchedPage(page, { onNode: canvases.note, onRoot: roots.open });
  const commit = createCommit({ page: watched, nodes, dirty });
  const onRemoved = () => {
    roots.sweep((root) => idOf(root) !== undefined);
  };
  const teller = createTeller(emit, scope, { collector, sources, commit, onRemoved });
  const forget = () => {
    dirty.clear();
    nodes.restart();
  };
  return { teller, collector, roots, sources, idOf, canvases: canvases.all, forget };
}
