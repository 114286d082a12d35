import type { SessionsQuery } from '../../src/api/contract.ts';

/** What narrows the list of sessions; it stands in the address of the page, so that it can be shared and gone back to. */
export const FILTER_NAMES = ['user', 'url', 'error', 'text', 'app', 'live', 'archived'] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

const PAGE_ROW_COUNT = '50';

/** The monitor's query of the page's address. Each step to older sessions added its cursor; the last one counts. */
export function toSessionsQuery(search: URLSearchParams): SessionsQuery {
  const query: SessionsQuery = { limit: PAGE_ROW_COUNT };
  for (const name of FILTER_NAMES) {
    const value = search.get(name)?.trim() ?? '';
    if (value === '') continue;
    if (name !== 'live' && name !== 'archived') query[name] = value;
    else if (value === 'true' || value === 'false') query[name] = value;
  }
  const cursor = search.getAll('cursor').at(-1);
  return cursor === undefined ? query : { ...query, cursor };
}

/** Another filter begins with the newest sessions again. An empty value takes the filter away. */
export function withFilter(search: URLSearchParams, name: FilterName, value: string): URLSearchParams {
  const next = new URLSearchParams(search);
  next.delete('cursor');
  if (value === '') next.delete(name);
  else next.set(name, value);
  return next;
}

export function withOlder(search: URLSearchParams, cursor: string): URLSearchParams {
  const next = new URLSearchParams(search);
  next.append('cursor', cursor);
  return next;
}

export function withNewer(search: URLSearchParams): URLSearchParams {
  const cursors = search.getAll('cursor').slice(0, -1);
  const next = new URLSearchParams(search);
  next.delete('cursor');
  for (const cursor of cursors) next.append('cursor', cursor);
  return next;
}

export function isFiltered(search: URLSearchParams): boolean {
  return FILTER_NAMES.some((name) => (search.get(name) ?? '') !== '');
}
