import type { Acknowledgement, Instruction, InstructionDraft } from '../wire/instruction.ts';
import { parseInstruction } from '../wire/parseInPage.ts';
import type { Capture } from '../wire/record.ts';
import type { Trigger } from '../wire/triggers.ts';
import { listen } from '../browser/listen.ts';
import { clearDisabled, switchedAt, writeDisabled } from '../session/disabled.ts';
import { createExecutor, type Executor } from '../feedback/executor.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import type { AgentScope } from './agentScope.ts';
import { createAssist, type Assist } from './assist.ts';
import { readKept, writeKept, type Ending, type KeptInstructions } from './keptInstructions.ts';
import { orderInOwnClock, toOwnClock } from './ownClock.ts';
import { startRuleClock } from './ruleClock.ts';
import type { Steering } from './steering.ts';
import type { Store } from './store.ts';
import { perform, type VerbScope } from './verbs.ts';

export interface Instructions extends Stoppable {
  /**
   * What the monitor sent, as far as it is well formed; the rest is noted. Resolves when none of it can be lost any more; not
   * at all where the agent stops before.
   */
  take(values: unknown[]): Promise<void>;
  /** What a trigger of this page orders, without a round trip. `depth`: how many instructions led to it. */
  fire(trigger: Trigger, firedAt: number, depth: number): void;
  /** Ends what was to run until these states, and begins what waits for them. */
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
  /** Captures nothing until then. */
  sleep(untilAt: number): void;
}

/** How long an instruction that the page gives itself is valid: it is carried out at once, or not at all. */
const OWN_TTL_MS = 60_000;
/** They are shown, or made, where the user looks. */
const SEEN: readonly Instruction['order']['verb'][] = ['assist.message', 'assist.offer', 'image'];

const SWITCHES: readonly Instruction['order']['verb'][] = ['agent.disable', 'agent.enable'];

/** Carries out what the monitor and the page's own triggers order, and says what became of it. */
export function createInstructions(deps: InstructionsScope): Instructions {
  const { scope, store } = deps;
  const { clock, window, tabStorage } = scope;
  const kept = readKept(tabStorage);
  const assist = createAssist({ scope, emit: deps.emit, load: () => import('../assist/index.ts') });
  const endings = createEndings(deps, kept);
  const verbs = createVerbScope(deps, assist, endings.add);
  const executor = createExecutor(
    {
      ids: scope.ids,
      now: clock.now,
      claim: async (...claimed) => (await store.api()).claim(...claimed),
      isReady: (instruction) => isReady(deps, instruction),
      perform: async (instruction) => perform({ ...verbs, worker: await store.api() }, instruction),
      acknowledge: (word) => acknowledge(deps, word),
      onWaiting(waiting) {
        kept.waiting = waiting;
        writeKept(tabStorage, kept);
        timer.refresh();
      },
    },
    kept.waiting,
  );
  const timer = startRuleClock({
    ...{ ...scope.natives, guard: scope.guard, now: clock.now },
    ...{ dueAt: executor.dueAt, onDue: executor.recheck },
  });
  const shown = listen(window.document, 'visibilitychange', scope.guard(executor.recheck));
  timer.refresh();
  executor.recheck();
  return {
    take: (values) => takeAll(scope, executor, values),
    fire(trigger, firedAt, depth) {
      for (const draft of trigger.instructions) {
        void executor.carryOut({ ...toInstruction(scope, trigger.id, draft, firedAt), depth });
      }
    },
    onStates(entered) {
      endings.onStates(entered);
      executor.recheck();
    },
    stop: stopAll([assist, timer, shown]).stop,
  };
}

async function takeAll(scope: AgentScope, executor: Executor, values: unknown[]): Promise<void> {
  const taken: Promise<void>[] = [];
  for (const value of values) {
    try {
      const instruction = parseInstruction(value);
      // The page may have obeyed it without this code, which alone knows of claims.
      const isSwitch = SWITCHES.includes(instruction.order.verb);
      if (isSwitch && instruction.issuedAt <= switchedAt(scope.storage)) continue;
      taken.push(executor.take(toOwnClock(instruction, scope.clock.offsetMs())));
    } catch (error) {
      scope.note(String(error));
    }
  }
  await Promise.all(taken);
}

function isReady({ scope, steering }: InstructionsScope, { address, order }: Instruction): boolean {
  if (address.state !== undefined && !steering.states().includes(address.state)) return false;
  const isPast = 'at' in order || 'agoMs' in order;
  return isPast || !SEEN.includes(order.verb) || isVisible(scope);
}

function isVisible({ window }: AgentScope): boolean {
  return window.document.visibilityState === 'visible';
}

async function acknowledge({ store, emit }: InstructionsScope, word: Acknowledgement): Promise<void> {
  const { instructionId = '', verb = '', outcome, code, triggerId, depth } = word;
  const data = {
    ...{ instruction: instructionId, verb, outcome },
    ...(code !== undefined && { code }),
    ...(triggerId !== undefined && { trigger: triggerId }),
    ...(depth !== undefined && { depth }),
  };
  emit({ kind: 'instruction', at: word.at, data });
  await (await store.api()).acknowledge([word]);
}

/** Live sends that end with a state, also with one that a later page of this tab enters. */
function createEndings({ scope, store }: InstructionsScope, kept: KeptInstructions) {
  const keep = (endings: Ending[]) => {
    kept.endings = endings;
    writeKept(scope.tabStorage, kept);
  };
  return {
    add(state: string, instructionId: string, untilAt: number) {
      keep([...kept.endings, { state, instructionId, untilAt }]);
    },
    onStates(entered: string[]) {
      const now = scope.clock.now();
      const over = kept.endings.filter(({ state, untilAt }) => entered.includes(state) || untilAt <= now);
      if (over.length === 0) return;
      for (const { instructionId } of over) store.tell((api) => api.stopLive(instructionId));
      keep(kept.endings.filter((ending) => !over.includes(ending)));
    },
  };
}

function createVerbScope(
  deps: InstructionsScope,
  assist: Assist,
  stopLiveAt: VerbScope['stopLiveAt'],
): Omit<VerbScope, 'worker'> {
  const { scope, store, steering } = deps;
  return {
    now: scope.clock.now,
    flush: () => store.pipeline.flush(),
    checkpoint: deps.checkpoint,
    visit: steering.visit,
    ...{ extend: steering.extend, mute: steering.mute, stopExtras: steering.stopExtras },
    stopLiveAt,
    image: deps.image,
    show: assist.show,
    close: assist.close,
    isVisible: () => isVisible(scope),
    recheckRules: scope.recheckRules,
    endSession: () => void scope.endSession(),
    sleep: deps.sleep,
    disable: ({ issuedAt, address: { sessionId } }, forMs) =>
      writeDisabled(scope.storage, {
        ...{ untilAt: scope.clock.now() + forMs, issuedAt: issuedAt + scope.clock.offsetMs(), sessionId },
      }),
    enable: ({ issuedAt }) => {
      clearDisabled(scope.storage, issuedAt + scope.clock.offsetMs());
    },
    restart: scope.restart,
    stop: scope.onStop,
  };
}

function toInstruction(scope: AgentScope, triggerId: string, draft: InstructionDraft, now: number): Instruction {
  const address = { sessionId: scope.ids.sessionId, tabId: scope.ids.tabId, pageId: scope.ids.pageId };
  const order = orderInOwnClock(draft.order, scope.clock.offsetMs());
  return { ...draft, order, id: scope.createId(), address, triggerId, issuedAt: now, expiresAt: now + OWN_TTL_MS };
}
