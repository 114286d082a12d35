import type { Acknowledgement, Instruction, InstructionDraft } from '../wire/instruction.ts';
import { parseInstruction } from '../wire/parseInPage.ts';
import type { Capture } from '../wire/record.ts';
import type { Trigger } from '../wire/triggers.ts';
import { execute } from '../feedback/executor.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { AgentScope } from './agentScope.ts';
import { createAssist, type Assist } from './assist.ts';
import { orderInOwnClock, toOwnClock } from './ownClock.ts';
import type { Steering } from './steering.ts';
import type { Store } from './store.ts';
import { perform, type VerbScope } from './verbs.ts';

export interface Instructions extends Stoppable {
  /** What the monitor sent, as far as it is well formed; the rest is noted. */
  take(values: unknown[]): void;
  /** What a trigger of this page orders, without a round trip. `depth`: how many instructions led to it. */
  fire(trigger: Trigger, firedAt: number, depth: number): void;
  /** Ends what was to run until these states. */
  onStates(entered: string[]): void;
}

export interface InstructionsScope {
  scope: AgentScope;
  store: Store;
  steering: Steering;
  image(target: string, cause: string): Promise<void>;
  emit(capture: Capture): void;
  /** Takes a checkpoint now, where the DOM is recorded. */
  checkpoint(): void;
  /** More is to be captured than before. */
  onExtended(): void;
}

/** How long an instruction that the page gives itself is valid: it is carried out at once, or not at all. */
const OWN_TTL_MS = 60_000;

/** Carries out what the monitor and the page's own triggers order, and says what became of it. */
export function createInstructions(deps: InstructionsScope): Instructions {
  const { scope, store } = deps;
  const liveUntil: { state: string; instructionId: string }[] = [];
  const assist = createAssist({ scope, emit: deps.emit, load: () => import('../assist/index.ts') });
  const verbs = createVerbScope(deps, assist, liveUntil);
  const acknowledge = (word: Acknowledgement) => {
    store.tell((api) => api.acknowledge([word]));
    const { instructionId = '', verb = '', outcome, code, triggerId } = word;
    const data = { instruction: instructionId, verb, outcome };
    const more = {
      ...(code === undefined ? {} : { code }),
      ...(triggerId === undefined ? {} : { trigger: triggerId }),
    };
    deps.emit({ kind: 'instruction', at: word.at, data: { ...data, ...more } });
  };
  const carryOut = async (instruction: Instruction, isOwn: boolean) => {
    const api = await store.api();
    await execute(
      {
        ids: scope.ids,
        now: scope.clock.now,
        claim: (key, expiresAt) => api.claim(key, expiresAt),
        perform: (given) => perform({ ...verbs, worker: api }, given),
        acknowledge,
      },
      instruction,
      isOwn,
    );
  };
  const run = (instruction: Instruction, isOwn: boolean) => {
    carryOut(instruction, isOwn).catch((error: unknown) => {
      scope.note(`instruction ${instruction.id}: ${String(error)}`);
    });
  };
  return {
    take(values) {
      for (const value of values) {
        try {
          run(toOwnClock(parseInstruction(value), scope.clock.offsetMs()), false);
        } catch (error) {
          scope.note(String(error));
        }
      }
    },
    fire(trigger, firedAt, depth) {
      for (const draft of trigger.instructions) {
        run({ ...toInstruction(scope, trigger.id, draft, firedAt), depth }, true);
      }
    },
    onStates(entered) {
      for (const { state, instructionId } of liveUntil) {
        if (entered.includes(state)) store.tell((api) => api.stopLive(instructionId));
      }
    },
    stop() {
      assist.stop();
    },
  };
}

function createVerbScope(
  deps: InstructionsScope,
  assist: Assist,
  liveUntil: { state: string; instructionId: string }[],
): Omit<VerbScope, 'worker'> {
  const { scope, store, steering } = deps;
  return {
    now: scope.clock.now,
    sessionId: scope.ids.sessionId,
    flush: () => store.pipeline.flush(),
    checkpoint: deps.checkpoint,
    extend(extra) {
      steering.extend(extra);
      deps.onExtended();
    },
    stopLiveAt(state, instructionId) {
      liveUntil.push({ state, instructionId });
    },
    image: deps.image,
    showMessage: (order, id) => assist.show(order, id),
    isVisible: () => scope.window.document.visibilityState === 'visible',
    recheckRules: () => {
      scope.recheckRules();
    },
    stop: (reason) => {
      scope.onStop(reason);
    },
  };
}

function toInstruction(scope: AgentScope, triggerId: string, draft: InstructionDraft, now: number): Instruction {
  const address = { sessionId: scope.ids.sessionId, tabId: scope.ids.tabId, pageId: scope.ids.pageId };
  const order = orderInOwnClock(draft.order, scope.clock.offsetMs());
  return { ...draft, order, id: scope.createId(), address, triggerId, issuedAt: now, expiresAt: now + OWN_TTL_MS };
}
