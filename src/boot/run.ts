import { listen } from '../browser/listen.ts';
import type { Natives } from '../browser/natives.ts';
import type { PageStorage } from '../browser/storage.ts';
import type { Clock } from '../session/clock.ts';
import { createSessionStore, type Session } from '../session/session.ts';
import { openTab, type Tab } from '../session/tab.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import type { Assets } from './assets.ts';
import type { HostCall } from './face.ts';
import type { Guard } from './guard.ts';
import type { ParsedOptions } from './options.ts';
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
  /** Calls that came before the visit; emptied when it begins. */
  early: HostCall[];
}

/** From `init` to `stop`: one visit after the other, because a session may end while the page stays. */
export interface Run extends Stoppable {
  visit(): Visit | undefined;
  /** The visit is over for the host: the next `init` begins a new session. */
  forget(): void;
}

export function startRun(scope: RunScope): Run {
  const { window, options, clock, guard, storage } = scope;
  const sessions = createSessionStore(storage, scope.createId);
  const user: Pick<Session, 'user' | 'traits'> = {};
  let visit: Visit | undefined;
  let tab: Tab | undefined;
  let session: Session | undefined;
  let isStopped = false;

  const takeTab = async () => {
    const natives = scope.natives;
    const { locks } = window.navigator as { locks?: LockManager };
    tab = await openTab({ ...natives, app: options.app, storage: scope.tabStorage, locks, createId: scope.createId });
    if (isStopped) tab.stop();
    return tab;
  };
  const begin = async () => {
    session = Object.assign(sessions.open(clock.now()), user);
    sessions.save(session);
    const held = tab ?? (await takeTab());
    if (isStopped) return;
    visit = startVisit({
      ...{ app: options.app, monitor: options.monitor, assets: scope.assets, window, guard, clock, storage },
      ...{ natives: scope.natives, tabStorage: scope.tabStorage, createId: scope.createId, note: scope.note },
      ...{ sessions, session, tabId: held.id, random: Math.random },
      workerUrls:
        options.workerUrl === undefined ? [scope.assets.workerUrl] : [options.workerUrl, scope.assets.workerUrl],
      loadWorker: scope.assets.loadWorker,
      onStop: scope.halt,
      onUser: (name, traits) => {
        Object.assign(user, { user: name, traits });
        if (session) sessions.save(Object.assign(session, user));
      },
      onSessionOver: () => {
        visit?.stop();
        visit = undefined;
        void begin();
      },
    });
    scope.early.splice(0).forEach(visit.take);
  };
  const listeners = stopAll([
    listen(
      window,
      'pagehide',
      guard(() => tab?.stop()),
    ),
    listen(
      window,
      'pageshow',
      guard((event: Event) => {
        if ((event as PageTransitionEvent).persisted) void takeTab();
      }),
    ),
  ]);
  void whenShown(window.document).then(() => (isStopped ? undefined : begin()));
  return {
    visit: () => visit,
    forget() {
      sessions.end();
    },
    stop() {
      isStopped = true;
      listeners.stop();
      visit?.stop();
      tab?.stop();
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
