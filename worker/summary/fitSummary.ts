import { LIMITS } from '../../src/wire/limits.ts';
import type { Summary } from '../../src/wire/index.ts';

/**
 * A summary that the monitor takes: one above the limit would be refused for good, and nobody would know of the session.
 * Only the host's traits can be that large.
 */
export function fitSummary(summary: Summary): Summary {
  const bytes = new TextEncoder().encode(JSON.stringify(summary)).length;
  return bytes <= LIMITS.summaryBytes ? summary : { ...summary, traits: { tooLargeBytes: bytes } };
}
