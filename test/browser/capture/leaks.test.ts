import { cdp } from 'vitest/browser';
import { expect, test } from 'vitest';
import { track } from '../../../src/capture/canvas/index.ts';
import { startRecorder } from '../../../src/capture/recorder/index.ts';
import { start } from './recording.ts';
import { createTestScope, mount } from './scope.ts';
import { startTraces } from './traces.ts';

/**
 * How many are held by somebody. Some go only after the queues of the browser have run, and frames that went before they had
 * loaded are waited for by the recorder for five seconds: it is looked again and again.
 */
async function countHeld(refs: WeakRef<object>[], limit: number): Promise<number> {
  let count = refs.length;
  for (let round = 0; round < 100 && count >= limit; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await cdp().send('HeapProfiler.collectGarbage');
    // A reference that has been looked at holds until the task is over.
    await new Promise((resolve) => setTimeout(resolve, 0));
    count = refs.filter((ref) => ref.deref() !== undefined).length;
  }
  return count;
}

/** Adds what is made, lets it be recorded, and takes it away; over and over. */
async function churn(count: number, make: () => HTMLElement[]): Promise<WeakRef<object>[]> {
  const refs: WeakRef<object>[] = [];
  const root = mount('');
  for (let turn = 0; turn < count; turn += 1) {
    const made = make();
    refs.push(...made.map((element) => new WeakRef(element)));
    root.append(...made);
    await new Promise((resolve) => setTimeout(resolve, 5));
    root.replaceChildren();
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  return refs;
}

const element = (html: string): HTMLElement => {
  const made = document.createElement('div');
  made.innerHTML = html;
  return made;
};

function withShadow(): HTMLElement {
  const host = document.createElement('div');
  host.attachShadow({ mode: 'open' }).innerHTML = '<p>in the shadow</p><input>';
  return host;
}

function frame(): HTMLElement {
  const made = document.createElement('iframe');
  made.srcdoc = '<p>in a frame</p>';
  return made;
}

const KINDS: [string, number, () => HTMLElement[]][] = [
  ['nodes', 60, () => Array.from({ length: 50 }, () => element('<p title="x">text</p><input value="1">'))],
  ['shadow roots', 40, () => Array.from({ length: 10 }, withShadow)],
  ['frames', 60, () => [frame()]],
  ['canvases', 100, () => [document.createElement('canvas')]],
];

test.each(KINDS)(
  '%s that come and go are not held by the recorder',
  { timeout: 60_000 },
  async (_name, count, make) => {
    const { failures } = start();
    const refs = await churn(count, make);
    // The last ones may still be in a queue.
    expect(await countHeld(refs, refs.length / 10)).toBeLessThan(refs.length / 10);
    expect(failures).toEqual([]);
  },
);

test('after its end the recorder holds nothing', { timeout: 60_000 }, async () => {
  const refs: WeakRef<object>[] = [];
  const traces = startTraces();
  for (let turn = 0; turn < 100; turn += 1) {
    const root = mount('<p>text</p><input><div></div><canvas></canvas>');
    root.querySelector('div')?.attachShadow({ mode: 'open' }).append('x');
    refs.push(...[root, ...root.querySelectorAll('*')].map((each) => new WeakRef(each)));
    const scope = createTestScope();
    const recorder = startRecorder(() => undefined, scope);
    const page = { ...recorder, onCheckpoint: () => ({ stop: () => undefined }) };
    const canvases = track(() => undefined, { ...scope, recorded: () => page });
    root.append('more');
    await new Promise((resolve) => setTimeout(resolve, 2));
    canvases.stop();
    recorder.stop();
  }
  document.body.replaceChildren();
  expect(await countHeld(refs, refs.length / 20)).toBeLessThan(refs.length / 20);
  expect(traces.left()).toEqual([]);
});
