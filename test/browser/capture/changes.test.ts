import { expect, test } from 'vitest';
import { createChanges } from '../../../src/capture/changes.ts';
import { mount } from './scope.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Someone who listens, and writes down where what they heard happened. */
function listenTo(changes: ReturnType<typeof createChanges>) {
  const heard: (string | undefined)[] = [];
  const listening = changes.listen((records) => {
    for (const { target } of records) heard.push((target as Element).id);
  });
  return { ...listening, heard };
}

test('who listens hears of what anyone looks at, and nothing after the end', async () => {
  const main = mount('<p id="a"></p><p id="b"></p>');
  const [a, b] = [...main.children] as [Element, Element];
  const changes = createChanges(window);
  const [first, second] = [listenTo(changes), listenTo(changes)];
  first.observe(a);
  expect([first.observes(a), second.observes(a), second.observes(b)]).toEqual([true, true, false]);
  second.observe(b);
  a.setAttribute('class', 'x');
  b.append('text');
  await settle();
  expect([first.heard, second.heard]).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
  second.stop();
  a.setAttribute('class', 'y');
  await settle();
  expect([first.heard.length, second.heard.length]).toEqual([3, 2]);
  first.stop();
  // Who comes afterwards begins anew.
  const third = listenTo(changes);
  a.setAttribute('class', 'z');
  await settle();
  expect([first.heard.length, third.heard.length, third.observes(a)]).toEqual([3, 0, false]);
  third.observe(a);
  second.observe(b);
  a.setAttribute('class', '');
  b.append('more');
  await settle();
  expect(third.heard).toEqual(['a']);
  third.stop();
});

test('what was not delivered yet can be had at once, by all, and comes once only', async () => {
  const main = mount('<p id="a"></p>');
  const changes = createChanges(window);
  const [first, second] = [listenTo(changes), listenTo(changes)];
  first.observe(main);
  main.children[0]!.setAttribute('class', 'x');
  second.collect();
  expect([first.heard, second.heard]).toEqual([['a'], ['a']]);
  first.collect();
  await settle();
  expect([first.heard, second.heard]).toEqual([['a'], ['a']]);
  first.stop();
  second.stop();
});
