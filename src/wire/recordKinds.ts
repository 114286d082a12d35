/** All kinds of records. Apart from their schemas, because pages need the names and nothing else. */
export const RECORD_KINDS = [
  'dom',
  'input',
  'pointer',
  'scroll',
  'frustration',
  'navigation',
  'network',
  'performance',
  'console',
  'error',
  'page',
  'tile',
  'asset',
  'custom',
  'mark',
  'identify',
  'context',
  'provider',
  'consent',
  'state',
  'trigger',
  'instruction',
  'assist',
  'agent',
] as const;

export type RecordKind = (typeof RECORD_KINDS)[number];
