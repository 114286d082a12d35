import { ORIGINAL } from './natives.ts';
import type { Stoppable } from '../tools/stop.ts';

/** Any method, called as the host called it. */
export type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Puts a method of ours in the place of a browser's. `wrap` gets the original and must call it exactly as it was called.
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
  let isActive = true;
  const ours: Method = function (...args) {
    return Reflect.apply(isActive ? observing : found, this, args);
  };
  Reflect.defineProperty(ours, ORIGINAL, { value: Reflect.get(found, ORIGINAL) ?? found });
  const before = Object.getOwnPropertyDescriptor(owner, name);
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
      if (before === undefined) Reflect.deleteProperty(owner, name);
      else Reflect.defineProperty(owner, name, before);
    },
  };
}
