import { expect, test } from 'vitest';
import { execute, InstructionError, type Result } from '../../../src/feedback/executor.ts';
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

async function run(
  given: Instruction,
  options: { claims?: Set<string>; perform?: () => Promise<Result>; tabId?: string } = {},
) {
  const words: Acknowledgement[] = [];
  const claims = options.claims ?? new Set();
  let performedCount = 0;
  await execute(
    {
      ids: { ...ids, tabId: options.tabId ?? ids.tabId },
      now: () => 500,
      claim: (key) => {
        const isFirst = !claims.has(key);
        claims.add(key);
        return Promise.resolve(isFirst);
      },
      perform: () => {
        performedCount += 1;
        return (options.perform ?? (() => Promise.resolve({ outcome: 'applied' as const })))();
      },
      acknowledge: (word) => words.push(word),
    },
    given,
    false,
  );
  return { words, performedCount };
}

test('is applied once, over all tabs', async () => {
  const claims = new Set<string>();
  const first = await run(instruction(), { claims });
  const second = await run(instruction(), { claims, tabId: 'other tab' });
  expect([first.performedCount, second.performedCount]).toEqual([1, 0]);
  expect(first.words).toMatchObject([{ instructionId: 'i1', outcome: 'applied', verb: 'image', pageId: 'page' }]);
  expect(second.words).toEqual([]);
});

test('`send` is carried out by every tab, once each', async () => {
  const claims = new Set<string>();
  const send = instruction({ order: { verb: 'buffer.send' } });
  expect((await run(send, { claims })).performedCount).toBe(1);
  expect((await run(send, { claims, tabId: 'other tab' })).performedCount).toBe(1);
  expect((await run(send, { claims })).performedCount).toBe(0);
});

test('an expired one is said to be expired, not applied', async () => {
  const { words, performedCount } = await run(instruction({ expiresAt: 500 }));
  expect(performedCount).toBe(0);
  expect(words).toMatchObject([{ outcome: 'expired' }]);
});

test('one for another tab or page is none of ours', async () => {
  expect((await run(instruction({ address: { sessionId: 'session', tabId: 'x' } }))).words).toEqual([]);
  expect((await run(instruction({ address: { sessionId: 'session', pageId: 'x' } }))).words).toEqual([]);
});

test('a failure is acknowledged with its code', async () => {
  const perform = () => Promise.reject(new InstructionError('page_hidden', 'the page is not visible'));
  expect((await run(instruction(), { perform })).words).toMatchObject([{ outcome: 'failed', code: 'page_hidden' }]);
});

test('so is one without a code', async () => {
  const { words } = await run(instruction(), { perform: () => Promise.reject(new Error('boom')) });
  expect(words).toMatchObject([{ outcome: 'failed', code: 'instruction_failed', message: 'boom' }]);
});
