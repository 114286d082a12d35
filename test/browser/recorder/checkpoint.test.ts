import { expect, test } from 'vitest';
import { start } from '../capture/recording.ts';
import { find, mount } from '../capture/scope.ts';

const COUNT = 30_000;

test('a checkpoint of a large page comes in slices that have one time; what comes later has another', async () => {
  mount(`<b>change</b>${'<p>text</p>'.repeat(COUNT)}<i>the end</i>`);
  let time = 1_000;
  const { captures, recorder, text } = start({ now: () => (time += 1) });
  const types = () => captures.map(({ data }) => data.event.type);
  expect(types().slice(0, 2)).toEqual([4, 2]);
  expect(text()).not.toContain('the end');
  await expect.poll(() => JSON.stringify(captures.at(-1)), { timeout: 20_000 }).toContain('the end');
  expect(
    types()
      .slice(2)
      .every((type) => type === 3),
  ).toBe(true);
  expect(types().length).toBeGreaterThan(3);
  expect(new Set(captures.map(({ at }) => at)).size).toBe(1);
  expect(text().split('"text"')).toHaveLength(COUNT + 1);

  find('b').title = 'changed';
  recorder.flush();
  expect(JSON.stringify(captures.at(-1))).toContain('changed');
  expect(captures.at(-1)?.at).toBeGreaterThan(captures[0]?.at ?? Infinity);
});

test('what is clicked while a checkpoint is told has its own time, and the rest of it comes after that', async () => {
  mount(`<b>click</b>${'<p>text</p>'.repeat(COUNT)}<i>the end</i>`);
  const { captures } = start();
  find('b').click();
  await expect.poll(() => JSON.stringify(captures.at(-1)), { timeout: 20_000 }).toContain('the end');
  const times = captures.map(({ at }) => at);
  expect(times).toEqual([...times].sort((one, other) => one - other));
  expect(JSON.stringify(captures)).toContain('"source":2');
});
