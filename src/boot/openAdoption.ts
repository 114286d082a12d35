import { isSampled } from '../session/sample.ts';
import type { LooseRules } from '../feedback/reply.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { PageIds } from '../wire/record.ts';
import { createAdoption, type Adoption, type AdoptionScope } from './adoption.ts';
import type { Agent } from './agent.ts';
import type { AgentScope } from './agentScope.ts';
import type { LoadCounter } from './loadCounter.ts';
import { ruleWord, type Words } from './monitorAddress.ts';
import type { RuleMemory } from './ruleMemory.ts';
import type { VisitScope } from './visitScope.ts';

export interface OpenAdoption extends Adoption {
  /** The agent, as soon as it captures: what comes for it before that has to wait. */
  begun(): Agent | undefined;
}

/** What follows the rule sets, joined with the agent's code and the page. */
export function openAdoption(
  scope: VisitScope,
  ids: PageIds,
  more: Pick<AgentScope, 'recheckRules'> &
    Pick<AdoptionScope, 'onStarted' | 'onPhase' | 'verify' | 'isCalled'> & { words: Words; memory: RuleMemory },
): OpenAdoption {
  const { session, note, storage, natives } = scope;
  const { words, memory, ...hooks } = more;
  const agentScope: AgentScope = { ...scope, ...hooks, ...sessionHooks(scope), ids, showPhase: hooks.onPhase };
  const code = scope.patientLoad(scope.assets.loadAgent);
  let counter: LoadCounter | undefined;
  let begun: Agent | undefined;
  const task = (action: () => void) => void natives.setTimeout(scope.guard(action), 0);
  const adoption = createAdoption({
    ...{ storage, memory, note, ...hooks },
    counter: () => counter,
    isSampled(share) {
      const isAmong = isSampled(session.id, Math.min(share, scope.sample));
      if (!isAmong) note('this session is not among the share that is recorded');
      return isAmong;
    },
    async load(rules) {
      const { startAgent, loadRuleCode, createLoadCounter } = await code.get();
      counter ??= createLoadCounter(agentScope);
      const ruleCode = await loadRuleCode(agentScope, rules);
      // A task of its own: to evaluate the code was one already.
      await new Promise<void>(task);
      return (next) => startAgent(agentScope, next, ruleCode);
    },
    onSettled(rules, error) {
      if (error !== undefined) note(`rule set ${String(rules.revision)} was refused: ${error.message}`);
      const word = ruleWord(rules, error);
      task(() => {
        words.say(ids, word);
      });
    },
    onStarted(agent) {
      // To start it was a task already.
      task(() => {
        if (agent !== adoption.agent()) return;
        agent.begin();
        begun = agent;
        hooks.onStarted(agent);
      });
    },
  });
  return {
    ...adoption,
    begun: () => (begun === adoption.agent() ? begun : undefined),
    stop() {
      code.stop();
      adoption.stop();
    },
  };
}

function sessionHooks({ session, sessions, clock }: VisitScope): Pick<AgentScope, 'touch' | 'limitSession'> {
  return {
    touch: () => sessions.touch(session, clock.now()),
    limitSession({ idleMinutes, maxMinutes }) {
      const limits = { idleMs: idleMinutes * 60_000, ageMs: maxMinutes * 60_000 };
      if (session.idleMs !== limits.idleMs || session.ageMs !== limits.ageMs) {
        sessions.save(Object.assign(session, limits));
      }
    },
  };
}

/** Undefined where the host has given no key. */
export function openVerify({
  app,
  ruleKey,
  window,
  assets,
  patientLoad,
}: VisitScope): (NonNullable<AdoptionScope['verify']> & Stoppable) | undefined {
  if (ruleKey === undefined) return undefined;
  const code = patientLoad(assets.loadVerify);
  const verify = async (rules: LooseRules) => {
    const { verifyRules } = await code.get();
    const { subtle } = window.crypto as { subtle?: SubtleCrypto };
    await verifyRules({ app, ruleKey, subtle }, rules);
  };
  // Without a connection its code would be asked for as long as the page lives.
  return Object.assign(verify, { stop: code.stop });
}
