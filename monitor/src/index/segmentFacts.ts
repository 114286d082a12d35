import { scrubText } from 'rewindow/scrub';
import type { StampedRecord } from 'rewindow/wire';

/** What the index keeps of a segment besides its range. */
export interface SegmentFacts {
  /** Earliest and latest time of its records; the header is the sender's word only. */
  firstAt: number;
  lastAt: number;
  user: string | undefined;
  url: string | undefined;
  errorCount: number;
  failedRequestCount: number;
  firedTriggers: string[];
}

export function assembleFacts(records: StampedRecord[]): SegmentFacts {
  const facts: SegmentFacts = {
    firstAt: Infinity,
    lastAt: -Infinity,
    user: undefined,
    url: undefined,
    errorCount: 0,
    failedRequestCount: 0,
    firedTriggers: [],
  };
  for (const record of records) {
    facts.firstAt = Math.min(facts.firstAt, record.at);
    facts.lastAt = Math.max(facts.lastAt, record.at);
    if (record.kind === 'identify') facts.user = record.data.user;
    if (record.kind === 'navigation') facts.url = scrubText(record.data.url);
    if (record.kind === 'error') facts.errorCount += record.data.count ?? 1;
    if (record.kind === 'network' && record.data.api !== 'server' && isFailed(record.data))
      facts.failedRequestCount += 1;
    if (record.kind === 'trigger') facts.firedTriggers.push(record.data.trigger);
  }
  return { ...facts, firedTriggers: [...new Set(facts.firedTriggers)] };
}

function isFailed(exchange: { failed: boolean; status: number }): boolean {
  return exchange.failed || exchange.status >= 400;
}

/** Which filter finds a text: `error` messages, `url` addresses, all of them by `text`. */
export interface RecordText {
  category: 'error' | 'url' | 'text';
  text: string;
}

/** Longer texts are found by their beginning. Characters. */
const TEXT_LENGTH_MAX = 2_000;

/** What of a record can be searched for, scrubbed once more: the agent's word is not relied on. */
export function listTexts(record: StampedRecord): RecordText[] {
  return rawTexts(record)
    .filter(({ text }) => text !== '')
    .map(({ category, text }) => ({ category, text: scrubText(text.slice(0, TEXT_LENGTH_MAX)) }));
}

function rawTexts(record: StampedRecord): RecordText[] {
  switch (record.kind) {
    case 'input':
      return joined('text', record.data.label, record.data.field, record.data.message);
    case 'pointer':
      return joined('text', record.data.label, record.data.field);
    case 'frustration':
      return joined('text', record.data.label, record.data.field, record.data.message);
    case 'navigation':
      return [...joined('url', record.data.url), ...joined('text', record.data.title)];
    case 'network':
      return [...joined('url', record.data.url), ...joined('text', record.data.message)];
    case 'console':
      return joined(record.data.level === 'error' ? 'error' : 'text', record.data.message);
    case 'error':
      return [...joined('error', record.data.name, record.data.message), ...joined('url', record.data.url)];
    case 'performance':
      return [
        ...joined('text', record.data.name, record.data.rating),
        ...joined('url', ...(record.data.scripts ?? []).map(({ url }) => url)),
      ];
    case 'custom':
      return joined('text', record.data.name, record.data.data && scalarsOf(record.data.data));
    case 'context':
      return joined('text', scalarsOf(record.data.data));
    case 'provider':
      return joined('text', record.data.name, record.data.message, record.data.data && scalarsOf(record.data.data));
    case 'mark':
      return joined('text', record.data.name);
    case 'identify':
      return joined('text', record.data.user);
    case 'assist':
      return joined('text', record.data.label);
    case 'state':
      return joined('text', record.data.state);
    case 'trigger':
      return joined('text', record.data.trigger);
    case 'agent':
      return joined('text', record.data.code, record.data.message);
    default:
      return [];
  }
}

function joined(category: RecordText['category'], ...parts: (string | undefined)[]): RecordText[] {
  return [{ category, text: parts.filter((part) => part !== undefined).join(' ') }];
}

function scalarsOf(values: { [name: string]: unknown }): string {
  const texts = Object.entries(values).map(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? `${name} ${String(value)}` : name,
  );
  return texts.join(' ');
}
