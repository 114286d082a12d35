import { patchMethod, type Method } from '../../browser/patch.ts';
import { stopAll, type Stoppable } from '../../tools/stop.ts';
import { attempt, observe } from '../observe.ts';
import type { CaptureScope, Emit, Tracker } from '../tracker.ts';
import { countMessage, createChannel, type Channel } from './channel.ts';
import { patchConstructor } from './patchConstructor.ts';

/** Addresses of event streams that are known as such; their timing comes when they have ended. */
const STREAM_COUNT_MAX = 200;

/**
 * WebSocket and EventSource: that they open, how much goes over them, that they close. Of messages only the size is looked at.
 */
export const trackSockets: Tracker = (emit, scope) => {
  const { window } = scope;
  const open = createOpenChannels(emit, scope);
  const streams = new Set<string>();
  scope.isStream = (url) => streams.has(url);
  const made = (target: object) =>
    attempt(scope, () => {
      if (target instanceof window.WebSocket) open.add(target, 'websocket', listenersOfSocket(scope, target, open));
      else if (target instanceof window.EventSource) {
        streams.add(target.url);
        if (streams.size > STREAM_COUNT_MAX) streams.delete([...streams][0] ?? '');
        open.add(target, 'eventsource', listenersOfSource(target, open));
      }
    });
  const noting =
    (isBefore: boolean, note: (target: object, args: unknown[]) => void) =>
    (original: Method): Method =>
      function (...args) {
        const noteNow = () => attempt(scope, () => typeof this === 'object' && this !== null && note(this, args));
        if (isBefore) noteNow();
        const result = Reflect.apply(original, this, args);
        if (!isBefore) noteNow();
        return result;
      };
  const noteSent = (target: object, [message]: unknown[]) => open.of(target)?.sent(countMessage(message));
  const sources = window.EventSource.prototype;
  return stopAll([
    open,
    patchConstructor(window, 'WebSocket', made),
    patchConstructor(window, 'EventSource', made),
    patchMethod(window.WebSocket.prototype, 'send', noting(false, noteSent)),
    // The page's own close fires no event.
    patchMethod(
      sources,
      'close',
      noting(false, (target) => open.end(target, { failed: false })),
    ),
    // Before the page's listener, which may close the stream.
    patchMethod(
      sources,
      'addEventListener',
      noting(true, (target, [type]) => open.hear(target, type)),
    ),
    // Nobody will hear of their end.
    observe(scope, window, ['pagehide'], open.endAll),
    { stop: () => (scope.isStream = undefined) },
  ]);
};

type Listeners = Record<string, (event: Event) => void>;

interface OpenChannels extends Stoppable {
  add(target: WebSocket | EventSource, api: Channel['api'], listeners: Listeners): void;
  of(target: object): Channel | undefined;
  /** Counts events of a name that the page has begun to listen to. */
  hear(target: object, type: unknown): void;
  end(target: object, closing: Parameters<Channel['close']>[0]): void;
  endAll(): void;
}

function createOpenChannels(emit: Emit, scope: CaptureScope): OpenChannels {
  const channels = new Map<object, { channel: Channel; listeners: Map<string, Stoppable> }>();
  const listen = (target: EventTarget, type: string, listener: (event: Event) => void) => {
    const listeners = channels.get(target)?.listeners;
    if (!listeners || listeners.has(type)) return;
    // At once: to listen is seen by the tracker itself.
    listeners.set(type, { stop: () => undefined });
    listeners.set(type, observe(scope, target, [type], listener));
  };
  const leave = (target: object) => {
    channels.get(target)?.listeners.forEach((listener) => listener.stop());
    channels.delete(target);
  };
  const hear = (target: EventTarget, type: string) =>
    listen(target, type, (event) => {
      if (event instanceof MessageEvent) channels.get(target)?.channel.received(countMessage(event.data));
    });
  const handle: OpenChannels = {
    add(target, api, listeners) {
      if (scope.isOwnUrl(target.url)) return;
      channels.set(target, { channel: createChannel(emit, scope, api, target.url), listeners: new Map() });
      for (const [type, listener] of Object.entries(listeners)) listen(target, type, listener);
      hear(target, 'message');
    },
    of: (target) => channels.get(target)?.channel,
    hear(target, type) {
      if (target instanceof EventTarget && typeof type === 'string') hear(target, type);
    },
    end(target, closing) {
      const channel = handle.of(target);
      leave(target);
      channel?.close(closing);
    },
    endAll: () => [...channels.keys()].forEach((target) => handle.end(target, { failed: false })),
    stop: () => [...channels.keys()].forEach(leave),
  };
  return handle;
}

function listenersOfSocket({ window }: CaptureScope, socket: WebSocket, open: OpenChannels): Listeners {
  return {
    open: () => open.of(socket)?.open(101),
    close: (event) => {
      const closed = event instanceof window.CloseEvent ? event : undefined;
      open.end(socket, { code: closed?.code, failed: closed?.wasClean === false });
    },
  };
}

function listenersOfSource(source: EventSource, open: OpenChannels): Listeners {
  return {
    open: () => open.of(source)?.open(200),
    // In any other state the browser connects again by itself.
    error: () => {
      if (source.readyState === EventSource.CLOSED) open.end(source, { failed: true });
    },
  };
}
