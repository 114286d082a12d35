import type { Events, Publish, Rewindow } from './face.ts';

type Listener = (event: never) => void;

/** The host's listeners. What one of them throws is its own business, and harms neither us nor the others. */
export function createEvents(note: (reason: string) => void): { on: Rewindow['on']; publish: Publish } {
  const listeners = new Map<string, Set<Listener>>();
  return {
    on(name, callback) {
      const own = listeners.get(name) ?? new Set();
      listeners.set(name, own.add(callback));
      return () => {
        own.delete(callback);
      };
    },
    publish<E extends keyof Events>(name: E, event: Events[E]) {
      for (const listener of [...(listeners.get(name) ?? [])] as ((event: Events[E]) => void)[]) {
        try {
          listener(event);
        } catch (error) {
          note(`a listener of the page for ${name} failed: ${String(error)}`);
        }
      }
    },
  };
}
