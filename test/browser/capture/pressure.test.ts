import { expect, test } from 'vitest';
import { find, mount } from './scope.ts';
import { createRecorder } from '../../../src/capture/recorder/createRecorder.ts';
import { openSubject } from '../../../src/capture/recorder/openSubject.ts';
import { governRecorder } from '../../../src/capture/pressure/governRecorder.ts';
import { createWorkMeter } from '../../../src/capture/pressure/meter.ts';
import { ENGINES, start } from './recording.ts';

const ROW_COUNT = 100;
/** Every 10 ms: 10,000 changes in a second. */
const EVERY_MS = 10;

function startStorm(): { stop(): void } {
  const texts = [...find('ul').children].map(({ firstChild }) => firstChild as Text);
  let turn = 0;
  const timer = setInterval(() => {
    turn += 1;
    for (const text of texts) text.data = `turn ${String(turn)}`;
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

/** Comes back when nothing has been told for a while. */
async function quiet(captures: readonly unknown[]): Promise<void> {
  const before = captures.length;
  await new Promise((resolve) => setTimeout(resolve, 500));
  if (captures.length !== before) await quiet(captures);
}

const rows = `<ul>${'<li>calm</li>'.repeat(ROW_COUNT)}</ul><p></p>`;
const levels = (others: readonly { data: unknown }[]) =>
  others.map(({ data }) => {
    const { code, message } = data as { code: string; message: string };
    return `${code} ${message.slice(0, message.indexOf(':'))}`;
  });

/** Ours minds only what it costs, and that is another thing on each machine: here changes are counted. */
const TIMID = governRecorder({
  start: (emit, scope, meter) => createRecorder(emit, scope, { openSubject, meter }),
  createMeter: createWorkMeter,
  limits: { busyMs: Infinity, changeCount: 200 },
});

test('ours records a storm as a whole, ten times a second', async () => {
  mount(rows);
  const { captures, others, recorder, failures } = start();
  const storm = startStorm();
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  storm.stop();
  recorder.flush();
  expect(others).toEqual([]);
  expect(failures).toEqual([]);
  expect(captures.length).toBeLessThan(60);
  const turn = find('li').textContent;
  expect(JSON.stringify(captures.at(-1)).split(`"${turn}"`)).toHaveLength(ROW_COUNT + 1);
});

test.each([
  ['ours', TIMID],
  ['the library', ENGINES.rrweb],
])(
  'under a storm less is recorded, step by step, it is said, and all comes back: %s',
  { timeout: 90_000 },
  async (_name, engine) => {
    mount(rows);
    const { captures, others, recorder, failures } = start({}, engine);
    const storm = startStorm();
    const reduced = ['capture_reduced coarse', 'capture_reduced checkpoints'];
    await expect.poll(() => levels(others), { timeout: 20_000 }).toEqual(reduced);
    const count = captures.length;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(captures).toHaveLength(count);
    expect(recorder.hasMissed()).toBe(true);

    recorder.checkpoint();
    // What the first slice had no time for follows; then there is nothing more, though the storm goes on.
    await quiet(captures);
    expect(captures.slice(count, count + 2).map(({ data }) => data.event.type)).toEqual([4, 2]);
    expect(JSON.stringify(captures.slice(count)).split('"tagName":"li"')).toHaveLength(ROW_COUNT + 1);
    expect(recorder.checkpointCount()).toBe(2);

    storm.stop();
    const restored = [...reduced, 'capture_restored coarse', 'capture_restored full'];
    await expect.poll(() => levels(others), { timeout: 40_000 }).toEqual(restored);
    const last = captures.findLastIndex(({ data }) => data.checkpoint === true);
    expect(recorder.checkpointCount()).toBe(3);
    const turn = find('li').textContent;
    await expect
      .poll(() => JSON.stringify(captures.slice(last)).split(`"${turn}"`), { timeout: 10_000 })
      .toHaveLength(ROW_COUNT + 1);
    find('p').textContent = 'all again';
    await expect.poll(() => JSON.stringify(captures.slice(last))).toContain('all again');
    expect(failures).toEqual([]);
  },
);

test('changes of one node are thinned, and its last state is told', { timeout: 60_000 }, async () => {
  mount('<p></p><b></b>');
  const { captures, recorder } = start();
  recorder.thin(true);
  const after = captures.length;
  for (let turn = 0; turn < 50; turn += 1) {
    find('p').title = `turn ${String(turn)}`;
    find('p').style.top = `${String(turn)}px`;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const told = () => JSON.stringify(captures.slice(after).map(({ data }) => data.event.data));
  expect(told().match(/"title"/g)?.length).toBeLessThan(20);
  find('b').textContent = 'other';
  recorder.thin(false);
  recorder.flush();
  expect(told()).toContain('turn 49');
  expect(told()).toContain('49px');
});

test('a quiet page stays at full depth', async () => {
  mount(rows);
  const { others, recorder } = start();
  for (let turn = 0; turn < 20; turn += 1) {
    find('p').textContent = String(turn);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  expect(others).toEqual([]);
  expect(recorder.hasMissed()).toBe(false);
});
