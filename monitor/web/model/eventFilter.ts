import { describeRecord } from './describe.ts';
import type { SessionRecord } from './sessionRecord.ts';

export type EventGroup = 'user' | 'navigation' | 'network' | 'console' | 'errors' | 'performance' | 'screen' | 'rules';
export const EVENT_GROUPS: { id: EventGroup; label: string; kinds: SessionRecord['kind'][] }[] = [
  {
    id: 'user',
    label: 'User',
    kinds: [
      ...(['input', 'pointer', 'scroll', 'frustration', 'custom', 'mark'] as const),
      ...(['identify', 'context', 'provider', 'consent'] as const),
    ],
  },
  { id: 'navigation', label: 'Pages', kinds: ['navigation', 'page'] },
  { id: 'network', label: 'Network', kinds: ['network'] },
  { id: 'console', label: 'Console', kinds: ['console'] },
  { id: 'errors', label: 'Errors', kinds: ['error'] },
  { id: 'performance', label: 'Performance', kinds: ['performance'] },
  { id: 'screen', label: 'Screen', kinds: ['tile', 'asset'] },
  { id: 'rules', label: 'Rules', kinds: ['state', 'trigger', 'instruction', 'assist', 'agent'] },
];

/** Everything but DOM changes; no group chosen means all. The text is looked for in what the list shows, and in URLs. */
export function filterEvents(
  records: readonly SessionRecord[],
  { groups, text }: { groups: readonly EventGroup[]; text: string },
): SessionRecord[] {
  const chosen = EVENT_GROUPS.filter(({ id }) => groups.length === 0 || groups.includes(id));
  const kinds = new Set(chosen.flatMap((group) => group.kinds));
  const needle = text.trim().toLowerCase();
  return records.filter((record) => kinds.has(record.kind) && (needle === '' || haystack(record).includes(needle)));
}

function haystack(record: SessionRecord): string {
  const { title, detail } = describeRecord(record);
  const url = 'url' in record.data ? (record.data.url ?? '') : '';
  const selector = 'selector' in record.data ? record.data.selector : '';
  return `${title} ${detail} ${url} ${selector}`.toLowerCase();
}

/** Rows of a long list that have to exist for what is seen, with some to spare on both sides. */
export function visibleRows(view: { scrollTop: number; heightPx: number; rowPx: number; count: number }): {
  first: number;
  end: number;
} {
  const spare = 10;
  const first = Math.max(0, Math.floor(view.scrollTop / view.rowPx) - spare);
  const end = Math.min(view.count, Math.ceil((view.scrollTop + view.heightPx) / view.rowPx) + spare);
  return { first: Math.min(first, end), end };
}
