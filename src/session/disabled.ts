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

export function clearDisabled(storage: PageStorage): void {
  storage.remove(DISABLED);
}

/** The only thing that a disabled agent obeys, among instructions as the monitor wrote them: `agent.enable`, ordered later. */
export function findEnable(
  instructions: readonly unknown[],
  { issuedAt }: Disabled,
): { id: string; sessionId: string } | undefined {
  for (const value of instructions) {
    const given = Object(value) as { id?: unknown; issuedAt?: unknown; order?: unknown; address?: unknown };
    const { verb } = Object(given.order) as { verb?: unknown };
    const { sessionId } = Object(given.address) as { sessionId?: unknown };
    if (verb !== 'agent.enable' || !(Number(given.issuedAt) > issuedAt)) continue;
    if (typeof given.id === 'string' && typeof sessionId === 'string') return { id: given.id, sessionId };
  }
  return undefined;
}
