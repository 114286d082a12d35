import { expect, onTestFinished, test } from 'vitest';
import type { Capture } from 'rewindow/wire';
import { startRecorder } from '../../../src/capture/recorder/index.ts';
import { createFakeTasks } from '../../unit/tools/fakeTasks.ts';
import { createTestScope } from '../capture/scope.ts';

/** A recorder whose start is in tasks that the test has come. */
function open() {
  const tasks = createFakeTasks();
  const captures: Capture[] = [];
  const failures: unknown[] = [];
  const holder = document.body.appendChild(document.createElement('p'));
  holder.textContent = 'what the page shows';
  const scope = { ...createTestScope(failures), turns: tasks.turns };
  const recorder = startRecorder((capture) => captures.push(capture), scope);
  onTestFinished(() => {
    recorder.stop();
    holder.remove();
    expect(failures).toEqual([]);
  });
  return { recorder, captures, tasks, text: () => JSON.stringify(captures) };
}

test('nothing is told in the task that starts it; the checkpoint comes in another', () => {
  const { recorder, captures, tasks, text } = open();
  expect([captures, recorder.checkpointCount()]).toEqual([[], 0]);
  while (tasks.next());
  expect(recorder.checkpointCount()).toBe(1);
  expect(text()).toContain('what the page shows');
});

test('what is wanted in the middle of the start is told at once, and only once', () => {
  const { recorder, captures, tasks, text } = open();
  recorder.flush();
  expect(text()).toContain('what the page shows');
  const count = captures.length;
  while (tasks.next());
  expect([captures.length, recorder.checkpointCount()]).toEqual([count, 1]);
});

test('a page that is left in the middle of the start is told as a whole', () => {
  const { text } = open();
  window.dispatchEvent(new Event('pagehide'));
  expect(text()).toContain('what the page shows');
});

test('stopped in the middle of the start it tells nothing and leaves nothing', () => {
  const before = Element.prototype.attachShadow;
  const { recorder, captures, tasks } = open();
  recorder.stop();
  while (tasks.next());
  document.body.append('later');
  recorder.flush();
  expect([captures, recorder.checkpointCount()]).toEqual([[], 0]);
  expect(Element.prototype.attachShadow).toBe(before);
});

test('one that is to end with its checkpoint takes it at once', () => {
  const { recorder, text, tasks } = open();
  recorder.finish();
  expect(text()).toContain('what the page shows');
  while (tasks.next());
  expect(recorder.checkpointCount()).toBe(1);
});
