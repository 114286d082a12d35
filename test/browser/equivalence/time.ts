/**
 * Resolves when all scrolling has been told. A frame begins with what is to be told, and ends with the layout, in which the
 * browser itself scrolls what has lost content, or had some put in or taken out before what is seen: the frame after it tells.
 */
export async function scrollingTold(window: Window): Promise<void> {
  await nextFrame(window);
  await nextFrame(window);
}

/** Resolves when a frame has been drawn. */
function nextFrame(window: Window): Promise<void> {
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
