import type { SessionRecord } from './sessionRecord.ts';

export type Tone = 'plain' | 'good' | 'warn' | 'bad';
type Exchange = Extract<SessionRecord, { kind: 'network' }>['data'];
type Performance = Extract<SessionRecord, { kind: 'performance' }>['data'];

/** What nobody can overlook. */
const STRIKING_BLOCKING_MS = 200;

/** How much a record should stand out. */
export function toneOf(record: SessionRecord): Tone {
  const { kind, data } = record;
  switch (kind) {
    case 'error':
      return data.disposition === 'report' ? 'warn' : 'bad';
    case 'network':
      return networkTone(data);
    case 'console':
      return data.level === 'error' ? 'bad' : data.level === 'warn' ? 'warn' : 'plain';
    case 'input':
      return data.type === 'invalid' || data.type === 'validation' ? 'warn' : 'plain';
    case 'performance':
      return performanceTone(data);
    case 'page':
      return data.type === 'discarded' ? 'warn' : 'plain';
    case 'provider':
      return data.message === undefined ? 'plain' : 'warn';
    case 'consent':
      return data.state === 'withdrawn' ? 'warn' : 'good';
    case 'instruction':
      return data.outcome === 'failed' ? 'bad' : data.outcome === 'expired' ? 'warn' : 'good';
    case 'frustration':
    case 'trigger':
    case 'agent':
      return 'warn';
    default:
      return 'plain';
  }
}

/** The page may break off its own exchanges, and does. */
function networkTone({ aborted, failed, status }: Exchange): Tone {
  if (aborted === true) return 'warn';
  return failed || status >= 400 ? 'bad' : 'plain';
}

function performanceTone({ rating, blockingMs = 0 }: Performance): Tone {
  return rating === 'poor' || blockingMs >= STRIKING_BLOCKING_MS ? 'warn' : 'plain';
}
