import { toPlainRecord } from '../tools/plain.ts';
import type { Capture } from '../wire/record.ts';
import type { ProviderRule } from '../wire/ruleSet.ts';

/** Data of the host that rules may ask for by name. What comes is plain and scrubbed before anybody else sees it. */
export interface Providers {
  add(name: string, read: () => unknown): void;
  ask(rule: ProviderRule): void;
}

/** A host that never answers must not keep what it was asked for. */
const ANSWER_MS = 5_000;
const MESSAGE_LENGTH_MAX = 500;

export function createProviders(deps: {
  emit(capture: Capture): void;
  now(): number;
  setTimeout(callback: () => void, ms: number): number;
}): Providers {
  const providers = new Map<string, () => unknown>();
  const answer = async (read: () => unknown) => {
    const late = new Promise<never>((_, reject) => {
      deps.setTimeout(() => reject(new Error('no answer in time')), ANSWER_MS);
    });
    return toPlainRecord(await Promise.race([read(), late]));
  };
  return {
    add(name, read) {
      providers.set(name, read);
    },
    ask({ provider: name }) {
      const read = providers.get(name) ?? (() => Promise.reject(new Error('no such provider on this page')));
      const at = deps.now();
      answer(read).then(
        (data) => deps.emit({ kind: 'provider', at, data: { name, data } }),
        (error: unknown) => {
          const message = String(error).slice(0, MESSAGE_LENGTH_MAX);
          deps.emit({ kind: 'provider', at, data: { name, message } });
        },
      );
    },
  };
}
