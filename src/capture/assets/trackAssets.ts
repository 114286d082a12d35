import { whenIdle } from '../../browser/idle.ts';
import { listen } from '../../browser/listen.ts';
import { takeNatives } from '../../browser/natives.ts';
import type { AssetOrder } from '../../wire/workerApi.ts';
import { stopAll, type Stoppable } from '../../tools/stop.ts';
import { scrubSource } from '../masking/maskCss.ts';
import type { CaptureScope, Emit } from '../tracker.ts';
import { findShown } from './findShown.ts';

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
  let isStopped = false;
  const hand = guard((files: AssetOrder['files']) => {
    const maxBytes = scope.details().assets?.maxBytes;
    const news = files.filter(({ url }) => !seen.has(url) && seen.size < FILE_COUNT_MAX && seen.add(url));
    if (!isStopped && maxBytes !== undefined && news.length > 0) {
      scope.keepAssets?.({ at: scope.now(), files: news, maxBytes });
    }
  });
  const look = guard(() => {
    findFiles(scope, seen).then(hand, () => undefined);
  });
  const gather = guard(() => {
    clearTimeout(timer);
    const begin = guard(() => {
      handles.push(whenIdle(window, look, IDLE_TIMEOUT_MS));
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
      isStopped = true;
      clearTimeout(timer);
      stopAll(handles).stop();
    },
  };
}

async function findFiles(scope: CaptureScope, seen: ReadonlySet<string>): Promise<AssetOrder['files']> {
  const { window, privacy } = scope;
  const all = privacy.mode() === 'all';
  const entries = window.performance.getEntriesByType('resource');
  const isLook = (entry: PerformanceEntry) => 'initiatorType' in entry && LOOKS.has(String(entry.initiatorType));
  const isNew = (url: string) => !seen.has(url) && isOwnFile(scope, url);
  const styles = new Set(entries.filter(isLook).map(({ name }) => name));
  const sheets = new Set([...window.document.styleSheets].map(({ href }) => href));
  const isPicture = (url: string) => !sheets.has(url) && !NO_PICTURE.test(readUrl(url).pathname);
  const images = [...window.document.images].filter((image) => image.naturalWidth > 0 && !privacy.blockOf(image));
  const found = [...styles].filter((url) => !isPicture(url));
  if (!all) {
    const pictures = new Set([...styles].filter((url) => isPicture(url) && isNew(url)));
    found.push(...images.map(({ currentSrc }) => currentSrc), ...(await findShown(window, privacy, pictures)));
  }
  return [...new Set(found)].filter(isNew).map((url) => ({ url, name: scrubSource(url) }));
}

/** What the page itself has put together (`blob:`) is no file of its server's. */
function isOwnFile(scope: CaptureScope, url: string): boolean {
  const { origin, pathname, protocol } = readUrl(url);
  if (origin !== scope.window.location.origin || !protocol.startsWith('http')) return false;
  return !/\.m?js$/i.test(pathname) && !scope.isOwnUrl(url);
}

function readUrl(url: string): { origin: string; pathname: string; protocol: string } {
  return URL.canParse(url) ? new URL(url) : { origin: '', pathname: '', protocol: '' };
}
