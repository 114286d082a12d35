import { expect, test } from 'vitest';
import { start } from '../capture/recording.ts';
import { find, mount } from '../capture/scope.ts';

/** Changes of one attribute that are told while it changes with each task, and how often it did. */
async function animate(changeEveryMs: number | undefined): Promise<number> {
  mount('<b>moves</b>');
  const dom = changeEveryMs === undefined ? {} : { dom: { changeEveryMs } };
  const { captures, recorder } = start({ details: () => dom });
  recorder.flush();
  const before = captures.length;
  const until = performance.now() + 1_500;
  for (let step = 0; performance.now() < until; step += 1) {
    find('b').style.left = `${String(step)}px`;
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  const count = captures.length - before;
  recorder.stop();
  return count;
}

test('animations are told as often as the rules say, or ten times a second', { retry: 2 }, async () => {
  const [coarse, usual, fine] = [await animate(500), await animate(undefined), await animate(16)];
  // Upper bounds hold on any machine, and so does the order.
  expect(coarse).toBeLessThanOrEqual(3);
  expect(usual).toBeLessThanOrEqual(15);
  expect([coarse < usual, usual < fine]).toEqual([true, true]);
});
