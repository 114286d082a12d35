import { stopAll, type Stoppable } from '../../../tools/stop.ts';
import { createDelay, observe } from '../../observe.ts';
import type { Incremental, Source, SourceScope } from '../source.ts';
import { ACTIONS, createActions, MOVE_SOURCES, spotOf, type Action, type Spot } from './pointerEvents.ts';
import { isNode, isSeen } from './seen.ts';

const MOUSE_INTERACTION = 2;
const SAMPLE_MS = 50;
const BATCH_MS = 500;
/** Something may happen at a node before that is told, as while a large page is still on its way. */
const WAIT_MAX_MS = 5_000;
const PENDING_COUNT_MAX = 500;

/** Something that a pointer, or the focus, has done. */
interface Happening {
  at: number;
  /** As it was then: the node may be gone when its turn comes. */
  id: number | undefined;
  path: readonly EventTarget[];
}
type Move = Happening & Spot & { source: number };
type Acted = Happening & { event: Event; action?: Action };

/** Movements of pointers, a few at a time, and what they do. */
export function startPointer(scope: SourceScope): Source {
  const { now, window } = scope;
  const toAction = createActions();
  const known = new WeakSet<Event>();
  let moves: Move[] = [];
  let acts: Acted[] = [];
  let movedAt = -Infinity;
  let isDue = false;
  const want = () => {
    isDue = true;
    scope.want();
  };
  const batch = createDelay(scope, BATCH_MS, want);
  const note = (event: Event, at: number): Happening | undefined => {
    const path = event.composedPath();
    if (!isNode(path[0]) || moves.length + acts.length >= PENDING_COUNT_MAX) return undefined;
    return { at, id: scope.idOf(path[0]), path };
  };
  const onMove = (event: Event) => {
    const at = now();
    const happening = at - movedAt >= SAMPLE_MS ? note(event, at) : undefined;
    if (!happening) return;
    movedAt = at;
    moves.push({ ...happening, ...spotOf(event), source: MOVE_SOURCES[event.type] ?? 0 });
    batch.begin();
  };
  const onAction = (event: Event) => {
    // Both a shadow root and its document may see it.
    const happening = known.has(event) ? undefined : note(event, now());
    if (!happening) return;
    known.add(event);
    acts.push({ ...happening, event });
    want();
  };
  return {
    watch: (root) => watchPointer(scope, root, { onMove, onAction }),
    take() {
      const at = now();
      const find = createFinder(scope);
      let moved: Move[] = [];
      if (isDue || window.document.visibilityState === 'hidden') {
        [moved, moves] = [moves, moved];
        isDue = false;
        batch.cancel();
      }
      const acted = acts;
      // In their order: some say only together what made them.
      for (const one of acted) one.action ??= toAction(one.event);
      acts = acted.filter((one) => find(one) === undefined && at - one.at < WAIT_MAX_MS);
      // Movements say how long ago they were.
      return [...toInteractions(acted, find), ...toMoves(moved, at, find)];
    },
    isDone: () => !isDue,
    restart: () => undefined,
    stop() {
      [moves, acts] = [[], []];
      batch.stop();
    },
  };
}

/** Where the focus moves within a shadow root, that is not seen outside. */
function watchPointer(
  scope: SourceScope,
  root: Document | ShadowRoot,
  { onMove, onAction }: Record<'onMove' | 'onAction', (event: Event) => void>,
): Stoppable {
  if (!('defaultView' in root)) return observe(scope, root, ['focus', 'blur'], onAction);
  const moving = observe(scope, root, Object.keys(MOVE_SOURCES), onMove);
  return stopAll([moving, observe(scope, root, ACTIONS, onAction)]);
}

/** The id under which something may be told that happened there: undefined where there is none yet, 0 where it may not. */
type Find = (happening: Happening) => number | undefined;

function createFinder({ idOf, privacy }: SourceScope): Find {
  const seen = new Map<Node, boolean>();
  const isSeenAt = (node: Node) => {
    const found = seen.get(node) ?? isSeen(node, privacy);
    seen.set(node, found);
    return found;
  };
  return ({ path, id }) => {
    const nodes = path.filter(isNode);
    const [node] = nodes;
    if (!node) return 0;
    // Of one that has been taken out only the way that the event went tells what it stood in.
    const isAllowed = node.isConnected ? isSeenAt(node) : nodes.every(isSeenAt);
    return isAllowed ? (id ?? idOf(node) ?? (node.isConnected ? undefined : 0)) : 0;
  };
}

function toMoves(moves: readonly Move[], at: number, find: Find): Incremental[] {
  const batches: { source: number; at: number; positions: object[] }[] = [];
  for (const move of moves) {
    const { source, x, y } = move;
    const id = find(move);
    if (!id) continue;
    const position = { x, y, id, timeOffset: Math.round(move.at - at) };
    const last = batches.at(-1);
    if (last?.source === source) last.positions.push(position);
    else batches.push({ source, at, positions: [position] });
  }
  return batches;
}

function toInteractions(acts: readonly Acted[], find: Find): Incremental[] {
  return acts.flatMap((act) => {
    const id = find(act);
    return id ? [{ source: MOUSE_INTERACTION, at: act.at, id, ...act.action }] : [];
  });
}
