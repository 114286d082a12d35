import { ORIGINAL } from './natives.ts';
import { REPLACED, type Replaced } from './patch.ts';
import type { Stoppable } from '../tools/stop.ts';

/**
 * Calls back after one of a browser's own properties has been set, or one of its methods has been called, on whatever object.
 * What the page gets of it, errors too, is the browser's: the setter or the method is a proxy of the original, a getter stays
 * as it is. On stop the original comes back, unless somebody has patched over us in the meantime: then ours stays in their
 * chain and only passes through. Where the owner itself has no such property, or it can't be replaced, nothing happens.
 *
 * @param callback must not throw
 */
export function patchAfter(owner: object, name: string, callback: (self: unknown) => void): Stoppable {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  const part = before?.set ? 'set' : 'value';
  const found: unknown = before?.[part];
  if (!before || typeof found !== 'function') return { stop: () => undefined };
  const native: unknown = Reflect.get(found, ORIGINAL) ?? found;
  let isActive = true;
  const ours: unknown = new Proxy(found, {
    apply(target, self, args): unknown {
      const result: unknown = Reflect.apply(target, self, args);
      if (isActive) callback(self);
      return result;
    },
    get(target, key): unknown {
      if (key === ORIGINAL) return native;
      return key === REPLACED ? { descriptor: before, isGone: !isActive } : Reflect.get(target, key);
    },
  });
  Reflect.defineProperty(owner, name, { ...before, [part]: ours });
  return {
    stop() {
      isActive = false;
      const now = Object.getOwnPropertyDescriptor(owner, name);
      if (now?.[part] === ours) Reflect.defineProperty(owner, name, { ...now, [part]: uncover(found, part) });
    },
  };
}

/** Beneath a patch there may be others that have been stopped. */
function uncover(current: unknown, part: 'set' | 'value'): unknown {
  const left = Reflect.get(Object(current), REPLACED) as Replaced | undefined;
  return left?.isGone === true && left.descriptor ? uncover(left.descriptor[part], part) : current;
}
