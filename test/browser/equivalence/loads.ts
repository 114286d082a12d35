/** Waits for frames to be loaded: what a program does to a document that is about to be replaced is nobody's. */
export interface Loads {
  /** The frame is about to get another document. */
  expect(frame: HTMLIFrameElement): void;
  /** Resolves when all frames of a document have loaded, and whoever waits for that has heard it. */
  settle(document: Document): Promise<void>;
}

const TURN_COUNT_MAX = 2_000;

export function createLoads(): Loads {
  const stale = new WeakMap<HTMLIFrameElement, Document | null>();
  const isLoaded = (frame: HTMLIFrameElement): boolean => {
    const { contentDocument: document } = frame;
    if (!document || document.readyState !== 'complete') return false;
    if (document === stale.get(frame)) return false;
    const { URL: address } = document;
    if (frame.hasAttribute('srcdoc')) return address === 'about:srcdoc';
    return !frame.hasAttribute('src') || address === frame.src;
  };
  return {
    expect: (frame) => void stale.set(frame, frame.isConnected ? frame.contentDocument : null),
    async settle(document) {
      let isIdle = true;
      for (let count = 0; !framesOf(document).every(isLoaded); count += 1) {
        if (count > TURN_COUNT_MAX) throw new Error('a frame of the program does not load');
        isIdle = false;
        await nextTask();
      }
      if (!isIdle) await nextTask();
    },
  };
}

/** After all tasks that are due, timers included. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}

function framesOf(root: Document | ShadowRoot): HTMLIFrameElement[] {
  return [...root.querySelectorAll('*')].flatMap((element) => {
    if (element.shadowRoot) return framesOf(element.shadowRoot);
    // There are elements of that name in pictures, too, and those are no frames.
    if (element.localName !== 'iframe' || !('contentDocument' in element)) return [];
    const frame = element as HTMLIFrameElement;
    return [frame, ...(frame.contentDocument ? framesOf(frame.contentDocument) : [])];
  });
}
