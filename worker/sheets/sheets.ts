import type { Capture } from '../../src/wire/index.ts';
import type { Fields } from '../../src/wire/packDom.ts';
import type { Context } from '../context.ts';
import { lazily } from '../lazily.ts';
import { within } from '../within.ts';

/** Captures with large style sheets named by hash, where that can be done; else as they were. Runs inside the context's queue. */
export type Sheets = (captures: Capture[]) => Promise<Capture[]>;

/** Shorter ones are not worth a file of their own. */
export const SHEET_LENGTH_MIN = 4_096;
/** All that is captured waits for this code, once. */
const LOAD_LIMIT_MS = 1_000;

/** What does it is loaded when the first such sheet is met. */
export function createSheets(context: Context): Sheets {
  const { scope, store } = context;
  const sharing = lazily(scope.loadParts, ({ createSharing }) => createSharing(context));
  let limitMs = LOAD_LIMIT_MS;
  return async (captures) => {
    const isLasting = scope.subtle !== undefined && store.state().storage === 'indexeddb';
    if (!isLasting || !captures.some(({ kind, data }) => kind === 'dom' && hasSheet(data))) return captures;
    try {
      const share = sharing.current() ?? (await within(scope, limitMs, sharing.get()));
      return await share(captures);
    } catch {
      limitMs = 0;
      return captures;
    }
  };
}

function hasSheet(data: Fields): boolean {
  try {
    return findSheet(data);
  } catch {
    // As deep as its author likes.
    return false;
  }
}

/** A large text where sheets have theirs, or a list of adopted ones. Without lists of names and values: pages are large. */
function findSheet(value: Fields): boolean {
  for (const name in value) {
    const one = value[name];
    if (typeof one === 'string') {
      if (one.length >= SHEET_LENGTH_MIN && (name === '_cssText' || name === 'textContent')) return true;
    } else if (typeof one === 'object' && one !== null && (name === 'styles' || findSheet(one))) return true;
  }
  return false;
}
