import type { CaptureScope, Emit, Tracker } from '../capture/tracker.ts';
import type { Awaited } from '../capture/presence/index.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { Turns } from '../tools/turns.ts';
import type { CaptureDetails } from '../wire/captureDetails.ts';
import type { RecordKind } from '../wire/recordKinds.ts';

/** What not every page needs: its code is a chunk of its own, and loads with the first rule that asks for it. */
export interface LazyTracker {
  name: string;
  isNeeded(kinds: ReadonlySet<RecordKind>, details: CaptureDetails): boolean;
  load(): Promise<{ track: Tracker }>;
  /** With another one it begins anew. */
  version?(): string;
}

const networkDepth = () => import('../capture/networkDepth/index.ts');

export const LAZY_TRACKERS: readonly LazyTracker[] = [
  {
    name: 'assets',
    isNeeded: (kinds, { assets }) => kinds.has('asset') && assets !== undefined,
    load: () => import('../capture/assets/index.ts'),
  },
  {
    name: 'frustration',
    isNeeded: (kinds) => kinds.has('frustration'),
    load: () => import('../capture/frustration/index.ts'),
  },
  {
    name: 'fields',
    isNeeded: (kinds) => kinds.has('input'),
    load: () => import('../capture/fields/index.ts'),
  },
  {
    name: 'gestures',
    isNeeded: (kinds) => kinds.has('pointer') && navigator.maxTouchPoints > 0,
    load: () => import('../capture/gestures/index.ts'),
  },
  {
    name: 'moves',
    isNeeded: (kinds, { pointer }) => kinds.has('pointer') && pointer !== undefined,
    load: () => import('../capture/moves/index.ts'),
  },
  {
    name: 'exchanges',
    isNeeded: (kinds, { network }) =>
      kinds.has('network') && Boolean(network?.correlate || network?.headers?.length || network?.bodies?.length),
    load: async () => ({ track: (await networkDepth()).trackDepth }),
  },
  {
    name: 'sockets',
    isNeeded: (kinds, { network }) => kinds.has('network') && network?.sockets === true,
    load: async () => ({ track: (await networkDepth()).trackSockets }),
  },
  {
    name: 'resources',
    isNeeded: (kinds, { network }) => kinds.has('network') && network?.resources === true,
    load: async () => ({ track: (await networkDepth()).trackResources }),
  },
  {
    name: 'pageFacts',
    isNeeded: (kinds) => kinds.has('page'),
    load: () => import('../capture/pageFacts/index.ts'),
  },
  {
    name: 'performance',
    isNeeded: (kinds) => kinds.has('performance'),
    load: () => import('../capture/performance/index.ts'),
  },
  {
    name: 'canvas',
    isNeeded: (kinds, { canvas }) => kinds.has('dom') && canvas !== undefined,
    load: () => import('../capture/canvas/index.ts'),
  },
];

/** Frames of these origins add to the page's recording. */
export function frameTracker(origins: readonly string[]): LazyTracker {
  return {
    name: 'frames',
    isNeeded: (kinds) => kinds.has('dom') && origins.length > 0,
    async load() {
      const { startFrameParent } = await import('../capture/frames/index.ts');
      return { track: (emit, scope) => startFrameParent(emit, scope, origins) };
    },
  };
}

/** The elements that states are about. */
export function presenceTracker(awaited: () => Awaited[]): LazyTracker {
  return {
    name: 'presence',
    isNeeded: (kinds) => kinds.has('page') && awaited().length > 0,
    version: () =>
      awaited()
        .map(({ selector }) => selector)
        .join('\n'),
    async load() {
      const { trackPresence } = await import('../capture/presence/index.ts');
      return { track: (emit, scope) => trackPresence(emit, scope, awaited()) };
    },
  };
}

/**
 * A tracker that begins in its turn when its code has come, unless it was stopped before; says in a record where it can't be
 * had. To evaluate the code was a task already.
 */
export function startWhenLoaded({ name, load }: LazyTracker, turns: Turns): Tracker {
  return (emit: Emit, scope: CaptureScope) => {
    let isStopped = false;
    let starting: Stoppable | undefined;
    load().then(
      ({ track }) => {
        if (isStopped) return;
        starting = turns.add(() => track(emit, scope));
        turns.soon();
      },
      (error: unknown) => {
        const message = `${name} could not be loaded: ${String(error)}`.slice(0, 500);
        emit({ kind: 'agent', at: scope.now(), data: { code: 'tracker_missing', message } });
      },
    );
    return {
      stop() {
        isStopped = true;
        starting?.stop();
      },
    };
  };
}
