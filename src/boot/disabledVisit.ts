import {
  clearDisabled,
  findSwitch,
  switchedAt,
  writeDisabled,
  type Disabled,
  type Switch,
} from '../session/disabled.ts';
import type { PageIds } from '../wire/record.ts';
import { startContact } from './contact.ts';
import { createWords, feedbackUrl, type Words } from './monitorAddress.ts';
import type { Visit, VisitScope } from './visitScope.ts';

/**
 * Obeys `agent.disable` without the agent's code: nothing that keeps it from loading can keep the agent on. True where the
 * visit is over by it.
 */
export function obeyDisable(
  { storage, clock, restart, onStop }: VisitScope,
  { ids, words }: { ids: PageIds; words: Words },
  instructions: readonly unknown[],
): boolean {
  const disable = findSwitch(instructions, 'agent.disable', switchedAt(storage));
  if (!disable) return false;
  const { issuedAt, sessionId, forMs } = disable;
  const isKept = writeDisabled(storage, { untilAt: clock.now() + forMs, issuedAt, sessionId });
  tell(words, ids, disable, isKept ? undefined : { outcome: 'failed', code: 'not_stored' });
  if (isKept) restart();
  else onStop('switched off by the monitor, for this page');
  return true;
}

function tell(words: Words, ids: PageIds, { id, verb, sessionId }: Switch, more?: object): void {
  words.say({ ...ids, sessionId }, { instructionId: id, verb, outcome: 'applied', ...more });
}

/** The agent of this browser is switched off: it asks once per page whether it may be on again, and does nothing else. */
export function startDisabledVisit(scope: VisitScope, ids: PageIds, disabled: Disabled): Visit {
  const { clock, natives, window, random, storage } = scope;
  const words = createWords(scope);
  const contact = startContact({
    ...{ natives, window, document: window.document, random, now: clock.now, mode: 'once' },
    url: () =>
      feedbackUrl(scope, ids, {
        ...{ waitMs: 0, phase: 'disabled', reason: 'disabled' },
        also: disabled.sessionId === undefined ? [] : [disabled.sessionId],
      }),
    onSilence: scope.note,
    onReply({ instructions }) {
      const enable = findSwitch(instructions, 'agent.enable', disabled.issuedAt);
      if (!enable) return;
      clearDisabled(storage, enable.issuedAt);
      tell(words, ids, enable);
      scope.restart();
    },
  });
  scope.note('the agent of this browser is switched off by the monitor');
  return {
    sessionId: ids.sessionId,
    agent: () => undefined,
    phase: () => 'disabled',
    status: () => Promise.resolve({ ids, feedback: contact.status() }),
    end: () => Promise.resolve(),
    discard: contact.stop,
    stop: contact.stop,
  };
}
