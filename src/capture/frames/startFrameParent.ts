import { listen } from '../../browser/listen.ts';
import type { Stoppable } from '../../tools/stop.ts';
import type { CaptureScope, Emit } from '../tracker.ts';
import { isSnapshotOf, mergeFrameEvent, OFFSET, parseFrameEvent } from './frameEvent.ts';
import { HELLO, isMessage, WELCOME, type ToFrame, type Welcome } from './pairing.ts';

interface Frame {
  element: HTMLIFrameElement;
  port: MessagePort;
  offset: number;
  /** Until its checkpoint comes what it says can't be replayed. */
  isWaiting: boolean;
}

/**
 * Takes what frames of other origins record of themselves into the recording of the page. Frames of origins that are not
 * named, and everything that is not a frame of this document, are not answered.
 */
export function startFrameParent(emit: Emit, scope: CaptureScope, origins: readonly string[]): Stoppable {
  const { window, guard } = scope;
  const frames = new Map<HTMLIFrameElement, Frame>();
  let pairedCount = 0;
  const forget = (frame: Frame) => {
    frame.port.close();
    if (frames.get(frame.element) === frame) frames.delete(frame.element);
  };
  const sweep = () => {
    for (const frame of [...frames.values()]) if (!frame.element.isConnected) forget(frame);
  };
  const welcome = (element: HTMLIFrameElement, origin: string) => {
    const known = frames.get(element);
    if (known) forget(known);
    const { port1: port, port2 } = new window.MessageChannel();
    pairedCount += 1;
    const frame = { element, port, offset: pairedCount * OFFSET, isWaiting: true };
    frames.set(element, frame);
    port.onmessage = guard(({ data }: MessageEvent<unknown>) => {
      if (element.isConnected) take(frame, data, emit, scope);
      else forget(frame);
    });
    const mask = scope.privacy.isMasked(element) ? 'all' : scope.privacy.mode();
    const message: Welcome = { rewindow: WELCOME, mask };
    element.contentWindow?.postMessage(message, origin, [port2]);
    port.postMessage('start' satisfies ToFrame);
  };
  const onHello = guard((event: Event) => {
    if (!(event instanceof window.MessageEvent) || !isMessage(event.data, HELLO)) return;
    if (event.source === null || !origins.includes(event.origin)) return;
    sweep();
    const elements = [...window.document.getElementsByTagName('iframe')];
    const element = elements.find(({ contentWindow }) => contentWindow === event.source);
    if (element && !scope.privacy.blockOf(element)) welcome(element, event.origin);
  });
  const listening = listen(window, 'message', onHello);
  const following = scope.recorded?.()?.onCheckpoint(() => {
    sweep();
    for (const frame of frames.values()) {
      frame.isWaiting = true;
      frame.port.postMessage('checkpoint' satisfies ToFrame);
    }
  });
  return {
    stop() {
      listening.stop();
      following?.stop();
      for (const frame of [...frames.values()]) forget(frame);
    },
  };
}

function take(frame: Frame, value: unknown, emit: Emit, scope: CaptureScope): void {
  const event = parseFrameEvent(value);
  const iframeId = scope.recorded?.()?.idOf(frame.element);
  if (!event || iframeId === undefined || scope.privacy.blockOf(frame.element)) return;
  if (frame.isWaiting && !isSnapshotOf(event)) return;
  frame.isWaiting = false;
  const at = scope.now();
  for (const merged of mergeFrameEvent(event, iframeId, frame.offset)) {
    emit({ kind: 'dom', at, data: { event: { ...merged, timestamp: at } } });
  }
}
