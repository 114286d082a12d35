/** Turns clicks on the app's own links, and the browser's back and forward, into visits of a path. */
export function startRouter(options: { window: Window; base: string; visit: (url: URL) => void }): {
  go(path: string, how?: 'push' | 'replace'): void;
  stop(): void;
} {
  const { window, base, visit } = options;
  const ending = new AbortController();
  const here = () => new URL(window.location.href);
  const go = (path: string, how: 'push' | 'replace' = 'push') => {
    window.history[how === 'push' ? 'pushState' : 'replaceState'](null, '', path);
    visit(here());
  };
  const onClick = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || !isPlainClick(event) || !isOwn(link, base)) return;
    event.preventDefault();
    go(link.pathname + link.search);
  };
  window.document.addEventListener('click', onClick, { signal: ending.signal });
  window.addEventListener('popstate', () => visit(here()), { signal: ending.signal });
  return { go, stop: () => ending.abort() };
}

/** Clicks that open a new tab or window, and those that somebody else has taken, are left alone. */
function isPlainClick(event: MouseEvent): boolean {
  const isModified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  return event.button === 0 && !isModified && !event.defaultPrevented;
}

function isOwn(link: HTMLAnchorElement, base: string): boolean {
  return link.target === '' && link.origin === location.origin && link.pathname.startsWith(base) && link.hash === '';
}
