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
  /** Session whose withdrawal the monitor has not confirmed yet. */
  untold?: string;
}

export interface Consent {
  state(): ConsentState;
  /** True where it changes something. */
  wish(state: ConsentWish, at: number, untold?: string): boolean;
  untold(): string | undefined;
  told(): void;
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
    wish(wanted, at, untold) {
      const isNew = wanted !== state();
      if (isNew || stored === undefined) save({ state: wanted, at, ...(untold === undefined ? {} : { untold }) });
      return isNew;
    },
    untold: () => (state() === 'withdrawn' ? stored?.untold : undefined),
    told() {
      if (stored) save({ state: stored.state, at: stored.at });
    },
  };
}

function parseConsent(value: unknown): StoredConsent | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { state, at, untold } = value as Partial<Record<keyof StoredConsent, unknown>>;
  if ((state !== 'granted' && state !== 'withdrawn') || typeof at !== 'number') return undefined;
  return { state, at, ...(typeof untold === 'string' ? { untold } : {}) };
}
