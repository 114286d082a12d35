import type { PublishedRuleSet } from '../wire/ruleSet.ts';
import type { SummaryFacts } from '../wire/workerApi.ts';
import type { Privacy } from '../browser/privacy.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { AgentScope } from './agentScope.ts';
import type { LazyTrial } from './lazyTrial.ts';
import type { Steering } from './steering.ts';
import type { Store } from './store.ts';
import { VERSION } from './version.ts';

export interface Reporter extends Stoppable {
  /** Something of the summary changed. Many requests close together make one report. */
  request(): void;
  /** The session's last word. */
  end(): Promise<void>;
}

const DELAY_MS = 200;

/** Tells the worker what only the page knows for the session's summary. */
export function createReporter(deps: {
  scope: AgentScope;
  store: Store;
  steering: Steering;
  privacy: Privacy;
  published(): PublishedRuleSet;
  trial: Pick<LazyTrial, 'facts'>;
}): Reporter {
  const { scope, store } = deps;
  let timer: number | undefined;
  let hasTold = false;
  const report = async (state: 'running' | 'ended') => {
    const { api, place, started, reasons } = await store.worker;
    const { revision, hash, dormant } = deps.published();
    const kinds = [...deps.steering.keptKinds(scope.clock.now())];
    // Of a page that records nothing nothing is told.
    if (dormant && kinds.length === 0 && !hasTold) return;
    hasTold = true;
    await api.report({
      ...describePage(scope.window, deps.privacy),
      ...describeUser(scope.session),
      startedAt: scope.session.startedAt,
      state,
      states: deps.steering.states(),
      firedTriggers: deps.steering.firedTriggers(),
      rules: { revision, hash },
      kinds,
      audiences: deps.steering.audiences(),
      trial: deps.trial.facts(),
      agent: { version: VERSION, worker: place, storage: started.storage, reasons: [...reasons, ...started.reasons] },
    });
  };
  return {
    request() {
      timer ??= scope.natives.setTimeout(() => {
        timer = undefined;
        report('running').catch(() => undefined);
      }, DELAY_MS);
    },
    end: () => report('ended'),
    stop() {
      scope.natives.clearTimeout(timer);
    },
  };
}

function describePage(
  window: Window,
  privacy: Privacy,
): Pick<SummaryFacts, 'url' | 'title' | 'userAgent' | 'language' | 'viewport'> {
  return {
    url: privacy.url(window.location.href).slice(0, 4_000),
    title: privacy.text(window.document.title).slice(0, 200),
    userAgent: window.navigator.userAgent.slice(0, 500),
    language: window.navigator.language,
    viewport: { width: window.innerWidth, height: window.innerHeight },
  };
}

function describeUser({ user, traits }: AgentScope['session']): Pick<SummaryFacts, 'user' | 'traits'> {
  return { ...(user === undefined ? {} : { user }), ...(traits === undefined ? {} : { traits }) };
}
