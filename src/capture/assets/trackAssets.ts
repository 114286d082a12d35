import { whenIdle } from '../../browser/idle.ts';
import { listen } from '../../browser/listen.ts';
import { takeNatives } from '../../browser/natives.ts';
import type { AssetOrder } from '../../wire/workerApi.ts';
import { stopAll, type Stoppable } from '../../tools/stop.ts';
import { scrubSource } from '../dom/maskCss.ts';
import type { CaptureScope, Emit } from '../tracker.ts';

/** After what has come: what comes with it is asked for together. */
const GATHER_MS = 2_000;
const IDLE_TIMEOUT_MS = 10_000;
/** Of one page; more is a gallery, and not what a page needs to look like itself. */
const FILE_COUNT_MAX = 500;
const LOOKS = new Set(['css', 'link']);
const NO_PICTURE = /\.(?:css|woff2?|ttf|otf|eot)$/i;

/**
 * Finds the files of the page's own origin that it looks by: images, and what its style sheets have loaded. The worker
 * fetches and keeps them; never before the page itself has loaded.
 */
export function trackAssets(_emit: Emit, scope: CaptureScope): Stoppable {
  const { window, guard } = scope;
  const { setTimeout, clearTimeout } = takeNatives(window);
  const handles: Stoppable[] = [];
  const seen = new Set<string>();
  let timer: number | undefined;
  const hand = guard(() => {
    const maxBytes = scope.details().assets?.maxBytes;
    const files = findFiles(scope).filter(({ url }) => !seen.has(url) && seen.size < FILE_COUNT_MAX && seen.add(url));
    if (maxBytes !== undefined && files.length > 0) scope.keepAssets?.({ at: scope.now(), files, maxBytes });
  });
  const gather = guard(() => {
    clearTimeout(timer);
    const begin = guard(() => {
      handles.push(whenIdle(window, hand, IDLE_TIMEOUT_MS));
    });
    timer = setTimeout(begin, GATHER_MS);
  });
  const begin = guard(() => {
    const observer = new window.PerformanceObserver(gather);
    observer.observe({ type: 'resource', buffered: true });
    handles.push({ stop: () => observer.disconnect() });
    gather();
  });
  if (window.document.readyState === 'complete') begin();
  else handles.push(listen(window, 'load', begin, { once: true }));
  return {
    stop() {
      clearTimeout(timer);
      stopAll(handles).stop();
    },
  };
}

function findFiles(scope: CaptureScope): AssetOrder['files'] {
  const { window, privacy } = scope;
  const all = privacy.mode() === 'all';
  const entries = window.performance.getEntriesByType('resource');
  const isLook = (entry: PerformanceEntry) => 'initiatorType' in entry && LOOKS.has(String(entry.initiatorType));
  const styles = entries.filter(isLook).map(({ name }) => name);
  const images = [...window.document.images].filter((image) => image.naturalWidth > 0 && !privacy.blockOf(image));
  const found = [...styles, ...(all ? [] : images.map(({ currentSrc }) => currentSrc))];
  return [...new Set(found)].flatMap((url) => {
    const { origin, pathname, protocol } = readUrl(url);
    // What the page itself has put together (`blob:`) is no file of its server's.
    const isWanted =
      origin === window.location.origin &&
      protocol.startsWith('http') &&
      !/\.m?js$/i.test(pathname) &&
      !scope.isOwnUrl(url);
    return isWanted && (!all || NO_PICTURE.test(pathname)) ? [{ url, name: scrubSource(url) }] : [];
  });
}

function readUrl(url: string): { origin: string; pathname: string; protocol: string } {
  return URL.canParse(url) ? new URL(url) : { origin: '', pathname: '', protocol: '' };
}
