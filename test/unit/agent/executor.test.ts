import { expect, test } from 'vitest';
import { createExecutor, InstructionError, type Result } from '../../../src/feedback/executor.ts';
import type { Acknowledgement, Instruction } from '../../../src/wire/index.ts';

const ids = { sessionId: 'session', tabId: 'tab', pageId: 'page' };

function instruction(more: Partial<Instruction> = {}): Instruction {
  return {
    id: 'i1',
    order: { verb: 'image', target: 'viewport' },
    address: { sessionId: 'session' },
    issuedAt: 0,
    expiresAt: 1_000,
    ...more,
  };
}

interface Options {
  claims?: Set<string>;
  perform?: () => Promise<Result>;
  claim?: () => Promise<boolean>;
  tabId?: string;
  waited?: Instruction[];
}

function openPage(options: Options = {}) {
  const { claims = new Set<string>(), waited = [] } = options;
  const seen = {
    words: [] as Acknowledgement[],
    performed: [] as string[],
    waiting: [] as Instruction[][],
    order: [] as string[],
  };
  const page = { ...seen, now: 500, isReady: true };
  const executor = createExecutor(
    {
      ids: { ...ids, tabId: options.tabId ?? ids.tabId },
      now: () => page.now,
      claim(key) {
        if (options.claim) return options.claim();
        const isFirst = !claims.has(key);
        claims.add(key);
        return Promise.resolve(isFirst);
      },
      isReady: () => page.isReady,
      perform(given) {
        page.performed.push(given.id);
        return (options.perform ?? (() => Promise.resolve({ outcome: 'applied' as const })))();
      },
      async acknowledge(word) {
        await Promise.resolve();
        page.order.push('acknowledged');
        page.words.push(word);
      },
      onWaiting: (waiting) => page.waiting.push(waiting),
    },
    waited,
  );
  return Object.assign(page, { executor });
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

async function run(given: Instruction, options: Options = {}) {
  const page = openPage(options);
  await page.executor.take(given);
  await settled();
  return page;
}

test('is applied once, over all tabs', async () => {
  const claims = new Set<string>();
  const first = await run(instruction({ triggerId: 't', depth: 2 }), { claims });
  const second = await run(instruction(), { claims, tabId: 'other tab' });
  expect([first.performed.length, second.performed.length]).toEqual([1, 0]);
  const word = { instructionId: 'i1', outcome: 'applied', verb: 'image', pageId: 'page', triggerId: 't', depth: 2 };
  expect(first.words).toMatchObject([word]);
  expect(second.words).toEqual([]);
});

test.each(['buffer.send', 'session.end'] as const)('`%s` is carried out by every tab, once each', async (verb) => {
  const claims = new Set<string>();
  const send = instruction({ order: { verb } });
  for (const [tabId, count] of [
    ['a', 1],
    ['b', 1],
    ['a', 0],
  ] as const) {
    expect((await run(send, { claims, tabId })).performed).toHaveLength(count);
  }
});

test('an expired one is said to be expired, once, not applied', async () => {
  const claims = new Set<string>();
  const { words, performed } = await run(instruction({ expiresAt: 500 }), { claims });
  expect([performed, words]).toMatchObject([[], [{ outcome: 'expired' }]]);
  expect((await run(instruction({ expiresAt: 500 }), { claims, tabId: 'b' })).words).toEqual([]);
});

test('one for another tab or page is none of ours', async () => {
  expect((await run(instruction({ address: { sessionId: 'session', tabId: 'x' } }))).words).toEqual([]);
  expect((await run(instruction({ address: { sessionId: 'session', pageId: 'x' } }))).words).toEqual([]);
});

test('of a session that is over only its buffer is still of use', async () => {
  const address = { sessionId: 'before' };
  const message = { verb: 'assist.message', title: 't', text: 'x' } as const;
  expect((await run(instruction({ address, order: message }))).words).toMatchObject([
    { sessionId: 'before', outcome: 'failed', code: 'session_over' },
  ]);
  expect((await run(instruction({ address, order: { verb: 'buffer.send' } }))).performed).toHaveLength(1);
  expect((await run(instruction({ address, order: { verb: 'agent.enable' } }))).performed).toHaveLength(1);
});

test('a failure is acknowledged with its code', async () => {
  const perform = () => Promise.reject(new InstructionError('page_hidden', 'the page is not visible'));
  expect((await run(instruction(), { perform })).words).toMatchObject([{ outcome: 'failed', code: 'page_hidden' }]);
});

test('so is one without a code', async () => {
  const { words } = await run(instruction(), { perform: () => Promise.reject(new Error('boom')) });
  expect(words).toMatchObject([{ outcome: 'failed', code: 'instruction_failed', message: 'boom' }]);
});

test('what can not be claimed is not carried out, but told', async () => {
  const { words, performed } = await run(instruction(), { claim: () => Promise.reject(new Error('no database')) });
  expect([performed, words]).toMatchObject([[], [{ outcome: 'failed', message: 'no database' }]]);
});

test('what ends the agent does so after the acknowledgement', async () => {
  const page = openPage({
    perform: () => Promise.resolve({ outcome: 'applied', afterwards: () => void page.order.push('afterwards') }),
  });
  await page.executor.take(instruction());
  await settled();
  expect(page.order).toEqual(['acknowledged', 'afterwards']);
  expect(page.words[0]).not.toHaveProperty('afterwards');
});

test('taking resolves as soon as it is claimed', async () => {
  const { executor, performed, words } = openPage({ perform: () => new Promise(() => undefined) });
  await executor.take(instruction());
  expect([performed, words]).toEqual([['i1'], []]);
});

test('one that is not ready yet waits, unclaimed, and is carried out when it is', async () => {
  const claims = new Set<string>();
  const page = openPage({ claims });
  page.isReady = false;
  for (let count = 0; count < 2; count += 1) await page.executor.take(instruction());
  expect([[...claims], page.waiting, page.executor.dueAt()]).toEqual([[], [[instruction()]], 1_000]);
  page.executor.recheck();
  page.isReady = true;
  for (let count = 0; count < 2; count += 1) page.executor.recheck();
  await settled();
  expect([page.performed, page.waiting.at(-1), page.executor.dueAt()]).toEqual([['i1'], [], Infinity]);
});

test('one that is never ready expires, and so does the one of the page before', async () => {
  const page = openPage({ waited: [instruction({ id: 'old' })] });
  page.isReady = false;
  await page.executor.take(instruction());
  page.now = 1_000;
  page.executor.recheck();
  expect(page.executor.dueAt()).toBe(Infinity);
  await settled();
  expect(page.words).toMatchObject([
    { instructionId: 'old', outcome: 'expired' },
    { instructionId: 'i1', outcome: 'expired' },
  ]);
});

test('one that waited, and was carried out elsewhere meanwhile, ends without a word', async () => {
  const claims = new Set<string>(['i1']);
  const page = openPage({ waited: [instruction()], claims });
  page.executor.recheck();
  await settled();
  expect([page.performed, page.words, page.waiting]).toEqual([[], [], [[]]]);
});

test('one of the page itself needs no claim', async () => {
  const page = openPage({ claim: () => Promise.resolve(false) });
  await page.executor.carryOut(instruction());
  expect(page.performed).toEqual(['i1']);
});

test('one that waited in a tab that was duplicated is left to that tab; one for a page that is over fails', async () => {
  const page = openPage({
    waited: [
      instruction({ id: 'other tab', address: { sessionId: 'session', tabId: 'first tab', pageId: 'its page' } }),
      instruction({ id: 'page before', address: { sessionId: 'session', pageId: 'page before' } }),
    ],
  });
  page.isReady = false;
  page.executor.recheck();
  await turn();
  expect(page.performed).toEqual([]);
  expect(page.words.map(({ instructionId, outcome, code }) => [instructionId, outcome, code])).toEqual([
    ['page before', 'failed', 'page_over'],
  ]);
  page.isReady = true;
  page.executor.recheck();
  await turn();
  expect([page.performed, page.words.length]).toEqual([[], 1]);
});

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
