import { MASK_MODES, type MaskMode, type Privacy } from '../../browser/privacy.ts';
import { listen } from '../../browser/listen.ts';
import { takeNatives } from '../../browser/natives.ts';
import type { Stoppable } from '../../tools/stop.ts';
import { HELLO, isMessage, WELCOME } from './pairing.ts';

/** The page may begin to record long after its frame is there. */
const HELLO_EVERY_MS = 2_000;
const HELLO_COUNT_MAX = 150;

/** What the frame records with. */
export interface FrameRecorder extends Stoppable {
  checkpoint(): void;
}

export interface FrameChildDeps {
  window: Window & typeof globalThis;
  /** Exact origin of the page that may have what this frame records. */
  parentOrigin: string;
  privacy: Privacy;
  guard<A extends unknown[]>(callback: (...args: A) => void): (...args: A) => void;
  /** Begins with a checkpoint. What it says goes to the page and nowhere else. */
  record(send: (event: unknown) => void): FrameRecorder;
}

/** Records this frame for the page that holds it, if that is the one that the options name. Stores and uploads nothing. */
export function startFrameChild(deps: FrameChildDeps): Stoppable {
  const { window, parentOrigin, guard } = deps;
  const natives = takeNatives(window);
  let timer: number | undefined;
  let helloCount = 0;
  let paired: Stoppable | undefined;
  const sayHello = guard(() => {
    if (paired || helloCount >= HELLO_COUNT_MAX) return;
    helloCount += 1;
    window.parent.postMessage({ rewindow: HELLO }, parentOrigin);
    timer = natives.setTimeout(sayHello, HELLO_EVERY_MS);
  });
  const onWelcome = guard((event: Event) => {
    if (!(event instanceof window.MessageEvent) || !isMessage(event.data, WELCOME)) return;
    const [port] = event.ports;
    if (event.source !== window.parent || event.origin !== parentOrigin || !port) return;
    paired?.stop();
    const mode = event.data['mask'];
    // A page that masks more than this frame is obeyed; what it says instead masks everything.
    deps.privacy.raise(isMode(mode) ? mode : 'all');
    paired = serve(port, deps);
  });
  const listening = listen(window, 'message', onWelcome);
  if (isFrameOf(window, parentOrigin)) sayHello();
  return {
    stop() {
      natives.clearTimeout(timer);
      listening.stop();
      paired?.stop();
      helloCount = HELLO_COUNT_MAX;
    },
  };
}

function serve(port: MessagePort, { guard, record }: FrameChildDeps): Stoppable {
  let recorder: FrameRecorder | undefined;
  const onOrder = guard(({ data }: MessageEvent<unknown>) => {
    if (recorder) recorder.checkpoint();
    else if (data === 'start') {
      recorder = record((event) => {
        port.postMessage(event);
      });
    }
  });
  port.onmessage = onOrder;
  return {
    stop() {
      port.onmessage = null;
      recorder?.stop();
      port.close();
    },
  };
}

/** A browser writes a line on the console where a message's origin is wrong: so it is looked at first, where that can be known. */
function isFrameOf(window: Window, parentOrigin: string): boolean {
  if (window.parent === window) return false;
  const { ancestorOrigins } = window.location as { ancestorOrigins?: DOMStringList };
  if (ancestorOrigins) return ancestorOrigins[0] === parentOrigin;
  const { referrer } = window.document;
  return referrer === '' || new URL(referrer).origin === parentOrigin;
}

function isMode(value: unknown): value is MaskMode {
  return MASK_MODES.some((mode) => mode === value);
}
