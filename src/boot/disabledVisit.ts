import { clearDisabled, findEnable, type Disabled } from '../session/disabled.ts';
import type { PageIds } from '../wire/record.ts';
import { startContact } from './contact.ts';
import { createWords, feedbackUrl } from './monitorAddress.ts';
import type { Visit, VisitScope } from './visitScope.ts';

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
      const enable = findEnable(instructions, disabled);
      if (!enable) return;
      clearDisabled(storage);
      const word = { instructionId: enable.id, verb: 'agent.enable', outcome: 'applied' };
      words.say({ ...ids, sessionId: enable.sessionId }, word);
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
