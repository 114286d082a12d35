import { describe, expect, test } from 'vitest';
import { TRACKERS } from '../../../src/capture/index.ts';
import { startRecorder } from '../../../src/capture/recorder/index.ts';
import { createTestScope, mount, run } from './scope.ts';
import { startTraces } from './traces.ts';

describe('after stop nothing is left', () => {
  test.each(Object.entries(TRACKERS))('of %s', (_kind, tracker) => {
    const traces = startTraces();
    const handle = run(tracker);
    expect(traces.left()).not.toEqual([]);
    handle.stop();
    expect(traces.left()).toEqual([]);
    handle.stop();
    expect(traces.left()).toEqual([]);
  });

  test('of navigation without the Navigation API', () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const inner = frame.contentWindow as Window & typeof globalThis;
    const own = new Proxy(window, {
      has: (target, name) => name !== 'navigation' && name in target,
      get(target, name) {
        if (name === 'history') return inner.history;
        const value: unknown = Reflect.get(target, name);
        return name === 'addEventListener' || name === 'removeEventListener' ? window[name].bind(window) : value;
      },
    });
    const traces = startTraces();
    const tracker = TRACKERS.navigation;
    if (!tracker) throw new Error('no tracker');
    const handle = run(tracker, { window: own });
    expect(Object.hasOwn(inner.history, 'pushState')).toBe(true);
    inner.history.pushState({}, '');
    expect(handle.of('navigation').map(({ type }) => type)).toEqual(['load', 'push']);
    handle.stop();
    expect(Object.hasOwn(inner.history, 'pushState')).toBe(false);
    expect(traces.left()).toEqual([]);
  });

  test('of a request on its way', async () => {
    const traces = startTraces();
    const tracker = TRACKERS.network;
    if (!tracker) throw new Error('no tracker');
    const handle = run(tracker);
    const xhr = new XMLHttpRequest();
    xhr.open('GET', '/');
    xhr.send();
    expect(traces.left()).toContain('loadend');
    handle.stop();
    expect(traces.left()).toEqual([]);
    await new Promise((resolve) => (xhr.onloadend = resolve));
    expect(handle.captures).toEqual([]);
  });

  test('of the DOM recorder', async () => {
    mount('<input value="x"><div id="host"></div>');
    document.querySelector('#host')?.attachShadow({ mode: 'open' });
    const traces = startTraces();
    let count = 0;
    const recorder = startRecorder(() => (count += 1), createTestScope());
    recorder.checkpoint();
    expect(count).toBeGreaterThan(3);
    expect(traces.left()).toContain('insertRule');
    recorder.stop();
    expect(traces.left()).toEqual([]);
    const atStop = count;
    document.body.append('later');
    recorder.checkpoint();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(count).toBe(atStop);
  });

  test('of the DOM recorder; what the page patched meanwhile stays', () => {
    const native = CSSStyleSheet.prototype.insertRule;
    const recorder = startRecorder(() => undefined, createTestScope());
    const recorded = CSSStyleSheet.prototype.insertRule;
    const calls: string[] = [];
    const ofPage = function (this: CSSStyleSheet, rule: string, index?: number) {
      calls.push(rule);
      return recorded.call(this, rule, index);
    };
    CSSStyleSheet.prototype.insertRule = ofPage;
    recorder.stop();
    expect(CSSStyleSheet.prototype.insertRule).toBe(ofPage);
    new CSSStyleSheet().insertRule('a { color: red }');
    expect(calls).toHaveLength(1);
    CSSStyleSheet.prototype.insertRule = native;
  });
});
