import type { SessionRecord } from './sessionRecord.ts';

export type Tone = 'plain' | 'good' | 'warn' | 'bad';

/** A record in one line: what happened, to what. Plain text; recorded strings are never markup. */
export function describeRecord(record: SessionRecord): { title: string; detail: string } {
  const { kind, data } = record;
  switch (kind) {
    case 'dom':
      return { title: 'dom', detail: `event ${String(data.event.type)}` };
    case 'input':
      return { title: data.type, detail: join(nameOf(data), length(data.length), data.message) };
    case 'pointer':
      return { title: data.type, detail: join(data.key, nameOf(data)) };
    case 'scroll':
      return { title: 'scroll', detail: `to ${String(Math.round(data.y))} px in ${data.selector}` };
    case 'navigation':
      return { title: data.type === 'load' ? 'page' : data.type, detail: join(data.path, data.title) };
    case 'network':
      return { title: networkTitle(data), detail: join(data.path, `${String(Math.round(data.durationMs))} ms`) };
    case 'error':
      return { title: data.name, detail: data.message };
    default:
      return describeRare(record);
  }
}

function describeRare({ kind, data }: SessionRecord): { title: string; detail: string } {
  switch (kind) {
    case 'console':
      return { title: data.level, detail: data.message };
    case 'page':
      return {
        title: data.type,
        detail: data.width === undefined ? '' : `${String(data.width)} × ${String(data.height)}`,
      };
    case 'tile': {
      const count = data.tiles.filter((tile) => tile.image !== undefined).length;
      return {
        title: data.full ? 'image' : 'tiles',
        detail: join(data.target, `${String(count)} of ${String(data.tiles.length)}`),
      };
    }
    case 'custom':
    case 'mark':
      return { title: kind, detail: data.name };
    case 'identify':
      return { title: 'user', detail: data.user };
    case 'state':
      return { title: data.type, detail: data.state };
    case 'trigger':
      return { title: 'trigger', detail: data.trigger };
    case 'instruction':
      return { title: data.verb, detail: join(data.outcome, data.code, data.trigger) };
    case 'assist':
      return { title: `message ${data.type}`, detail: data.label ?? '' };
    case 'agent':
      return { title: data.code, detail: data.message };
    default:
      return { title: kind, detail: '' };
  }
}

const join = (...parts: (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(' · ');
const length = (count: number | undefined): string | undefined =>
  count === undefined ? undefined : `${String(count)} characters`;

function nameOf(data: { selector: string; label?: string | undefined; field?: string | undefined }): string {
  return data.label || data.field || data.selector;
}

function networkTitle(data: { method: string; status: number; failed: boolean }): string {
  return `${data.method} ${data.status === 0 ? 'no answer' : String(data.status)}`;
}

/** How much a record should stand out. */
export function toneOf(record: SessionRecord): Tone {
  const { kind, data } = record;
  switch (kind) {
    case 'error':
      return 'bad';
    case 'network':
      return data.failed || data.status >= 400 ? 'bad' : 'plain';
    case 'console':
      return data.level === 'error' ? 'bad' : data.level === 'warn' ? 'warn' : 'plain';
    case 'input':
      return data.type === 'invalid' ? 'warn' : 'plain';
    case 'instruction':
      return data.outcome === 'failed' ? 'bad' : data.outcome === 'expired' ? 'warn' : 'good';
    case 'trigger':
      return 'warn';
    case 'agent':
      return 'warn';
    default:
      return 'plain';
  }
}
