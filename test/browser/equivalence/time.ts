/** Resolves when a frame has been drawn: what happens in the page's frames, scrolling above all, has been told then. */
export function nextFrame(window: Window): Promise<void> {
  return new Promise((resolve) => {
    window.requestAnimationFrame(() => setTimeout(resolve));
  });
}

const JUMP_MS = 1_000;

/** Whatever is done meanwhile finds that its time is over whenever it looks at the clock. */
export function withShortTime(window: Window & typeof globalThis, action: () => void): void {
  const { performance } = window;
  const native = performance.now.bind(performance);
  let passedMs = 0;
  performance.now = () => native() + (passedMs += JUMP_MS);
  try {
    action();
  } finally {
    Reflect.deleteProperty(performance, 'now');
  }
}
