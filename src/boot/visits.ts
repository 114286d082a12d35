import { holdTab } from '../session/heldTab.ts';
import { createSessionStore, type Session, type SessionStore } from '../session/session.ts';
import { TAB } from '../session/tab.ts';
import type { Stoppable } from '../tools/stop.ts';
import { uuidv7 } from '../tools/uuid.ts';
import { onceActive } from './onceActive.ts';
import type { PatientLoad } from './patientLoad.ts';
import type { Run, RunScope } from './run.ts';
import { startVisit } from './visit.ts';
import type { Visit } from './visitScope.ts';

export interface VisitsScope extends RunScope {
  /** When the first of them begins: before this code was there. */
  openedAt: number;
  /** Loads a part of the agent, as patiently as its page is open. */
  patientLoad<T>(load: () => Promise<T>): PatientLoad<T>;
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

/** One visit after the other, because a session may end while the page stays. The first part of the agent that is loaded. */
export function startVisits(scope: VisitsScope): Run {
  const { window, options, storage, tabStorage, natives, clock } = scope;
  const createId = () => uuidv7(clock.now(), window.crypto.getRandomValues(new Uint8Array(16)));
  const sessions = createSessionStore(storage, createId);
  const { locks } = window.navigator as { locks?: LockManager };
  const tab = holdTab({ ...natives, window, app: options.app, storage: tabStorage, locks, createId });
  const course: Course = { isStopped: false, sinceMs: scope.sinceMs, user: {} };
  const stop = () => {
    course.isStopped = true;
    course.waiting?.stop();
  };
  void begin(scope, course, { sessions, tab, createId }, scope.openedAt);
  return {
    visit: () => course.visit,
    discard() {
      stop();
      course.visit?.discard();
      tab.stop();
      // It may be on its way into the storage still.
      void tab.id().then(() => tabStorage.remove(TAB));
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
  createId(): string;
}

function isOver({ isStopped }: Course): boolean {
  return isStopped;
}

async function begin(scope: VisitsScope, course: Course, means: Means, at: number): Promise<void> {
  if (isOver(course)) return;
  const { options, clock } = scope;
  const { sessions, tab, createId } = means;
  const session = Object.assign(sessions.open(at), course.user);
  sessions.save(session);
  const tabId = await tab.id();
  if (isOver(course)) return;
  const leave = () => {
    course.visit?.stop();
    course.visit = undefined;
  };
  const beginAnother = () => {
    course.sinceMs = scope.window.performance.now();
    void begin(scope, course, means, clock.now());
  };
  course.visit = startVisit({
    ...scope,
    ...{ app: options.app, options: options.raw, monitor: options.monitor, sample: options.sample },
    ...{ mode: options.feedback, ruleKey: options.ruleKey },
    ...{ sessions, session, tabId, createId, random: Math.random, onStop: scope.halt, sinceMs: course.sinceMs },
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
