import { expect, test } from 'vitest';
import { start } from '../capture/recording.ts';
import { find, mount } from '../capture/scope.ts';

const ACTION = 2;

/** Records a page whose clock is set by the test. */
function record(html: string) {
  mount(html);
  const clock = { at: 1_000 };
  const { captures, recorder } = start({ now: () => clock.at });
  const of = (source: number) =>
    captures.filter(({ data }) => (data.event.data as { source?: number }).source === source);
  const timesOf = (source: number) => of(source).map(({ at }) => at);
  const hasOrder = () => {
    const times = captures.map(({ at }) => at);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(captures.map(({ data }) => data.event.timestamp)).toEqual(times);
  };
  const move = (x: number) =>
    find('b').dispatchEvent(new MouseEvent('mousemove', { bubbles: true, clientX: x, clientY: 1 }));
  return { clock, captures, recorder, of, timesOf, hasOrder, move };
}

test('what is done is told with the time when it was done, before what it has changed', () => {
  const { clock, recorder, captures, timesOf, hasOrder } = record('<b>click</b>');
  clock.at = 2_000;
  find('b').click();
  find('b').title = 'changed';
  clock.at = 2_030;
  find('b').click();
  clock.at = 2_200;
  recorder.flush();
  expect(timesOf(ACTION)).toEqual([2_000, 2_030]);
  expect(captures.at(-1)).toMatchObject({ at: 2_200, data: { event: { data: { source: 0 } } } });
  hasOrder();
});

test('what is done to something that was not told yet comes right behind that', () => {
  const { clock, recorder, timesOf, hasOrder } = record('<b>click</b>');
  find('b').innerHTML = '<i>new</i>';
  clock.at = 2_000;
  find('i').click();
  clock.at = 2_200;
  recorder.flush();
  expect(timesOf(ACTION)).toEqual([2_200]);
  hasOrder();
});

test('what was done before a checkpoint is told before it', () => {
  const { clock, recorder, captures, timesOf, hasOrder } = record('<b>click</b>');
  clock.at = 2_000;
  find('b').click();
  clock.at = 2_200;
  recorder.checkpoint();
  recorder.flush();
  expect(timesOf(ACTION)).toEqual([2_000]);
  expect(captures.slice(2).map(({ data }) => data.event.type)).toEqual([3, 4, 2]);
  hasOrder();
});

test('movements were when they were, whatever is told with them', () => {
  const { clock, recorder, of, hasOrder, move } = record('<b>click</b>');
  clock.at = 2_000;
  move(1);
  clock.at = 2_100;
  find('b').click();
  move(2);
  clock.at = 2_300;
  recorder.flush();
  const [moved] = of(1);
  const { positions } = moved?.data.event.data as { positions: { x: number; timeOffset: number }[] };
  const times = positions.map(({ x, timeOffset }) => [x, (moved?.at ?? 0) + timeOffset]);
  expect(times).toEqual([
    [1, 2_000],
    [2, 2_100],
  ]);
  hasOrder();
});

test('a clock that was set back meanwhile does not bring anything into the future', () => {
  const { clock, recorder, timesOf, captures } = record('<b>click</b>');
  clock.at = 9_000;
  find('b').click();
  clock.at = 3_000;
  find('b').title = 'changed';
  recorder.flush();
  expect(timesOf(ACTION)).toEqual([3_000]);
  expect(captures.at(-1)?.at).toBe(3_000);
});
