import type { PageStorage } from '../browser/storage.ts';

/** The agent of this browser is switched off, by an instruction. Kept in local storage, so that all tabs and pages know. */
export interface Disabled {
  /** By the page's clock; infinite until somebody switches it on. */
  untilAt: number;
  /** When that was ordered, by the monitor's clock: only what was ordered later switches it on. */
  issuedAt: number;
  /** In which session. Pages of later ones ask for it, too, so that who switched it off can reach it. */
  sessionId?: string;
}

export const DISABLED = 'disabled';

/** Undefined where the agent may run. Fails closed: what is stored and can't be understood means off for good. */
export function readDisabled(storage: PageStorage, now: number): Disabled | undefined {
  if (!storage.names(DISABLED).includes(DISABLED)) return undefined;
  const { untilAt, issuedAt, sessionId } = Object(storage.get(DISABLED)) as Partial<Record<keyof Disabled, unknown>>;
  const disabled = {
    untilAt: typeof untilAt === 'number' ? untilAt : Infinity,
    issuedAt: typeof issuedAt === 'number' ? issuedAt : 0,
    ...(typeof sessionId === 'string' && { sessionId }),
  };
  return disabled.untilAt > now ? disabled : undefined;
}

/** False where it can't be stored: then it holds for this page only. */
export function writeDisabled(storage: PageStorage, disabled: Disabled): boolean {
  return storage.set(DISABLED, disabled);
}

/** On again, by what was ordered then: what was ordered before it, and comes again, counts no more. */
export function clearDisabled(storage: PageStorage, issuedAt: number): void {
  storage.set(DISABLED, { untilAt: 0, issuedAt });
}

/** When what was obeyed last was ordered, on or off; 0 where nothing was. */
export function switchedAt(storage: PageStorage): number {
  return Number((Object(storage.get(DISABLED)) as { issuedAt?: unknown }).issuedAt) || 0;
}

/** `agent.disable` or `agent.enable`, as the monitor wrote it. */
export interface Switch {
  id: string;
  verb: string;
  sessionId: string;
  issuedAt: number;
  forMs: number;
}

/** What is ordered of the agent itself, later than that, among instructions that nobody has checked. The first of them. */
export function findSwitch(instructions: readonly unknown[], wanted: string, after: number): Switch | undefined {
  for (const value of instructions) {
    const { id, issuedAt, order, address } = Object(value) as Partial<Record<string, unknown>>;
    const { verb, forMs } = Object(order) as Partial<Record<string, unknown>>;
    const { sessionId, state } = Object(address) as Partial<Record<string, unknown>>;
    // States are the agent's business; who is off has none, and is not to wait for one.
    if (verb !== wanted || (state !== undefined && verb === 'agent.disable')) continue;
    if (!(Number(issuedAt) > after) || typeof id !== 'string' || typeof sessionId !== 'string') continue;
    return { id, verb, sessionId, issuedAt: Number(issuedAt), forMs: Number(forMs ?? Infinity) };
  }
  return undefined;
}
