import { ORIGINAL } from './natives.ts';
import type { Stoppable } from '../tools/stop.ts';

/** Under it a setter that was stopped beneath another one keeps what it had replaced, for whoever uncovers it. */
const REPLACED = Symbol.for('rewindow.replacedSetter');

/**
 * Calls back after a property that a browser's own accessor keeps has been set, on whatever object; what the page gets from
 * its assignment, errors too, is the browser's. The getter stays as it is, the setter is a proxy of the original. On stop the
 * original comes back, unless somebody has patched over us in the meantime: then ours stays in their chain and only passes
 * through. Where there is no such accessor, or it can't be replaced, nothing happens.
 *
 * @param onSet must not throw
 */
export function patchSetter(owner: object, name: string, onSet: (self: unknown) => void): Stoppable {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  const found = before?.set;
  if (!before || !found) return { stop: () => undefined };
  const native: unknown = Reflect.get(found, ORIGINAL) ?? found;
  let isActive = true;
  const ours = new Proxy(found, {
    apply(target, self, args) {
      Reflect.apply(target, self, args);
      if (isActive) onSet(self);
    },
    get(target, key): unknown {
      if (key === ORIGINAL) return native;
      return key === REPLACED ? { setter: found, isGone: !isActive } : Reflect.get(target, key);
    },
  });
  Reflect.defineProperty(owner, name, { ...before, set: ours });
  return {
    stop() {
      isActive = false;
      const now = Object.getOwnPropertyDescriptor(owner, name);
      if (now?.set === ours) Reflect.defineProperty(owner, name, { ...now, set: uncover(found) });
    },
  };
}

type Setter = (value: unknown) => void;

/** Beneath a patch there may be others that have been stopped. */
function uncover(setter: Setter): Setter {
  const left = Reflect.get(setter, REPLACED) as { setter: Setter; isGone: boolean } | undefined;
  return left?.isGone === true ? uncover(left.setter) : setter;
}
