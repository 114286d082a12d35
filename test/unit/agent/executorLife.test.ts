import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createExecutor, type Executor } from '../../../src/feedback/executor.ts';
import type { Acknowledgement, Instruction } from '../../../src/wire/index.ts';

/**
 * A device with some tabs, whose pages are loaded anew or die at any point, and a monitor that delivers each instruction in
 * any order and as often as it likes. The claims are the device's, as the worker keeps them.
 */
const TABS = ['tab a', 'tab b', 'tab c'];
const EXPIRES_AT = 1_000;
const VERBS = ['buffer.send', 'assist.message', 'capture.stop', 'assist.close'] as const;
const EACH_TAB = ['buffer.send', 'capture.stop'];

type Event =
  | { type: 'deliver'; tab: number; instruction: number }
  | { type: 'reload' | 'enter' | 'recheck'; tab: number }
  | { type: 'step'; count: number };

const tab = fc.nat(TABS.length - 1);
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ type: fc.constant('deliver'), tab, instruction: fc.nat(5) }),
  fc.record({ type: fc.constantFrom('reload', 'enter', 'recheck'), tab }),
  fc.record({ type: fc.constant('step'), count: fc.nat(4) }),
);

function toInstruction(number: number): Instruction {
  const verb = VERBS[number % VERBS.length] ?? 'assist.close';
  const order = verb === 'assist.message' ? { verb, title: 't', text: 'x' } : { verb };
  const state = number % 2 === 0 ? {} : { state: 'checkout' };
  return { id: `i${String(number)}`, order, address: { sessionId: 's', ...state }, issuedAt: 0, expiresAt: EXPIRES_AT };
}

interface Page {
  pageId: string;
  executor: Executor;
  isDead: boolean;
}

function createDevice() {
  const claims = new Map<string, string>();
  const done: { key: string; pageId: string }[] = [];
  const words: (Acknowledgement & { key: string })[] = [];
  const kept = new Map<string, Instruction[]>();
  const inCheckout = new Set<string>();
  /** What is under way, in a page; each step is one answer of the worker, which a page may not live to see. */
  const steps: (() => void)[] = [];
  const pages = new Map<string, Page>();
  let pageCount = 0;
  const device = { now: 0, claims, done, words, kept, pages };

  const load = (tabId: string) => {
    pageCount += 1;
    const page = { pageId: `page ${String(pageCount)}`, isDead: false };
    const old = pages.get(tabId);
    if (old) old.isDead = true;
    const answer = <T>(run: () => T) =>
      new Promise<T>((resolve) => {
        // The worker does what it was told to, also by a page that does not hear of it any more.
        steps.push(() => {
          const value = run();
          if (!page.isDead) resolve(value);
        });
      });
    const keyOf = ({ id, order }: { id: string; order: { verb: string } }) =>
      EACH_TAB.includes(order.verb) ? `${id}:${tabId}` : id;
    const ids = { sessionId: 's', tabId, pageId: page.pageId };
    const executor = createExecutor(
      {
        ids,
        now: () => device.now,
        claim: (key) =>
          answer(() => {
            if (claims.has(key)) return false;
            claims.set(key, page.pageId);
            return true;
          }),
        isReady: ({ address }) => address.state === undefined || inCheckout.has(tabId),
        perform(instruction) {
          done.push({ key: keyOf(instruction), pageId: page.pageId });
          return answer(() => ({ outcome: 'applied' as const }));
        },
        acknowledge: (word) =>
          answer(() => {
            words.push({ ...word, key: keyOf({ id: word.instructionId ?? '', order: { verb: word.verb ?? '' } }) });
          }),
        onWaiting: (waiting) => kept.set(tabId, waiting),
      },
      kept.get(tabId) ?? [],
    );
    pages.set(tabId, Object.assign(page, { executor }));
    executor.recheck();
  };
  return {
    ...device,
    load,
    enter: (tabId: string) => inCheckout.add(tabId),
    expire() {
      device.now = EXPIRES_AT;
    },
    async step(count = Infinity) {
      for (let done = 0; done < count && steps.length > 0; done += 1) {
        steps.shift()?.();
        // What follows from the answer is on its way before the next one comes.
        for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
      }
    },
  };
}

test('whatever happens: each at most once, and each that is claimed acknowledged, or its page is dead', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 60 }), async (events) => {
      const device = createDevice();
      TABS.forEach(device.load);
      for (const next of events) {
        if (next.type === 'step') await device.step(next.count);
        else {
          const tabId = TABS[next.tab] ?? '';
          if (next.type === 'reload') device.load(tabId);
          if (next.type === 'enter') device.enter(tabId);
          const page = device.pages.get(tabId);
          if (next.type === 'deliver') void page?.executor.take(toInstruction(next.instruction));
          else page?.executor.recheck();
        }
      }
      await device.step();
      device.expire();
      for (const { executor } of device.pages.values()) executor.recheck();
      await device.step();

      const doneKeys = device.done.map(({ key }) => key);
      expect(doneKeys).toEqual([...new Set(doneKeys)]);
      const wordKeys = device.words.map(({ key }) => key);
      expect(wordKeys).toEqual([...new Set(wordKeys)]);
      const live = new Set([...device.pages.values()].map(({ pageId }) => pageId));
      for (const [key, pageId] of device.claims) expect(wordKeys.includes(key) || !live.has(pageId)).toBe(true);
      // Nothing is done that nobody has claimed, and nobody waits for what is over.
      expect(doneKeys.every((key) => device.claims.has(key))).toBe(true);
      expect([...device.kept.values()].flat()).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('what a page has taken is not lost with it: it is claimed, or kept for the next one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(5), fc.nat(3), fc.boolean(), async (number, stepCount, isThere) => {
      const device = createDevice();
      device.load('tab a');
      if (isThere) device.enter('tab a');
      const instruction = toInstruction(number);
      const taken: string[] = [];
      void device.pages
        .get('tab a')
        ?.executor.take(instruction)
        .then(() => taken.push(instruction.id));
      await device.step(stepCount);
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
      device.load('tab a');
      const isKept = device.kept.get('tab a')?.some(({ id }) => id === instruction.id) === true;
      const isClaimed = [...device.claims.keys()].some((key) => key.startsWith(instruction.id));
      expect(taken.length === 0 || isKept || isClaimed).toBe(true);
      // Not taken: the monitor delivers it again.
      if (taken.length === 0) void device.pages.get('tab a')?.executor.take(instruction);
      device.enter('tab a');
      device.pages.get('tab a')?.executor.recheck();
      await device.step();
      expect(device.claims.size).toBe(1);
      expect(device.done.length).toBeLessThanOrEqual(1);
      // Claimed by a page that died before it could begin: the next worker says `interrupted`.
      const [claimedBy] = device.claims.values();
      expect(device.done.length === 1 || claimedBy === 'page 1').toBe(true);
    }),
  );
});
