import type { Privacy } from '../browser/privacy.ts';
import { toPlainRecord } from '../tools/plain.ts';
import { scrubStart } from '../tools/scrub.ts';
import type { Capture } from '../wire/record.ts';
import type { HostCall } from './face.ts';

const NAME_LENGTH_MAX = 200;

export interface HostDeskScope {
  emit(capture: Capture): void;
  note(reason: string): void;
  onUser(user: string, traits: Record<string, unknown>): void;
  onContext(context: Record<string, unknown>): void;
  privacy: Privacy;
  /** Registers data that rules may ask for. */
  provide(name: string, read: () => unknown): void;
  /** What is masked has changed: what was recorded before stays, what follows needs a beginning of its own. */
  checkpoint(): void;
  setPaused(isPaused: boolean): void;
}

/** Takes what the host says: facts become records, settings are followed. */
export function createHostDesk(scope: HostDeskScope): (call: HostCall) => void {
  const { emit } = scope;
  let context: Record<string, unknown> = {};
  let isDue = false;
  /** Marks come many at a time. */
  const beginAnew = () => {
    if (isDue) return;
    isDue = true;
    void Promise.resolve().then(() => {
      isDue = false;
      scope.checkpoint();
    });
  };
  return ({ method, at, name, more }) => {
    switch (method) {
      case 'identify': {
        // The host's own name for its user is not scrubbed: often it is an address, and it is what operators search for.
        const data = { user: String(name).slice(0, NAME_LENGTH_MAX), traits: toPlainRecord(more) };
        scope.onUser(data.user, data.traits);
        emit({ kind: 'identify', at, data });
        break;
      }
      case 'track':
        emit({ kind: 'custom', at, data: { name: toName(name), data: toPlainRecord(more) } });
        break;
      case 'mark':
        emit({ kind: 'mark', at, data: { name: toName(name) } });
        break;
      case 'setContext':
        context = { ...context, ...toPlainRecord(name) };
        scope.onContext(context);
        emit({ kind: 'context', at, data: { data: context } });
        break;
      case 'provide':
        if (typeof more === 'function') scope.provide(toName(name), () => Reflect.apply(more, undefined, []));
        else scope.note(`provide("${toName(name)}"): the second argument is a function that reads the data`);
        break;
      case 'consent':
        if (name === 'granted') emit({ kind: 'consent', at, data: { state: 'granted' } });
        break;
      case 'pause':
      case 'resume':
        scope.setPaused(method === 'pause');
        break;
      default:
        if (mark(scope, method, name)) beginAnew();
    }
  };
}

function mark({ privacy, note }: HostDeskScope, as: 'mask' | 'unmask' | 'block', target: unknown): boolean {
  if (typeof target !== 'string' && !(target instanceof Element)) {
    note(`${as}() takes an element or a selector`);
    return false;
  }
  try {
    privacy.mark(target, as);
    return true;
  } catch (error) {
    note(`${as}: selector_invalid: ${String(error)}`);
    return false;
  }
}

function toName(name: unknown): string {
  return scrubStart(String(name), NAME_LENGTH_MAX);
}
