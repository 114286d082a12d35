import type { Natives } from '../browser/natives.ts';
import type { PageStorage } from '../browser/storage.ts';
import type { Clock } from '../session/clock.ts';
import { createSessionStore, type Session, type SessionStore } from '../session/session.ts';
import { holdTab } from '../session/heldTab.ts';
import { TAB } from '../session/tab.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { Assets } from './assets.ts';
import type { HostCall, Publish } from './face.ts';
import type { Guard } from './guard.ts';
import type { ParsedOptions } from './options.ts';
import type { Standing } from './standing.ts';
import { onceActive } from './onceActive.ts';
import { createPatientLoad, type PatientLoad } from './patientLoad.ts';
import type { Visit } from './visitScope.ts';

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
  restart(): void;
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

interface Course {
  visit?: Visit | undefined;
  isStopped: boolean;
  /** From when on the browser's memory is the next visit's. */
  sinceMs: number;
  /** Named on this page: the sessions after this one carry it, too. */
  user: Pick<Session, 'user' | 'traits'>;
  /** Between a session that was ended and the next: waits for activity. */
  waiting?: Stoppable | undefined;
}

export function startRun(scope: RunScope): Run {
  const { window, options, storage, natives, createId } = scope;
  const sessions = createSessionStore(storage, createId);
  const { locks } = window.navigator as { locks?: LockManager };
  const tab = holdTab({ ...natives, window, app: options.app, storage: scope.tabStorage, locks, createId });
  const course: Course = { isStopped: false, sinceMs: scope.sinceMs, user: {} };
  const stop = () => {
    course.isStopped = true;
    course.waiting?.stop();
    code.stop();
  };
  const code = createPatientLoad({ load: scope.assets.loadVisit, note: scope.note, setTimeout: natives.setTimeout });
  void whenShown(window.document).then(() => begin(scope, course, { sessions, tab, code }));
  return {
    visit: () => course.visit,
    discard() {
      stop();
      course.visit?.discard();
      tab.stop();
      // It may be on its way into the storage still.
      void tab.id().then(() => scope.tabStorage.remove(TAB));
    },
    async end() {
      await course.visit?.end().catch(() => undefined);
      sessions.end();
    },
    stop() {
      stop();
      course.visit?.stop();
      tab.stop();
    },
  };
}

interface Means {
  sessions: SessionStore;
  tab: ReturnType<typeof holdTab>;
  code: PatientLoad<Awaited<ReturnType<Assets['loadVisit']>>>;
}

function isOver({ isStopped }: Course): boolean {
  return isStopped;
}

async function begin(scope: RunScope, course: Course, means: Means): Promise<void> {
  if (isOver(course)) return;
  const { options, clock } = scope;
  const { sessions, tab, code } = means;
  const session = Object.assign(sessions.open(clock.now()), course.user);
  sessions.save(session);
  const [tabId, { startVisit }] = await Promise.all([tab.id(), code.get()]);
  if (isOver(course)) return;
  const leave = () => {
    course.visit?.stop();
    course.visit = undefined;
  };
  const beginAnother = () => {
    course.sinceMs = scope.window.performance.now();
    void begin(scope, course, means);
  };
  course.visit = startVisit({
    ...scope,
    ...{ app: options.app, options: options.raw, monitor: options.monitor, sample: options.sample },
    ...{ mode: options.feedback, ruleKey: options.ruleKey },
    ...{ sessions, session, tabId, random: Math.random, onStop: scope.halt, sinceMs: course.sinceMs },
    workerUrls: [options.workerUrl, scope.assets.workerUrl].filter((url) => url !== undefined),
    loadWorker: scope.assets.loadWorker,
    onUser(name, traits) {
      Object.assign(course.user, { user: name, traits });
      sessions.save(Object.assign(session, course.user));
    },
    onSessionOver() {
      leave();
      beginAnother();
    },
    async endSession() {
      const ending = course.visit;
      await ending?.end().catch(() => undefined);
      if (course.isStopped || course.visit !== ending) return;
      sessions.end(session.id);
      leave();
      scope.note('the session was ended by the monitor: the next activity begins another');
      scope.showPhase();
      course.waiting = onceActive(scope.window, beginAnother);
    },
  });
  scope.publish('session', { sessionId: session.id });
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
