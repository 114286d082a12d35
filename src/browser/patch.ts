import { ORIGINAL } from './natives.ts';
import type { Stoppable } from '../tools/stop.ts';

/** Any method, called as the host called it. */
export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Under it a patch that was stopped beneath another one keeps what it had replaced, for whoever uncovers it. */
export const REPLACED = Symbol.for('rewindow.replaced');

export interface Replaced {
  descriptor?: PropertyDescriptor;
  isGone: boolean;
}

/**
 * Puts a method of ours in the place of a browser's. `wrap` gets the original and must call it exactly as it was called.
 * What stands there then is a proxy of the original, so that its name, its length and its source are the browser's own.
 * On stop the original comes back, unless somebody has patched over us in the meantime: then ours stays in their chain and
 * only passes through. Where the method is missing or can't be replaced nothing happens.
 */
export function patchMethod(owner: object, name: string, wrap: (original: Method) => Method): Stoppable {
  const found: unknown = Reflect.get(owner, name);
  if (typeof found !== 'function') return { stop: () => undefined };
  const original: Method = function (...args) {
    return Reflect.apply(found, this, args);
  };
  const observing = wrap(original);
  const native: unknown = Reflect.get(found, ORIGINAL) ?? found;
  const before = Object.getOwnPropertyDescriptor(owner, name);
  let isActive = true;
  const ours: unknown = new Proxy(found, {
    apply: (target, self, args): unknown => Reflect.apply(isActive ? observing : target, self, args),
    get(target, key): unknown {
      if (key === ORIGINAL) return native;
      return key === REPLACED ? { descriptor: before, isGone: !isActive } : Reflect.get(target, key);
    },
  });
  Reflect.defineProperty(owner, name, {
    configurable: true,
    enumerable: before?.enumerable ?? true,
    writable: true,
    value: ours,
  });
  return {
    stop() {
      isActive = false;
      if (Object.getOwnPropertyDescriptor(owner, name)?.value !== ours) return;
      const last = uncover(before);
      if (last === undefined) Reflect.deleteProperty(owner, name);
      else Reflect.defineProperty(owner, name, last);
    },
  };
}

/** Beneath a patch there may be others that have been stopped. */
function uncover(descriptor: PropertyDescriptor | undefined): PropertyDescriptor | undefined {
  const value: unknown = descriptor?.value;
  if (typeof value !== 'function') return descriptor;
  const left = Reflect.get(value, REPLACED) as Replaced | undefined;
  return left?.isGone === true ? uncover(left.descriptor) : descriptor;
}
