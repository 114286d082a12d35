import type { LinkAction, LinkPolicy } from '../../src/wire/sending.ts';

/** What is known of the link and the device; what a browser does not say is absent. */
export interface LinkFacts {
  type?: string | undefined;
  effectiveType?: string | undefined;
  kbps?: number | undefined;
  saveData?: boolean | undefined;
  metered?: boolean | undefined;
  isBatteryLow: boolean;
}
export interface LinkDecision {
  action: LinkAction;
  /** What is true of it, and asks for more than sending as always. */
  causes: string[];
}

const STRICTNESS: readonly LinkAction[] = ['send', 'reduce', 'hold', 'drop'];
/** What the browser's classes stand for (https://wicg.github.io/netinfo/). */
const CLASS_KBPS: Record<string, number> = { 'slow-2g': 50, '2g': 70, '3g': 700 };

/** The strictest of what the policy says to everything that is so. */
export function decideLink(policy: LinkPolicy, facts: LinkFacts): LinkDecision {
  const kbps = Math.min(facts.kbps ?? Infinity, CLASS_KBPS[facts.effectiveType ?? ''] ?? Infinity);
  const found = {
    cellular: facts.type === 'cellular',
    slow: kbps < policy.slowKbps,
    metered: facts.metered === true || facts.type === 'cellular' || facts.type === 'wimax',
    saver: facts.saveData === true,
    lowBattery: facts.isBatteryLow,
  };
  let action: LinkAction = 'send';
  const causes: string[] = [];
  for (const name of ['cellular', 'slow', 'metered', 'saver', 'lowBattery'] as const) {
    if (!found[name] || policy[name] === 'send') continue;
    causes.push(name);
    if (STRICTNESS.indexOf(policy[name]) > STRICTNESS.indexOf(action)) action = policy[name];
  }
  return { action, causes };
}
