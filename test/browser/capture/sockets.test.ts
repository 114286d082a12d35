import { describe, expect, onTestFinished, test } from 'vitest';
import { patchConstructor } from '../../../src/capture/networkDepth/patchConstructor.ts';
import { trackSockets } from '../../../src/capture/networkDepth/index.ts';
import { run } from './scope.ts';

/** A port where nobody listens. */
const NOBODY = '127.0.0.1:9';

describe('constructors', () => {
  const Native = { WebSocket: window.WebSocket, EventSource: window.EventSource };

  test.each(['WebSocket', 'EventSource'] as const)('%s looks and works as before, and comes back', (name) => {
    const native = Native[name];
    const before = Object.getOwnPropertyDescriptor(window, name);
    const members = Object.getOwnPropertyDescriptors(native.prototype);
    const seen = run(trackSockets);
    const ours = window[name];
    expect(ours).not.toBe(native);
    expect([ours.name, ours.length, ours.CONNECTING, ours.CLOSED]).toEqual([name, native.length, 0, native.CLOSED]);
    expect(ours.prototype).toBe(native.prototype);
    expect(ours.prototype.constructor).toBe(ours);
    expect(Function.prototype.toString.call(ours)).toContain('[native code]');
    expect({ ...Object.getOwnPropertyDescriptor(window, name), value: 0 }).toEqual({ ...before, value: 0 });
    const made = new ours(`${name === 'WebSocket' ? 'ws' : 'http'}://${NOBODY}/`);
    expect(made).toBeInstanceOf(native);
    expect(made).toBeInstanceOf(ours);
    expect(Object.getPrototypeOf(made)).toBe(native.prototype);
    made.close();
    expect(() => Reflect.apply(ours, undefined, ['ws://x'])).toThrow(TypeError);
    expect(() => new ours('http://[')).toThrow(DOMException);
    seen.stop();
    expect(window[name]).toBe(native);
    expect(Object.getOwnPropertyDescriptor(window, name)).toEqual(before);
    expect(Object.getOwnPropertyDescriptors(native.prototype)).toEqual(members);
    expect(seen.failures).toEqual([]);
  });

  test('of classes that extend them make objects of these classes', () => {
    const seen = run(trackSockets);
    // What `super()` does in a class.
    const Own = function () {
      return undefined;
    };
    Own.prototype = Object.create(WebSocket.prototype, { constructor: { value: Own } });
    const made = Reflect.construct(WebSocket, [`ws://${NOBODY}/`, 'chat'], Own);
    expect([made instanceof Own, made instanceof WebSocket, made.constructor]).toEqual([true, true, Own]);
    made.close();
    expect(seen.failures).toEqual([]);
  });

  test('that the page has put over ours stay, and ours sees nothing any more', () => {
    const made: object[] = [];
    const handle = patchConstructor(window, 'WebSocket', (each) => made.push(each));
    const Ours = window.WebSocket;
    const Over = new Proxy(Ours, {});
    window.WebSocket = Over;
    onTestFinished(() => {
      window.WebSocket = Native.WebSocket;
      Native.WebSocket.prototype.constructor = Native.WebSocket;
    });
    new WebSocket(`ws://${NOBODY}/`).close();
    expect(made).toHaveLength(1);
    handle.stop();
    expect(window.WebSocket).toBe(Over);
    new WebSocket(`ws://${NOBODY}/`).close();
    expect(made).toHaveLength(1);
  });
});

test('a connection that does not come about has failed, without a record of its opening', async () => {
  const seen = run(trackSockets);
  const socket = new WebSocket(`ws://${NOBODY}/room?token=SECRET`);
  await new Promise((resolve) => {
    socket.onclose = resolve;
  });
  expect(seen.of('network')).toMatchObject([
    {
      ...{ api: 'websocket', phase: 'close', status: 0, failed: true, closeCode: 1006, sentCount: 0, receivedCount: 0 },
      ...{ url: `ws://${NOBODY}/room?token=***`, path: '/room' },
    },
  ]);
});

test('an event stream that is refused has failed; the agent’s own is not recorded', async () => {
  const seen = run(trackSockets);
  new EventSource('/own/stream').close();
  const source = new EventSource('/missing.json');
  await new Promise((resolve) => {
    source.onerror = resolve;
  });
  expect(seen.of('network')).toMatchObject([
    { api: 'eventsource', phase: 'close', status: 0, failed: true, path: '/missing.json' },
  ]);
});

test('what is open when the page goes is closed for the record', () => {
  const seen = run(trackSockets);
  const source = new EventSource('/missing.json');
  window.dispatchEvent(new Event('pagehide'));
  expect(seen.of('network')).toMatchObject([{ api: 'eventsource', phase: 'close', failed: false }]);
  source.close();
  expect(seen.of('network')).toHaveLength(1);
});
