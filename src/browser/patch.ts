import { ORIGINAL } from './natives.ts';
import type { Stoppable } from '../tools/stop.ts';

/** Any method, called as the host called it. */
export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Which function of a property is replaced: a method, or one of the two of an accessor. */
type Part = 'get' | 'set' | 'value';

interface Slot {
  owner: object;
  name: string;
  part: Part;
  /** The function that stands there, or is inherited. */
  found: CallableFunction;
}

/** Under it a patch that was stopped beneath another one keeps what it had replaced, for whoever uncovers it. */
const REPLACED = Symbol.for('rewindow.replaced');

interface Replaced {
  descriptor?: PropertyDescriptor;
  isGone: boolean;
}

/**
 * Puts a method of ours in the place of a browser's. `wrap` gets the original and must call it exactly as it was called.
 * Where the method is missing or can't be replaced nothing happens.
 */
export function patchMethod(owner: object, name: string, wrap: (original: Method) => Method): Stoppable {
  const found: unknown = Reflect.get(owner, name);
  if (typeof found !== 'function') return { stop: () => undefined };
  const observing = wrap(function (...args) {
    return Reflect.apply(found, this, args);
  });
  return replace({ owner, name, part: 'value', found }, (_, self, args) => Reflect.apply(observing, self, args));
}

/**
 * Calls back after one of a browser's own properties has been set, or one of its methods has been called, on whatever object.
 * What the page gets of it, errors too, is the browser's; a getter stays as it is. Where the owner itself has no such
 * property, or it can't be replaced, nothing happens.
 *
 * @param callback must not throw
 */
export function patchAfter(owner: object, name: string, callback: (self: unknown) => void): Stoppable {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  const part = before?.set ? 'set' : 'value';
  const found: unknown = before?.[part];
  if (typeof found !== 'function') return { stop: () => undefined };
  return replace({ owner, name, part, found }, (original, self, args) => {
    const result: unknown = Reflect.apply(original, self, args);
    callback(self);
    return result;
  });
}

/**
 * What stands there then is a proxy of the original, so that its name, its length and its source are the browser's own.
 * On stop the original comes back, unless somebody has patched over us in the meantime: then ours stays in their chain and
 * only passes through.
 */
function replace(
  { owner, name, part, found }: Slot,
  call: (original: CallableFunction, self: unknown, args: unknown[]) => unknown,
): Stoppable {
  const native: unknown = Reflect.get(found, ORIGINAL) ?? found;
  const before = Object.getOwnPropertyDescriptor(owner, name);
  let isActive = true;
  const ours: unknown = new Proxy(found, {
    apply: (target, self, args: unknown[]): unknown => (isActive ? call : Reflect.apply)(target, self, args),
    get(target, key): unknown {
      if (key === ORIGINAL) return native;
      return key === REPLACED ? { descriptor: before, isGone: !isActive } : Reflect.get(target, key);
    },
  });
  const inherited = { configurable: true, enumerable: before?.enumerable ?? true, writable: true };
  Reflect.defineProperty(owner, name, { ...(before && part in before ? before : inherited), [part]: ours });
  return {
    stop() {
      isActive = false;
      const now = Object.getOwnPropertyDescriptor(owner, name);
      if (!now || now[part] !== ours) return;
      const last = uncover(before, part);
      if (last === undefined) Reflect.deleteProperty(owner, name);
      else Reflect.defineProperty(owner, name, part in last ? { ...now, [part]: last[part] as unknown } : last);
    },
  };
}

/** Beneath a patch there may be others that have been stopped. */
function uncover(descriptor: PropertyDescriptor | undefined, part: Part): PropertyDescriptor | undefined {
  const value: unknown = descriptor?.[part];
  if (typeof value !== 'function') return descriptor;
  const left = Reflect.get(value, REPLACED) as Replaced | undefined;
  return left?.isGone === true ? uncover(left.descriptor, part) : descriptor;
}
