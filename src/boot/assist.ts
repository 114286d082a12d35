import type { Order } from '../wire/instruction.ts';
import type { Capture } from '../wire/record.ts';
import type { showMessage } from '../assist/index.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import type { AgentScope } from './agentScope.ts';

type Message = Extract<Order, { verb: 'assist.message' }>;

export interface Assist extends Stoppable {
  show(message: Message, instruction: string): Promise<void>;
}

/** Shows what an instruction carries, and records what the user made of it. Loads its code with the first message. */
export function createAssist(deps: {
  scope: AgentScope;
  emit(capture: Capture): void;
  load(): Promise<{ showMessage: typeof showMessage }>;
}): Assist {
  const shown: Stoppable[] = [];
  const { clock, window, guard } = deps.scope;
  return {
    async show({ title, text, actions }, instruction) {
      const note = (type: 'shown' | 'dismissed' | 'action', label?: string) => {
        const data = { type, instruction, ...(label === undefined ? {} : { label }) };
        deps.emit({ kind: 'assist', at: clock.now(), data });
      };
      const module = await deps.load();
      const message = module.showMessage({
        document: window.document,
        title,
        text,
        actions: actions ?? [],
        onAction: guard((label: string) => {
          note('action', label);
        }),
        onDismiss: guard(() => {
          note('dismissed');
        }),
      });
      shown.push(message);
      note('shown');
    },
    stop() {
      stopAll(shown).stop();
    },
  };
}
