import type { Natives } from '../browser/natives.ts';
import type { PageStorage } from '../browser/storage.ts';
import type { Clock } from '../session/clock.ts';
import { createSessionStore, type Session } from '../session/session.ts';
import { holdTab } from '../session/heldTab.ts';
import { TAB } from '../session/tab.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { Assets } from './assets.ts';
import type { HostCall, Publish } from './face.ts';
import type { Guard } from './guard.ts';
import type { ParsedOptions } from './options.ts';
import type { Standing } from './standing.ts';
import { startVisit, type Visit } from './visit.ts';

export interface RunScope {
  window: Window & typeof globalThis;
  assets: Assets;
  options: ParsedOptions;
  natives: Natives;
  storage: PageStorage;
  tabStorage: PageStorage;
  clock: Clock;
  guard: Guard;
  createId(): string;
  note(reason: string): void;
  halt(reason: string): void;
  /** In the browser's timeline: where what may be captured begins. */
  sinceMs: number;
  /** Calls that came before the agent; emptied when it begins. */
  early: HostCall[];
  /** What the host has said that holds for every visit. */
  standing: Standing;
  publish: Publish;
  showPhase(): void;
}

/** From `init` to `stop`: one visit after the other, because a session may end while the page stays. */
export interface Run extends Stoppable {
  visit(): Visit | undefined;
  /** As `stop`, but nothing of what has not been sent is kept. */
  discard(): void;
  /** Sends the session's last summary, as far as it gets through; the next `init` begins a new session. */
  end(): Promise<void>;
}

export function startRun(scope: RunScope): Run {
  const { window, options, clock, storage, natives, createId } = scope;
  const sessions = createSessionStore(storage, createId);
  const { locks } = window.navigator as { locks?: LockManager };
  const tab = holdTab({ ...natives, window, app: options.app, storage: scope.tabStorage, locks, createId });
  const user: Pick<Session, 'user' | 'traits'> = {};
  let visit: Visit | undefined;
  let isStopped = false;
  let { sinceMs } = scope;

  const begin = async () => {
    const session = Object.assign(sessions.open(clock.now()), user);
    sessions.save(session);
    const tabId = await tab.id();
    if (isStopped) return;
    visit = startVisit({
      ...scope,
      ...{ app: options.app, options: options.raw, monitor: options.monitor, sample: options.sample },
      ...{ sessions, session, tabId, random: Math.random, onStop: scope.halt, sinceMs },
      workerUrls: [options.workerUrl, scope.assets.workerUrl].filter((url) => url !== undefined),
      loadWorker: scope.assets.loadWorker,
      onUser(name, traits) {
        Object.assign(user, { user: name, traits });
        sessions.save(Object.assign(session, user));
      },
      onSessionOver() {
        visit?.stop();
        visit = undefined;
        sinceMs = window.performance.now();
        void begin();
      },
    });
    scope.publish('session', { sessionId: session.id });
  };
  void whenShown(window.document).then(() => (isStopped ? undefined : begin()));
  return {
    visit: () => visit,
    discard() {
      isStopped = true;
      visit?.discard();
      tab.stop();
      // It may be on its way into the storage still.
      void tab.id().then(() => scope.tabStorage.remove(TAB));
    },
    async end() {
      await visit?.end().catch(() => undefined);
      sessions.end();
    },
    stop() {
      isStopped = true;
      visit?.stop();
      tab.stop();
    },
  };
}

/** A prerendered page may never be seen: nothing starts before it is. */
function whenShown(document: Document): Promise<void> {
  if (!(document as { prerendering?: boolean }).prerendering) return Promise.resolve();
  return new Promise((resolve) => {
    document.addEventListener(
      'prerenderingchange',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}
