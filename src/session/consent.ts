import type { PageStorage } from '../browser/storage.ts';

/**
 * May this person's visit be recorded? `pending`: nobody has said, and the page wants to be told; nothing is stored on the
 * device then. What was said is kept, also the withdrawal: it could not be honoured otherwise.
 */
export type ConsentState = 'pending' | 'granted' | 'withdrawn';
export type ConsentWish = Exclude<ConsentState, 'pending'>;

/** Of local storage, so that all tabs of the origin share it. */
export const CONSENT = 'consent';

interface StoredConsent {
  state: ConsentWish;
  at: number;
  /** Sessions whose withdrawal the monitor has not confirmed yet; a later decision doesn't change that. */
  untold?: string[];
}

/** Decisions of somebody without a connection; more is no human's doing. */
const UNTOLD_COUNT_MAX = 20;

export interface Consent {
  state(): ConsentState;
  /** True where it changes something. */
  wish(state: ConsentWish, at: number, untold?: readonly string[]): boolean;
  untold(): readonly string[];
  told(sessionId: string): void;
}

/** @param isRequired nothing may begin before it is granted */
export function createConsent(storage: PageStorage, isRequired: boolean): Consent {
  let stored = parseConsent(storage.get(CONSENT));
  const state = () => {
    // Another tab may have been told meanwhile.
    stored = parseConsent(storage.get(CONSENT)) ?? stored;
    return stored?.state ?? (isRequired ? 'pending' : 'granted');
  };
  const save = (next: StoredConsent) => {
    stored = next;
    storage.set(CONSENT, next);
  };
  return {
    state,
    wish(wanted, at, more = []) {
      const isNew = wanted !== state();
      const untold = [...new Set([...(stored?.untold ?? []), ...more])].slice(-UNTOLD_COUNT_MAX);
      if (isNew || stored === undefined) save({ state: wanted, at, ...(untold.length > 0 && { untold }) });
      return isNew;
    },
    untold() {
      state();
      return stored?.untold ?? [];
    },
    told(sessionId) {
      state();
      if (stored?.untold) save({ ...stored, untold: stored.untold.filter((id) => id !== sessionId) });
    },
  };
}

function parseConsent(value: unknown): StoredConsent | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { state, at, untold } = value as Partial<Record<keyof StoredConsent, unknown>>;
  if ((state !== 'granted' && state !== 'withdrawn') || typeof at !== 'number') return undefined;
  const ids: unknown[] = Array.isArray(untold) ? untold : [];
  return { state, at, untold: ids.filter((id) => typeof id === 'string') };
}
