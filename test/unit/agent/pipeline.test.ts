import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPageStorage } from '../../../src/browser/storage.ts';
import { createPipeline, readTails } from '../../../src/pipeline/pipeline.ts';
import type { Batch, Capture } from '../../../src/wire/index.ts';
import { createMapStorage } from './mapStorage.ts';

const ids = { sessionId: 's', tabId: 't', pageId: 'p' };
const capture = (name: string): Capture => ({ kind: 'mark', at: 1, data: { name } });
const namesOf = (batches: Batch[]) =>
  batches.flatMap(({ captures }) => captures.map(({ data }) => Reflect.get(data, 'name')));

/** A pipeline with timers that run when the test says so. */
function create(limitChars?: number, area = createMapStorage(limitChars), pageId = ids.pageId) {
  const storage = createPageStorage(() => area, 'shop');
  const timers = new Map<number, () => void>();
  let nextTimer = 1;
  const pipeline = createPipeline({
    ids: { ...ids, pageId },
    storage,
    setTimeout: (callback) => {
      timers.set((nextTimer += 1), callback);
      return nextTimer;
    },
    clearTimeout: (timer) => {
      if (timer !== undefined) timers.delete(timer);
    },
  });
  const tick = () => {
    for (const [timer, callback] of [...timers]) {
      timers.delete(timer);
      callback();
    }
  };
  return { pipeline, storage, tick };
}

/** A worker that takes each batch once, in order, or fails as told. */
function createWorker(fails: () => boolean = () => false) {
  const taken: Batch[] = [];
  return {
    taken,
    append: (batch: Batch) => {
      if (fails() || batch.number > taken.length) return Promise.reject(new Error('database lost'));
      if (batch.number === taken.length) taken.push(structuredClone(batch));
      return Promise.resolve({ durableBatch: taken.length - 1 });
    },
  };
}

test('what is pushed before the worker runs arrives in order', async () => {
  const { pipeline, tick } = create();
  const worker = createWorker();
  pipeline.push(capture('a'));
  tick();
  pipeline.push(capture('b'));
  pipeline.connect(worker);
  await pipeline.flush();
  expect(namesOf(worker.taken)).toEqual(['a', 'b']);
  expect(worker.taken.map(({ number }) => number)).toEqual([0, 1]);
});

test('nothing is lost or doubled, whatever fails in between', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ count: fc.nat(5), fails: fc.boolean() }), { maxLength: 12 }),
      async (steps) => {
        const { pipeline } = create();
        let isFailing = false;
        const worker = createWorker(() => isFailing);
        pipeline.connect(worker);
        const pushed: string[] = [];
        for (const { count, fails } of steps) {
          isFailing = fails;
          for (let index = 0; index < count; index += 1) {
            const name = String(pushed.length);
            pushed.push(name);
            pipeline.push(capture(name));
          }
          await pipeline.flush();
        }
        isFailing = false;
        await pipeline.flush();
        expect(namesOf(worker.taken)).toEqual(pushed);
      },
    ),
  );
});

test('a page that is left keeps what the worker has not confirmed, and the next page finds it', async () => {
  const { pipeline, storage } = create();
  const worker = createWorker();
  pipeline.connect(worker);
  pipeline.push(capture('safe'));
  await pipeline.flush();
  pipeline.push(capture('late'));
  pipeline.saveTail();
  const tails = readTails(storage, 'another page');
  expect(tails).toHaveLength(1);
  expect(tails[0]?.ids).toEqual(ids);
  expect(namesOf(tails[0]?.batches ?? [])).toEqual(['late']);
  expect(tails[0]?.batches[0]?.number).toBe(1);
});

test('the tail goes when the worker has confirmed it after all', async () => {
  const { pipeline, storage } = create();
  pipeline.connect(createWorker());
  pipeline.push(capture('a'));
  pipeline.saveTail();
  await pipeline.flush();
  expect(readTails(storage, '')).toEqual([]);
});

test('where storage is too small, the tail keeps its beginning without a hole', () => {
  const { pipeline, storage, tick } = create(700);
  for (let index = 0; index < 20; index += 1) {
    pipeline.push(capture(String(index)));
    tick();
  }
  pipeline.saveTail();
  const numbers = readTails(storage, '')[0]?.batches.map(({ number }) => number) ?? [];
  expect(numbers.length).toBeGreaterThan(0);
  expect(numbers.length).toBeLessThan(20);
  expect(numbers).toEqual(numbers.map((_, index) => index));
});

test('a worker that never comes costs bounded memory, and the loss is counted', () => {
  const { pipeline } = create();
  for (let index = 0; index < 25_000; index += 1) pipeline.push(capture('x'));
  expect(pipeline.lostCount()).toBe(5_000);
});

test('tails that nobody takes over stay few', () => {
  const area = createMapStorage();
  for (let page = 0; page < 20; page += 1) {
    const { pipeline } = create(undefined, area, `page ${String(page + 10)}`);
    pipeline.push(capture('x'));
    pipeline.saveTail();
  }
  const kept = readTails(
    createPageStorage(() => area, 'shop'),
    '',
  ).map((tail) => tail.ids.pageId);
  expect(kept.sort()).toEqual(['page 27', 'page 28', 'page 29']);
});

test('what a worker was given that answers no more is given to the one after it', async () => {
  const { pipeline, tick } = create();
  const silent: Batch[] = [];
  pipeline.connect({
    append: (batch) => {
      silent.push(batch);
      return new Promise(() => undefined);
    },
  });
  pipeline.push(capture('a'));
  tick();
  pipeline.push(capture('b'));
  tick();
  expect(namesOf(silent)).toEqual(['a', 'b']);
  const worker = createWorker();
  pipeline.connect(worker);
  await pipeline.flush();
  expect(namesOf(worker.taken)).toEqual(['a', 'b']);
});

test('what somebody holds back goes with the rest, when it is wanted and when the page is left', async () => {
  const { pipeline, storage } = create();
  const worker = createWorker();
  pipeline.connect(worker);
  let held = ['one'];
  pipeline.gatherFrom(() => {
    for (const name of held.splice(0)) pipeline.push(capture(name));
  });
  await pipeline.flush();
  expect(namesOf(worker.taken)).toEqual(['one']);
  held = ['two'];
  pipeline.saveTail();
  expect(readTails(storage, '').flatMap(({ batches }) => namesOf(batches))).toEqual(['two']);
});

test('a heavy batch goes at once, but not in the task that makes it', async () => {
  const waits: number[] = [];
  const pipeline = createPipeline({
    ids,
    storage: createPageStorage(() => createMapStorage(), 'shop'),
    setTimeout: (_, ms) => waits.push(ms),
    clearTimeout: () => undefined,
  });
  const worker = createWorker();
  pipeline.connect(worker);
  const heavy = (count: number): Capture => ({
    kind: 'custom',
    at: 0,
    data: { name: 'x', data: { list: Array.from({ length: count }, Object) } },
  });
  pipeline.push(heavy(5_000));
  expect(waits).toEqual([500]);
  pipeline.push(heavy(5_000));
  pipeline.push(heavy(5_000));
  expect(waits).toEqual([500, 0]);
  expect(worker.taken).toEqual([]);
  await pipeline.flush();
  expect(worker.taken).toHaveLength(1);
  pipeline.push(capture('light'));
  expect(waits).toEqual([500, 0, 500]);
});
