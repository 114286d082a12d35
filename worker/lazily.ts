import type { Parts } from './scope.ts';

/** Something of the parts, made when it is first asked for; what could not be loaded is tried again the next time. */
export interface Lazy<T> {
  get(): Promise<T>;
  /** Undefined before; nobody is to wait for a file only to hear that there is nothing yet. */
  current(): T | undefined;
}

export function lazily<T>(load: () => Promise<Parts>, make: (parts: Parts) => T): Lazy<T> {
  let made: T | undefined;
  return {
    get: async () => (made ??= make(await load())),
    current: () => made,
  };
}
