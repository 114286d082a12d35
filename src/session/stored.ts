import type { PageStorage } from '../browser/storage.ts';

/** Of local storage: the running session, and the one that was ended last, which other tabs must not bring back. */
export const SESSION = 'session';
export const ENDED = 'ended';

/** The id of the running session, as far as it is known on this device. */
export function storedSessionId(storage: PageStorage): string | undefined {
  const { id } = Object(storage.get(SESSION)) as { id?: unknown };
  return typeof id === 'string' ? id : undefined;
}

/** Ends the running session, or this one, which may be over long since in favour of another. */
export function endStored(storage: PageStorage, sessionId?: string): void {
  const stored = storedSessionId(storage);
  const id = sessionId ?? stored;
  if (id !== undefined) storage.set(ENDED, id);
  if (id === stored) storage.remove(SESSION);
}
