import type { Order } from '../wire/instruction.ts';
import type { Capture, RecordData } from '../wire/record.ts';
import type { showMessage } from '../assist/index.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import type { AgentScope } from './agentScope.ts';

export type Shown = Extract<Order, { verb: 'assist.message' | 'assist.offer' }>;

export interface Assist extends Stoppable {
  show(message: Shown, instruction: string): Promise<void>;
  /** Takes away what is shown. */
  close(): void;
}

/** Shows what an instruction carries, and records what the user made of it. Loads its code with the first message. */
export function createAssist(deps: {
  scope: Pick<AgentScope, 'clock' | 'window' | 'guard' | 'natives'>;
  emit(capture: Capture): void;
  load(): Promise<{ showMessage: typeof showMessage }>;
}): Assist {
  const shown = new Map<string, Stoppable>();
  const { clock, window, guard, natives } = deps.scope;
  const note = (instruction: string, type: RecordData<'assist'>['type'], label?: string) => {
    const data = { type, instruction, ...(label === undefined ? {} : { label }) };
    deps.emit({ kind: 'assist', at: clock.now(), data });
  };
  return {
    async show(order, instruction) {
      const over = (type: 'dismissed' | 'action' | 'expired') =>
        guard((label?: string) => {
          shown.delete(instruction);
          note(instruction, type, label);
        });
      const { code, validMs } = order.verb === 'assist.offer' ? order : {};
      const offer = { ...natives, code, validMs, now: clock.now };
      const { title, text, actions = [] } = order;
      const module = await deps.load();
      const message = module.showMessage({
        ...{ document: window.document, title, text, actions, onAction: over('action'), onDismiss: over('dismissed') },
        offer: { ...offer, onExpire: over('expired'), onCopy: guard(() => note(instruction, 'copied')) },
      });
      shown.set(instruction, message);
      note(instruction, 'shown');
    },
    close() {
      for (const [instruction, message] of shown) {
        message.stop();
        note(instruction, 'closed');
      }
      shown.clear();
    },
    stop() {
      stopAll([...shown.values()]).stop();
    },
  };
}
