import type { Stoppable } from '../../tools/stop.ts';

/**
 * Sees each object that a constructor of the browser's makes. In its place stands a proxy of it: statics, prototype,
 * `instanceof` and classes that extend it are the browser's own. On stop the original comes back, unless somebody has put
 * another one over ours: then ours passes through.
 */
export function patchConstructor(owner: object, name: string, onMade: (made: object) => void): Stoppable {
  const found: unknown = Reflect.get(owner, name);
  if (typeof found !== 'function') return { stop: () => undefined };
  let isActive = true;
  const ours: object = new Proxy(found, {
    construct(target, args, newTarget) {
      const made: unknown = Reflect.construct(target, args, newTarget === ours ? target : newTarget);
      if (isActive && typeof made === 'object' && made !== null) onMade(made);
      return made as object;
    },
  });
  const prototype: unknown = Reflect.get(found, 'prototype');
  const places: [object, string][] = [[owner, name]];
  // Else `socket.constructor` would be another one than the one that made it.
  if (typeof prototype === 'object' && prototype !== null) places.push([prototype, 'constructor']);
  const patched = places.map(([place, key]) => replace(place, key, ours));
  return {
    stop() {
      isActive = false;
      for (const { stop } of patched) stop();
    },
  };
}

function replace(place: object, key: string, value: object): Stoppable {
  const before = Object.getOwnPropertyDescriptor(place, key);
  if (!before || !Reflect.defineProperty(place, key, { ...before, value })) return { stop: () => undefined };
  return {
    stop() {
      if (Object.getOwnPropertyDescriptor(place, key)?.value === value) Reflect.defineProperty(place, key, before);
    },
  };
}
