import type { Later } from '../capture/later.ts';
import type { Privacy } from '../browser/privacy.ts';
import type { Capture } from '../wire/record.ts';
import type { ProviderRule, PublishedRuleSet, ScreenRule } from '../wire/ruleSet.ts';
import type { Trigger } from '../wire/triggers.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { AgentScope } from './agentScope.ts';
import { createIntake } from './intake.ts';
import type { createLazyInstructions } from './lazyInstructions.ts';
import type { createLazyOccasions } from './lazyOccasions.ts';
import type { LazyTrial } from './lazyTrial.ts';
import type { createReporter } from './reporter.ts';
import { startRuleClock } from './ruleClock.ts';
import type { RuleCode } from './ruleCode.ts';
import type { Steering } from './steering.ts';
import type { openStore } from './store.ts';

const TOUCH_EVERY_MS = 5_000;
/** What a person does: it keeps a session from going idle. */
const ACTIVITY: ReadonlySet<Capture['kind']> = new Set(['pointer', 'input', 'scroll', 'navigation', 'custom', 'mark']);
/** What changes the summary. */
const REPORTED: ReadonlySet<Capture['kind']> = new Set(['navigation', 'error', 'identify', 'trigger', 'state']);

export interface Followers {
  privacy: Privacy;
  steering: Steering;
  store: ReturnType<typeof openStore>;
  reporter: ReturnType<typeof createReporter>;
  trial: Pick<LazyTrial, 'follow'>;
  published(): PublishedRuleSet;
  ruleCode(): RuleCode | undefined;
  applyRules(): void;
  isPaused(): boolean;
  later: Pick<Later, 'flush'>;
  instructions(): ReturnType<typeof createLazyInstructions>;
  occasions(): ReturnType<typeof createLazyOccasions>;
}

/** The intake, with what the rules see of the page, and with time passing. */
export interface Following extends Stoppable {
  take(capture: Capture): void;
  /** What is due by time may have changed. */
  refresh(): void;
  /** Something else than a record may have changed what applies. */
  advance(): void;
}

export function createFollowing(scope: AgentScope, parts: Followers): Following {
  const { clock, natives, guard } = scope;
  const { steering, ruleCode } = parts;
  const intake = createIntake({
    ...createConsequences(scope, parts),
    ...{ steering, ruleCode, revision: () => parts.published().revision },
  });
  const advance = () => {
    // What was captured until now comes first.
    parts.later.flush();
    if (!parts.isPaused()) intake.advance(clock.now());
  };
  const ruleClock = startRuleClock({
    ...{ ...natives, now: clock.now, guard, onDue: advance },
    dueAt: (at) => (parts.isPaused() ? Infinity : steering.dueAt(at)),
  });
  return {
    ...ruleClock,
    take(capture) {
      intake.take(capture);
      parts.trial.follow(capture);
      ruleClock.refresh();
    },
    advance() {
      advance();
      ruleClock.refresh();
    },
  };
}

/** What follows from a record. */
function createConsequences(scope: AgentScope, parts: Followers) {
  const { clock, ids } = scope;
  const { pipeline, tell } = parts.store;
  const note = createActivity(scope);
  return {
    push: pipeline.push,
    sendPast(fromAt: number, toAt: number) {
      const order = { instructionId: scope.createId(), sessionId: ids.sessionId, fromAt, toAt, liveUntilAt: 0 };
      void pipeline.flush().then(() => tell((api) => api.send(order)));
    },
    onFired(trigger: Trigger, depth: number) {
      parts.instructions().fire(trigger, clock.now(), depth);
      scope.publish('trigger', { trigger: trigger.id });
    },
    onScreen(rule: ScreenRule) {
      parts.occasions().request(rule);
    },
    onProvider(rule: ProviderRule) {
      parts.occasions().ask(rule);
    },
    onStates(entered: string[]) {
      parts.applyRules();
      parts.instructions().onStates(entered);
    },
    onSeen(capture: Capture) {
      if (REPORTED.has(capture.kind)) parts.reporter.request();
      note(capture);
    },
  };
}

function createActivity(scope: AgentScope): (capture: Capture) => void {
  let touchedAt = 0;
  return ({ kind, at }) => {
    if (!ACTIVITY.has(kind) || at - touchedAt < TOUCH_EVERY_MS) return;
    touchedAt = at;
    if (!scope.touch()) scope.onSessionOver();
  };
}
