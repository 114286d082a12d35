import { listen } from '../browser/listen.ts';
import type { PageStorage } from '../browser/storage.ts';
import { CONSENT, createConsent, type ConsentState, type ConsentWish } from '../session/consent.ts';
import { DISABLED } from '../session/disabled.ts';
import { storedSessionId } from '../session/stored.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import type { ParsedOptions } from './options.ts';

export interface GateScope {
  window: Window & typeof globalThis;
  options: ParsedOptions;
  storage: PageStorage;
  tabStorage: PageStorage;
  natives: { fetch: typeof fetch };
  clock: { now(): number };
  note(reason: string): void;
  /** Of the visit on this page: without storage nobody else knows it. */
  sessionId(): string | undefined;
  onConsent(state: ConsentState): void;
  /** The agent may begin. */
  onOpen(): void;
  /** The agent must not run: whatever runs is thrown away, with all that it has not sent. */
  onClose(phase: 'waiting' | 'declined'): void;
}

/**
 * Says whether this visit may be recorded, and follows what is decided while the page is open, in any tab. Once stopped it
 * opens no more, but still takes wishes.
 */
export interface Gate extends Stoppable {
  wish(state: ConsentWish): void;
}

export function openGate(scope: GateScope): Gate {
  const { window, options, storage, note } = scope;
  const consent = createConsent(storage, options.consent === 'required');
  const objection = objectionOf(window.navigator, options);
  let shown: ConsentState | undefined;
  let isStopped = false;

  const follow = () => {
    const state = objection === undefined ? consent.state() : 'withdrawn';
    if (state === shown) return;
    shown = state;
    if (state !== 'granted') scope.onClose(state === 'pending' ? 'waiting' : 'declined');
    else if (!isStopped) scope.onOpen();
    if (state === 'withdrawn') wipeDevice(scope);
    const reason = objection ?? REASONS[state];
    if (reason !== undefined) note(reason);
    scope.onConsent(state);
  };
  const listeners = stopAll([
    listen(window, 'storage', (event) => {
      if ((event as StorageEvent).key?.endsWith(`:${options.app}:${CONSENT}`)) follow();
    }),
    // Pages in the back/forward cache hear of nothing.
    listen(window, 'pageshow', follow),
  ]);
  follow();
  void tellMonitor(scope, consent);
  return {
    wish(state) {
      const known = state === 'withdrawn' ? [storedSessionId(storage), scope.sessionId()] : [];
      const untold = known.filter((id) => id !== undefined);
      consent.wish(state, scope.clock.now(), untold);
      follow();
      void tellMonitor(scope, consent);
    },
    stop() {
      isStopped = true;
      listeners.stop();
    },
  };
}

const REASONS: Readonly<Partial<Record<ConsentState, string>>> = {
  pending: 'waiting for consent: call consent("granted") when the user has agreed',
  withdrawn: 'the user does not agree to be recorded',
};

/** Signals of the browser (https://www.w3.org/TR/gpc/; Do Not Track is history, and off by default). */
function objectionOf(navigator: Navigator, options: ParsedOptions): string | undefined {
  const { globalPrivacyControl, doNotTrack } = navigator as {
    globalPrivacyControl?: boolean;
    doNotTrack?: string | null;
  };
  if (globalPrivacyControl === true && options.honorGlobalPrivacyControl)
    return 'the browser sends Global Privacy Control';
  return doNotTrack === '1' && options.honorDoNotTrack ? 'the browser sends Do Not Track' : undefined;
}

/** Everything that the agent has stored. Deleting the database ends the workers of all tabs that have it open. */
function wipeDevice({ storage, tabStorage, window, options }: GateScope): void {
  for (const place of [storage, tabStorage]) {
    for (const name of place.names('')) if (name !== CONSENT && name !== DISABLED) place.remove(name);
  }
  try {
    window.indexedDB.deleteDatabase(`rewindow:${options.app}`);
  } catch {
    // A page without a database has nothing to delete.
  }
}

/** Repeated with the next page until the monitor has heard it. */
async function tellMonitor({ natives, options }: GateScope, consent: ReturnType<typeof createConsent>): Promise<void> {
  const url = `${options.monitor}/v1/consent?app=${options.app}`;
  const tell = async (sessionId: string) => {
    const body = JSON.stringify({ sessionId, state: 'withdrawn' });
    const request = { method: 'POST', body, keepalive: true, credentials: 'omit' } as const;
    const answer = await natives.fetch(url, request).catch(() => undefined);
    if (answer?.ok) consent.told(sessionId);
  };
  await Promise.all(consent.untold().map(tell));
}
