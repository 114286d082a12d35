import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../../src/browser/listen.ts';

/** As zone.js does it: its own method under the name, the browser's under a symbol. */
function patch(name: 'addEventListener' | 'removeEventListener', seen: string[]): void {
  const prototype = EventTarget.prototype;
  const native = prototype[name];
  const kept = `__zone_symbol__${name}`;
  Reflect.set(prototype, kept, native);
  prototype[name] = function (this: EventTarget, ...args: Parameters<typeof native>) {
    seen.push(`${name} ${args[0]}`);
    native.apply(this, args);
  };
  onTestFinished(() => {
    prototype[name] = native;
    Reflect.deleteProperty(prototype, kept);
  });
}

test('a listener is not seen by what has patched the page’s methods, and is taken away', () => {
  const seen: string[] = [];
  patch('addEventListener', seen);
  patch('removeEventListener', seen);
  const target = new EventTarget();
  const heard: Event[] = [];
  const listening = listen(target, 'ring', (event) => heard.push(event), { capture: true });
  target.dispatchEvent(new Event('ring'));
  listening.stop();
  target.dispatchEvent(new Event('ring'));
  expect(heard).toHaveLength(1);
  expect(seen).toEqual([]);
});

test('a listener from before the patch is taken away after it', () => {
  const target = new EventTarget();
  const heard: Event[] = [];
  const listening = listen(target, 'ring', (event) => heard.push(event));
  patch('addEventListener', []);
  patch('removeEventListener', []);
  listening.stop();
  target.dispatchEvent(new Event('ring'));
  expect(heard).toEqual([]);
});
