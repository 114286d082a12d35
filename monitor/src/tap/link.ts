import type { Instruction, PublishedRuleSet } from 'rewindow/wire';
import * as v from 'valibot';
import type { Client } from './client.ts';
import { TapReply } from './contract.ts';

export interface Link {
  /** A session that was not asked for before: the question is put anew, a moment later. */
  refresh(): void;
  /** What the session should have. Undefined before the monitor has said it, and where it was not heard for too long. */
  rulesOf(sessionId: string): PublishedRuleSet | undefined;
  /** Add to the tap's clock to get the monitor's. */
  clockOffsetMs(): number;
  isConnected(): boolean;
  stop(): void;
}

export interface LinkDeps {
  client: Client;
  tapId: string;
  now: () => number;
  /** The sessions to ask for; `isNew` where one of them was not asked for before. */
  sessions(): { ids: string[]; isNew: boolean };
  /** The answer about these sessions has come. Times in it are the monitor's. */
  onAnswer(sessionIds: string[], instructions: Instruction[]): void;
}

const WAIT_MS = 25_000;
/** A held question is answered late, but not that late. */
const TIMEOUT_MS = 40_000;
/** New sessions come in crowds: they are asked for together. */
const REFRESH_MS = 300;
const HOUR_MS = 3_600_000;

interface Known {
  reply: Pick<TapReply, 'cursor' | 'standing' | 'current'>;
  ruleOf: ReadonlyMap<string, string>;
  rules: ReadonlyMap<string, PublishedRuleSet>;
  heardAt: number;
}

/** Holds one question to the monitor for all sessions of the tap, and asks again for as long as it runs. */
export function createLink(deps: LinkDeps): Link {
  const { client, now } = deps;
  let known: Known | undefined;
  let offsetMs = 0;
  let isConnected = false;
  let isStopped = false;
  let held = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  const ask = async () => {
    const { ids, isNew } = deps.sessions();
    held = new AbortController();
    // The first answer, and the first after a failure, comes at once: it tells the time, too.
    const waitMs = isConnected ? WAIT_MS : 0;
    const sentAt = now();
    const after = isNew ? undefined : known?.reply.cursor;
    const body = {
      ...{ tap: deps.tapId, sessions: ids, known: [...(known?.rules.keys() ?? [])], waitMs },
      ...{ standing: known?.reply.standing, after },
    };
    const limits = { timeoutMs: TIMEOUT_MS, signal: held.signal };
    const reply = v.parse(TapReply, await client.ask('/v1/tap/feedback', body, limits));
    if (waitMs === 0) offsetMs = reply.serverAt - (sentAt + now()) / 2;
    known = learn(known, reply, now());
    isConnected = true;
    deps.onAnswer(ids, reply.instructions);
  };
  repeat({
    ask,
    isStopped: () => isStopped,
    async onFailure(failureCount) {
      // Cut by ourselves, to ask for more.
      if (held.signal.aborted) return true;
      isConnected = false;
      await client.pause(failureCount);
      return false;
    },
  }).catch(() => undefined);
  return {
    refresh() {
      timer ??= setTimeout(() => {
        timer = undefined;
        held.abort();
      }, REFRESH_MS).unref();
    },
    rulesOf: (sessionId) => known && find(known, sessionId, now()),
    clockOffsetMs: () => offsetMs,
    isConnected: () => isConnected,
    stop() {
      isStopped = true;
      clearTimeout(timer);
      held.abort();
    },
  };
}

interface Repeated {
  ask(): Promise<void>;
  isStopped(): boolean;
  /** Resolves to true where it was no failure. */
  onFailure(failureCount: number): Promise<boolean>;
}

async function repeat({ ask, isStopped, onFailure }: Repeated): Promise<void> {
  for (let failureCount = 0; !isStopped();) {
    try {
      await ask();
      failureCount = 0;
    } catch {
      failureCount += 1;
      if (await onFailure(failureCount)) failureCount = 0;
    }
  }
}

function find({ ruleOf, reply, rules, heardAt }: Known, sessionId: string, now: number): PublishedRuleSet | undefined {
  const published = rules.get(ruleOf.get(sessionId) ?? reply.current ?? '');
  return published && now - heardAt < published.rules.limits.ttlHours * HOUR_MS ? published : undefined;
}

function learn(before: Known | undefined, reply: TapReply, heardAt: number): Known {
  const wanted = new Set([reply.current ?? '', ...Object.keys(reply.others)]);
  const all = [...(before?.rules.values() ?? []), ...reply.rules].filter(({ hash }) => wanted.has(hash));
  const pairs = Object.entries(reply.others).flatMap(([hash, ids]) => ids.map((id) => [id, hash] as const));
  return {
    reply,
    heardAt,
    ruleOf: new Map(pairs),
    rules: new Map(all.map((published) => [published.hash, published])),
  };
}
