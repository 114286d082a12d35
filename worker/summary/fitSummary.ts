import { LIMITS } from '../../src/wire/limits.ts';
import type { Summary } from '../../src/wire/index.ts';

const REASON_COUNT_MAX = 20;
const REASON_LENGTH_MAX = 500;

/**
 * A summary that the monitor takes: one above the limit would be refused for good, and nobody would know of the session.
 * Only traits and reasons can be that large; the rest has limits of its own.
 */
export function fitSummary(summary: Summary): Summary {
  const reasons = summary.agent.reasons.slice(-REASON_COUNT_MAX).map((reason) => reason.slice(0, REASON_LENGTH_MAX));
  const tidy = { ...summary, agent: { ...summary.agent, reasons } };
  if (new TextEncoder().encode(JSON.stringify(tidy)).length <= LIMITS.summaryBytes) return tidy;
  const { traits: _traits, ...rest } = tidy;
  return { ...rest, agent: { ...rest.agent, reasons: [...reasons, 'traits_too_large: left out of the summary'] } };
}
