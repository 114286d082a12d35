import { readLink } from '../browser/connection.ts';
import type { Privacy } from '../browser/privacy.ts';
import type { Capture } from '../wire/record.ts';
import type { ProviderRule, PublishedRuleSet, ScreenRule } from '../wire/ruleSet.ts';
import type { Trigger } from '../wire/triggers.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { AgentScope } from './agentScope.ts';
import { createAudiences } from './audiences.ts';
import { createIntake } from './intake.ts';
import type { createLazyInstructions } from './lazyInstructions.ts';
import type { createLazyOccasions } from './lazyOccasions.ts';
import type { createReporter } from './reporter.ts';
import { startRuleClock } from './ruleClock.ts';
import type { RuleCode } from './ruleCode.ts';
import type { Steering } from './steering.ts';
import type { openStore } from './store.ts';

const TOUCH_EVERY_MS = 5_000;
/** The link is looked at so often at most. */
const LINK_EVERY_MS = 1_000;
/** What a person does: it keeps a session from going idle. */
const ACTIVITY: ReadonlySet<Capture['kind']> = new Set(['pointer', 'input', 'scroll', 'navigation', 'custom', 'mark']);
/** What changes the summary. */
const REPORTED: ReadonlySet<Capture['kind']> = new Set(['navigation', 'error', 'identify', 'trigger', 'state']);

export interface Followers {
  privacy: Privacy;
  steering: Steering;
  store: ReturnType<typeof openStore>;
  reporter: ReturnType<typeof createReporter>;
  published(): PublishedRuleSet;
  ruleCode(): RuleCode | undefined;
  applyRules(): void;
  isPaused(): boolean;
  instructions(): ReturnType<typeof createLazyInstructions>;
  occasions(): ReturnType<typeof createLazyOccasions>;
}

/** The intake, with what the rules see of the page, and with time passing. */
export interface Following extends Stoppable {
  take(capture: Capture): void;
  /** What is due by time may have changed. */
  refresh(): void;
  /** The page is in these of the audiences that the monitor decides. */
  grant(audiences: string[]): void;
}

export function createFollowing(scope: AgentScope, parts: Followers): Following {
  const { clock, window, ids, natives, guard } = scope;
  const { steering, privacy } = parts;
  const page = createPlace(window, privacy);
  const link = createLink(window, clock.now);
  const audiences = createAudiences({
    ...{ navigator: window.navigator, sessionId: ids.sessionId, now: clock.now, offsetMs: clock.offsetMs },
    ...{ path: () => page().path, visits: steering.visits, code: parts.ruleCode },
    list: () => parts.published().rules.targeting,
  });
  const intake = createIntake({
    ...createConsequences(scope, parts),
    ...{ steering, revision: () => parts.published().revision },
    surroundings: () => ({ session: scope.session, page: page(), link: link(), audiences: audiences.current() }),
  });
  const advance = () => {
    if (!parts.isPaused()) intake.advance(clock.now());
  };
  const ruleClock = startRuleClock({
    ...{ ...natives, now: clock.now, guard, onDue: advance },
    dueAt: (at) => (parts.isPaused() ? Infinity : Math.min(steering.dueAt(at), audiences.dueAt(at))),
  });
  return {
    ...ruleClock,
    take(capture) {
      intake.take(capture);
      ruleClock.refresh();
    },
    grant(ids) {
      audiences.grant(ids);
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

/** Where the page is, as rules may know it; scrubbed once per address. */
function createPlace({ location }: Window, privacy: Privacy): () => { url: string; path: string } {
  let href = '';
  let place = { url: '', path: '' };
  return () => {
    if (location.href !== href) {
      href = location.href;
      place = { url: privacy.url(href), path: privacy.url(location.pathname) };
    }
    return place;
  };
}

function createLink({ navigator }: Window, now: () => number): () => ReturnType<typeof readLink> {
  let seenAt = -Infinity;
  let link: ReturnType<typeof readLink> = {};
  return () => {
    const at = now();
    if (Math.abs(at - seenAt) < LINK_EVERY_MS) return link;
    seenAt = at;
    return (link = readLink(navigator));
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
