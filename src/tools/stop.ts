/** What every `startX` and `trackX` returns: `stop` ends its effects, and does nothing the second time. */
export interface Stoppable {
  stop(): void;
}

/** Joins handles into one that stops them in reverse order of their start; one that throws doesn't keep the others. */
export function stopAll(handles: Stoppable[]): Stoppable {
  return {
    stop() {
      for (let handle = handles.pop(); handle; handle = handles.pop()) {
        try {
          handle.stop();
        } catch {
          // The host must not see it, and the rest has to be stopped all the same.
        }
      }
    },
  };
}
