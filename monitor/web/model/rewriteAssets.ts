import type { AssetMap } from './assetMap.ts';
import { RRWEB, type ReplayEvent } from './pageStream.ts';

const ADDRESSES = ['src', 'rr_src', 'href', 'xlink:href', 'poster'];
/** Changes of nodes, of rules, of declarations, adopted sheets (rrweb's IncrementalSource). */
const SOURCES: readonly unknown[] = [0, 8, 13, 15];

/**
 * Has a recorded document load from the monitor's files what it loaded from the page's server: addresses in attributes and in
 * styles. The event is not changed, but copied where something is found; whatever has no file stays as it is.
 */
export function rewriteAssets(event: ReplayEvent, assets: AssetMap, addressOf: (hash: string) => string): ReplayEvent {
  const isDocument = event.type === RRWEB.fullSnapshot;
  const data = event.data;
  if (assets.size === 0 || !isObject(data)) return event;
  if (!isDocument && !(event.type === RRWEB.incremental && SOURCES.includes(data['source']))) return event;
  const find = (url: string): string | undefined => {
    const hash = assets.get(url);
    return hash === undefined ? undefined : addressOf(hash);
  };
  const copy = structuredClone(data);
  return rewrite(copy, find) ? { ...event, data: copy } : event;
}

type Loose = Record<string, unknown>;
type Find = (url: string) => string | undefined;
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

/** Walks everything below without recursion, since a recorded document may be as deep as its author likes. */
function rewrite(root: Loose, find: Find): boolean {
  let isFound = false;
  const pending: Loose[] = [root];
  for (let parent = pending.pop(); parent; parent = pending.pop()) {
    for (const [name, value] of Object.entries(parent)) {
      if (isObject(value)) pending.push(value);
      if (typeof value !== 'string') continue;
      // What is read is no address, even if it looks like one.
      const next = name === 'textContent' && parent['isStyle'] !== true ? value : rewriteText(name, value, find);
      if (next === value) continue;
      parent[name] = next;
      isFound = true;
    }
  }
  return isFound;
}

function rewriteText(name: string, value: string, find: Find): string {
  if (ADDRESSES.includes(name)) return find(value) ?? value;
  if (name === 'srcset') return rewriteSourceSet(value, find);
  return value.includes('url(') ? rewriteCss(value, find) : value;
}

/** Quoted or bare (https://www.w3.org/TR/css-values-4/#urls); a data URL is left alone for being in no map. */
export function rewriteCss(css: string, find: Find): string {
  return css.replace(
    /url\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'()]*))\s*\)/g,
    (all, double?: string, single?: string, bare?: string) => {
      const address = find(double ?? single ?? bare ?? '');
      return address === undefined ? all : `url("${address}")`;
    },
  );
}

/** Candidates are addresses with a width or density behind, separated by a comma and white space. */
function rewriteSourceSet(value: string, find: Find): string {
  return value
    .split(/,\s+/)
    .map((candidate) => {
      const [url = '', ...descriptors] = candidate.trim().split(/\s+/);
      const address = find(url);
      return address === undefined ? candidate : [address, ...descriptors].join(' ');
    })
    .join(', ');
}

/** Where the monitor serves a file. */
export function assetAddress(app: string, hash: string): string {
  return `/v1/apps/${encodeURIComponent(app)}/assets/${hash}`;
}
