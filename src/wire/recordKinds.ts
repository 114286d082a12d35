/** All kinds of records. Apart from their schemas, because pages need the names and nothing else. */
export const RECORD_KINDS = [
  'dom',
  'input',
  'pointer',
  'scroll',
  'navigation',
  'network',
  'console',
  'error',
  'page',
  'tile',
  'custom',
  'mark',
  'identify',
  'state',
  'trigger',
  'instruction',
  'assist',
  'agent',
] as const;

export type RecordKind = (typeof RECORD_KINDS)[number];
