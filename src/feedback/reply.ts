/**
 * The monitor's answer as the loader sees it. The loader checks only what it uses itself; rules and instructions are parsed
 * by the code that is loaded when there are any.
 */
export interface LooseReply {
  serverAt: number;
  cursor: string;
  rules?: LooseRules;
  /** Ids of the audiences that the monitor says the page is in, where they have changed. */
  audiences?: string[];
  /** The rule set that is to be tried; null ends the trial. */
  trial?: LooseRules | null;
  instructions: unknown[];
}

/** A published rule set before it is parsed. */
export interface LooseRules {
  revision: number;
  hash: string;
  dormant: boolean;
  publishedAt: number;
  /** Share of the sessions that they are for. */
  sample: number;
  /** How long they are used without hearing from the monitor. */
  ttlMs: number;
}

/** Undefined where the answer is not one of a monitor. */
export function parseLooseReply(value: unknown): LooseReply | undefined {
  if (!isObject(value)) return undefined;
  const { serverAt, cursor, instructions } = value;
  if (typeof serverAt !== 'number' || typeof cursor !== 'string' || !Array.isArray(instructions)) return undefined;
  const rules = parseLooseRules(value['rules']);
  const trial = value['trial'] === null ? null : parseLooseRules(value['trial']);
  const isWhole = (value['rules'] === undefined || rules) && (value['trial'] === undefined || trial !== undefined);
  if (!isWhole) return undefined;
  const { audiences } = value;
  return {
    ...{ serverAt, cursor, instructions },
    ...(rules && { rules }),
    ...(trial !== undefined && { trial }),
    ...(Array.isArray(audiences) && { audiences: audiences.map(String) }),
  };
}

const HOUR_MS = 3_600_000;
const TTL_HOURS = 24 * 7;

/** Keeps the object whole, so that it can be parsed later. */
export function parseLooseRules(value: unknown): LooseRules | undefined {
  if (!isObject(value)) return undefined;
  const { revision, hash, dormant, publishedAt = 0, rules } = value;
  if (typeof revision !== 'number' || typeof hash !== 'string' || typeof dormant !== 'boolean') return undefined;
  if (typeof publishedAt !== 'number') return undefined;
  const { sample, limits } = Object(rules) as { sample?: unknown; limits?: unknown };
  const { ttlHours } = Object(limits) as { ttlHours?: unknown };
  return {
    ...{ ...value, revision, hash, dormant, publishedAt },
    sample: typeof sample === 'number' ? sample : 1,
    ttlMs: (typeof ttlHours === 'number' ? ttlHours : TTL_HOURS) * HOUR_MS,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
