import { toPlain, toPlainRecord } from '../tools/plain.ts';
import { scrubMessage, scrubStart } from '../tools/scrub.ts';
import type { Capture } from '../wire/record.ts';

/** A host that never answers must not keep what it was asked for. */
const ANSWER_MS = 5_000;
const MESSAGE_LENGTH_MAX = 500;

export interface ProviderScope {
  emit(capture: Capture): void;
  now(): number;
  setTimeout(callback: () => void, ms: number): number;
}

/** Asks the host for data of this name. What comes is plain and scrubbed before anybody else sees it. */
export function askProvider(scope: ProviderScope, name: string, read: (() => unknown) | undefined): void {
  const at = scope.now();
  answer(scope, read).then(
    (data) => scope.emit({ kind: 'provider', at, data: { name, data } }),
    (error: unknown) => {
      const message = scrubStart(String(toPlain(error)), MESSAGE_LENGTH_MAX, scrubMessage);
      scope.emit({ kind: 'provider', at, data: { name, message } });
    },
  );
}

async function answer(scope: ProviderScope, read: (() => unknown) | undefined) {
  if (read === undefined) throw new Error('no such provider on this page');
  // Before there is a time limit, which nobody would wait for if this throws.
  const reading = read();
  const late = new Promise<never>((_, reject) => {
    scope.setTimeout(() => reject(new Error('no answer in time')), ANSWER_MS);
  });
  return toPlainRecord(await Promise.race([reading, late]));
}
