import { VERBS, type Acknowledgement, type Instruction, type PublishedRuleSet } from 'rewindow/wire';
import type { TapQuestion } from '../tap/contract.ts';

/**
 * What pages have ordered themselves by a trigger of their rules. The monitor hears of it by their acknowledgements alone;
 * taps are told, so that the server's part of the session follows the page's.
 */
export interface TapEchoes {
  note(app: string, acknowledgements: readonly Acknowledgement[]): Promise<void>;
  /** Each is told once to each tap. */
  list(app: string, question: Pick<TapQuestion, 'tap' | 'sessions'>): Instruction[];
}

export interface TapEchoesDeps {
  currentRules(app: string, sessionId: string): Promise<PublishedRuleSet | undefined>;
  wakeSession(sessionId: string): void;
  now: () => number;
}

const TTL_MS = 60_000;
const ECHO_COUNT_MAX = 10_000;
const MEANT = new Set(VERBS.filter((verb) => /^(buffer|capture|agent)\./.test(verb)));

interface Echo {
  app: string;
  instruction: Instruction;
  toldTo: Set<string>;
}

export function createTapEchoes({ currentRules, wakeSession, now }: TapEchoesDeps): TapEchoes {
  const echoes = new Map<string, Echo>();

  const forgetOld = () => {
    for (const [id, { instruction }] of echoes) {
      if (echoes.size <= ECHO_COUNT_MAX && instruction.expiresAt > now()) return;
      echoes.delete(id);
    }
  };
  const toEcho = async (app: string, { sessionId, instructionId, triggerId, verb, outcome }: Acknowledgement) => {
    if (instructionId === undefined || triggerId === undefined || outcome === 'expired') return;
    const key = `${app} ${instructionId}`;
    if (echoes.has(key) || !MEANT.has(verb as never)) return;
    const rules = (await currentRules(app, sessionId))?.rules;
    const trigger = rules?.triggers.find(({ id }) => id === triggerId);
    const draft = trigger?.instructions.find(({ order }) => order.verb === verb);
    if (draft === undefined) return;
    const issuedAt = now();
    const given = { id: instructionId, ...draft, address: { sessionId }, triggerId };
    const { limits, ...instruction } = { ...given, issuedAt, expiresAt: issuedAt + TTL_MS };
    echoes.set(key, { app, toldTo: new Set(), instruction: { ...instruction, ...(limits && { limits }) } });
    wakeSession(sessionId);
  };
  return {
    async note(app, acknowledgements) {
      forgetOld();
      for (const acknowledgement of acknowledgements) await toEcho(app, acknowledgement);
    },
    list(app, { tap, sessions }) {
      forgetOld();
      if (echoes.size === 0) return [];
      const asked = new Set(sessions);
      const found = [...echoes.values()].filter(
        (echo) => echo.app === app && asked.has(echo.instruction.address.sessionId) && !echo.toldTo.has(tap),
      );
      for (const echo of found) echo.toldTo.add(tap);
      return found.map(({ instruction }) => instruction);
    },
  };
}
