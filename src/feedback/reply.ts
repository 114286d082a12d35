/**
 * The monitor's answer as the loader sees it. The loader checks only what it uses itself; rules and instructions are parsed
 * by the code that is loaded when there are any.
 */
export interface LooseReply {
  serverAt: number;
  cursor: string;
  rules?: LooseRules;
  instructions: unknown[];
}

/** A published rule set before it is parsed. */
export interface LooseRules {
  revision: number;
  hash: string;
  dormant: boolean;
  /** Share of the sessions that they are for. */
  sample: number;
}

/** Undefined where the answer is not one of a monitor. */
export function parseLooseReply(value: unknown): LooseReply | undefined {
  if (!isObject(value)) return undefined;
  const { serverAt, cursor, instructions, rules } = value;
  if (typeof serverAt !== 'number' || typeof cursor !== 'string' || !Array.isArray(instructions)) return undefined;
  const parsed = parseLooseRules(rules);
  if (rules !== undefined && parsed === undefined) return undefined;
  return { serverAt, cursor, instructions, ...(parsed ? { rules: parsed } : {}) };
}

/** Keeps the object whole, so that it can be parsed later. */
export function parseLooseRules(value: unknown): LooseRules | undefined {
  if (!isObject(value)) return undefined;
  const { revision, hash, dormant, rules } = value;
  const sample = isObject(rules) && typeof rules['sample'] === 'number' ? rules['sample'] : 1;
  const isRules = typeof revision === 'number' && typeof hash === 'string' && typeof dormant === 'boolean';
  return isRules ? { ...value, revision, hash, dormant, sample } : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
