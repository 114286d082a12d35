import { expect, test } from 'vitest';
import { batch, createDevice, mark, START_AT } from './support.ts';

test('a tree that is too deep to be searched is stored all the same', async () => {
  const page = await createDevice().open();
  let node: object = { type: 3, id: 1, textContent: 'x' };
  for (let id = 2; id < 20_000; id += 1) node = { type: 2, id, tagName: 'b', attributes: {}, childNodes: [node] };
  const event = { type: 2, timestamp: START_AT, data: { node } };
  const { durableBatch } = await page.api.append(
    batch(0, { kind: 'dom', at: START_AT, data: { event } }, mark(START_AT)),
  );
  expect(durableBatch).toBe(0);
});
