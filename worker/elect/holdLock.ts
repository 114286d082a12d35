import type { WorkerScope } from '../scope.ts';
import { within } from '../within.ts';

export interface HeldLock {
  release(): void;
}

type LockScope = Pick<WorkerScope, 'locks' | 'limits'>;

/** Takes a Web Lock until it is released; undefined where there are none, or it was not to be had within `limitMs`. */
export async function holdLock(scope: LockScope, name: string, limitMs: number): Promise<HeldLock | undefined> {
  const { locks } = scope;
  if (locks === undefined) return undefined;
  const waiting = new AbortController();
  const granted = new Promise<HeldLock>((resolve, reject) => {
    const hold = (): Promise<void> =>
      new Promise((release) => {
        resolve({ release });
      });
    locks.request(name, { signal: waiting.signal }, hold).catch(reject);
  });
  try {
    return await within(scope, limitMs, granted, (lock) => {
      lock.release();
    });
  } catch {
    waiting.abort();
    return undefined;
  }
}
