import { stopAll } from '../../tools/stop.ts';
import { createErrorHandler } from '../recorderErrors.ts';
import type { Recorder, RecorderScope } from '../recorder.ts';
import type { WorkMeter } from '../pressure/meter.ts';
import type { CaptureScope, Emit } from '../tracker.ts';
import { createCanvases } from './canvases.ts';
import { createCollector } from './collect.ts';
import { whenLeaving } from './leaving.ts';
import { createOpening } from './opening.ts';
import { createRoots } from './roots.ts';
import { createScheduler } from './scheduler.ts';
import { COARSE_INTERVAL_MS, FIRST_SLICE_MS, INTERVAL_MS } from './slices.ts';
import type { OpenSubject } from './subject.ts';
import { createTeller, type Teller } from './teller.ts';
import { createCommit } from './tree/commit.ts';
import { createDirty } from './tree/dirty.ts';
import { createKnownNodes } from './tree/known.ts';
import { watchedPage } from './watchedPage.ts';

export interface LiveRecorder extends Recorder {
  /** Tells all there is to tell, at once: before what was recorded is sent, or the page is left. */
  flush(): void;
  /** One slice of so many looks at the clock. */
  slice(lookCount: number): void;
}

/** What is told may ask for more to be told with it. */
const FLUSH_TURNS_MAX = 3;

type Meter = Pick<WorkMeter, 'noteChanges' | 'noteWork'>;

/** Collects changes as they happen, and tells them when the page is idle; checkpoints are told in the same slices. */
export function createRecorder(
  emit: Emit,
  scope: RecorderScope,
  deps: { openSubject: OpenSubject; meter: Meter },
): LiveRecorder {
  const { guard, window } = scope;
  let [isStopped, isEnding, isThin] = [false, false, false];
  const want = () => {
    scheduler.want();
  };
  const { teller, collector, roots, subject, idOf, canvases, forget } = assemble(emit, scope, { ...deps, want });
  const measured = measure(teller, deps.meter, window);
  const work = (isOver: () => boolean) => {
    const isLeft = measured(isOver);
    if (isEnding && teller.isWhole()) stop();
    return isLeft;
  };
  const scheduler = createScheduler(scope, work, () =>
    isThin ? COARSE_INTERVAL_MS : (scope.details().dom?.changeEveryMs ?? INTERVAL_MS),
  );
  const checkpoint = () => {
    const until = window.performance.now() + FIRST_SLICE_MS;
    collector.collect();
    teller.begin();
    if (teller.work(() => window.performance.now() >= until)) want();
  };
  const begun = (action: () => void) =>
    guard(() => {
      if (teller.checkpointCount() > 0 && !isStopped) action();
    });
  const opening = createOpening(scope, [() => roots.open(window.document), checkpoint]);
  const flush = opening.before(begun(() => drain(work)));
  const parts = stopAll([whenLeaving(scope, flush), scheduler, collector, roots, subject]);
  const stop = () => {
    if (isStopped) return;
    opening.stop();
    if (!isEnding) flush();
    isStopped = true;
    parts.stop();
    forget();
  };
  return {
    ...{ idOf, canvases, checkpointCount: teller.checkpointCount, checkpoint: begun(checkpoint), flush },
    thin(is) {
      isThin = is;
    },
    hasMissed: () => false,
    slice(lookCount) {
      let left = lookCount;
      begun(() => work(() => left-- <= 0))();
    },
    finish: opening.before(() => {
      isEnding = true;
      if (teller.isWhole()) stop();
    }),
    stop,
  };
}

function drain(work: Teller['work'], turns = FLUSH_TURNS_MAX): void {
  if (turns > 0 && work(() => false)) drain(work, turns - 1);
}

/** A checkpoint costs what it costs, once in a while: that is no reason to record less. */
function measure(teller: Teller, meter: Meter, { performance }: Window): Teller['work'] {
  return (isOver) => {
    const beganAt = performance.now();
    const isChange = teller.isWhole();
    const isLeft = teller.work(isOver);
    if (isChange) meter.noteWork(performance.now() - beganAt);
    return isLeft;
  };
}

function assemble(emit: Emit, scope: CaptureScope, deps: { openSubject: OpenSubject; meter: Meter; want(): void }) {
  const { want, meter } = deps;
  const dirty = createDirty<Node>();
  const nodes = createKnownNodes<Node>();
  const canvases = createCanvases(nodes);
  const idOf = (node: Node) => {
    const known = nodes.get(node);
    return nodes.isIn(known) ? known.id : undefined;
  };
  const subject = deps.openSubject({ ...scope, idOf, want }, dirty);
  const { sources, onAttribute } = subject;
  const onChange: Meter['noteChanges'] = (count, busyMs) => {
    meter.noteChanges(count, busyMs);
    want();
  };
  const collector = createCollector(scope, { dirty, onAttribute, onChange });
  const roots = createRoots(scope, {
    watch: (root) => stopAll([collector.observe(root), ...sources.map((source) => source.watch(root))]),
    onChanged(element) {
      dirty.children.add(element);
      want();
    },
  });
  const watched = watchedPage(subject.page, {
    onNode(node) {
      canvases.note(node);
      subject.onNode(node);
    },
    onRoot(root) {
      if (!roots.open(root)) subject.onAgain(root);
    },
    onFieldChange: subject.onFieldChange,
    onError: createErrorHandler(emit, scope),
  });
  const commit = createCommit({ page: watched, nodes, dirty });
  const onRemoved = () => {
    roots.sweep((root) => idOf(root) !== undefined);
  };
  const teller = createTeller(emit, scope, { collector, subject, commit, onRemoved });
  const forget = () => {
    dirty.clear();
    nodes.restart();
  };
  return { teller, collector, roots, subject, idOf, canvases: canvases.all, forget };
}
