import { pathOf } from './address.ts';
import type { PageStream } from './pageStream.ts';

/** Tabs of a session, counted from 1 by their first page. */
export function tabNumbers(pages: readonly Pick<PageStream, 'tabId'>[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const { tabId } of pages) if (!numbers.has(tabId)) numbers.set(tabId, numbers.size + 1);
  return numbers;
}

/** Path and title of a page; with the number of its tab where there are several. */
export function pageLabel(
  page: Pick<PageStream, 'tabId' | 'url' | 'title'>,
  tabs: ReadonlyMap<string, number>,
): string {
  const tab = tabs.size > 1 ? `Tab ${String(tabs.get(page.tabId) ?? '?')} · ` : '';
  const path = page.url === undefined ? undefined : pathOf(page.url);
  return tab + ([path, page.title].filter(Boolean).join(' · ') || 'unknown page');
}
