import { expect, onTestFinished, test } from 'vitest';
import { createPrivacy } from '../../../src/browser/privacy.ts';
import { describeLong, startLongFrames } from '../../../src/capture/performance/longFrames.ts';
import { track } from '../../../src/capture/performance/index.ts';
import type { RecordData } from 'rewindow/wire';
import { createTestScope, run } from './scope.ts';

const privacy = createPrivacy({ mask: 'inputs', urlParameters: [] });

/** An observer that a test feeds. */
function fakeObserver(supportedEntryTypes: string[]) {
  const observed: unknown[] = [];
  let give: (entries: object[]) => void = () => undefined;
  let isOn = false;
  const own = Object.assign(
    function (callback: (list: { getEntries(): object[] }) => void) {
      give = (entries) => {
        if (isOn) callback({ getEntries: () => entries });
      };
      return {
        observe: (options: unknown) => (observed.push(options), (isOn = true)),
        disconnect: () => (isOn = false),
      };
    },
    { supportedEntryTypes },
  );
  const fake = new Proxy(window, {
    get: (target, name) => (name === 'PerformanceObserver' ? own : (Reflect.get(target, name) as unknown)),
  });
  return { window: fake, observed, give: (entries: object[]) => give(entries) };
}

function follow(types: string[]) {
  const fake = fakeObserver(types);
  const said: { kind: string; data: object; at: number }[] = [];
  const scope = createTestScope([], { window: fake.window });
  const handle = startLongFrames(scope, (capture) => said.push(capture));
  onTestFinished(() => handle.stop());
  return { ...fake, said, handle };
}

test('the vitals of a page come with rating and element', async () => {
  const { of, failures } = run(track);
  await expect.poll(() => of('performance').map(({ name }) => name)).toContain('TTFB');
  const ttfb = of('performance').find(({ name }) => name === 'TTFB');
  expect(ttfb).toMatchObject({ type: 'vital', amount: expect.any(Number), rating: expect.any(String) });
  expect(failures).toEqual([]);
});

test('a long frame names the three scripts that took longest, addresses scrubbed', () => {
  const script = (name: string, duration: number, invoker = 'TimerHandler:setTimeout') => ({
    ...{ sourceURL: `https://shop.test/${name}.js?token=canary`, invoker, duration },
  });
  const scripts = [
    script('a', 10),
    script('b', 90.4, 'https://shop.test/b.js?token=canary'),
    script('c', 30, 'IMG[src=/i?user=canary].onload'),
    script('d', 20),
  ];
  const entry = { entryType: 'long-animation-frame', startTime: 5, duration: 150.2, blockingDuration: 99.6, scripts };
  const data: RecordData<'performance'> = describeLong(entry, { privacy });
  expect(data).toEqual({
    type: 'longFrame',
    durationMs: 150,
    blockingMs: 100,
    scripts: [
      { url: 'https://shop.test/b.js?token=***', invoker: 'https://shop.test/b.js?token=***', durationMs: 90 },
      { url: 'https://shop.test/c.js?token=***', invoker: expect.not.stringContaining('canary'), durationMs: 30 },
      { url: 'https://shop.test/d.js?token=***', invoker: 'TimerHandler:setTimeout', durationMs: 20 },
    ],
  });
});

test('where frames are not known, long tasks stand in; short ones are left out', () => {
  const { give, said, observed } = follow(['longtask']);
  expect(observed).toEqual([{ type: 'longtask', buffered: true }]);
  const task = (duration: number) => ({ entryType: 'longtask', startTime: performance.now() - duration, duration });
  give([task(60), task(180)]);
  expect(said.map(({ data }) => data)).toEqual([{ type: 'longTask', durationMs: 180, blockingMs: 130 }]);
});

test('thirty within a minute, then one word that there are more', () => {
  const { give, said, handle } = follow(['long-animation-frame', 'longtask']);
  const frame = { entryType: 'long-animation-frame', startTime: 0, duration: 200, blockingDuration: 150, scripts: [] };
  give(Array.from({ length: 1_000 }, () => frame));
  expect(said.map(({ kind }) => kind)).toEqual([...Array.from({ length: 30 }, () => 'performance'), 'agent']);
  expect(said.at(-1)?.data).toMatchObject({ code: 'long_frames_skipped' });
  handle.stop();
  give([frame]);
  expect(said).toHaveLength(31);
});

test('a browser that observes neither is left alone', () => {
  expect(follow([]).observed).toEqual([]);
});
