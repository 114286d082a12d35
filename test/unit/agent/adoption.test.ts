import { expect, test } from 'vitest';
import { createBrowser, HOUR_MS, openPage, rules, turn } from './adopting.ts';

function open(cached?: object) {
  const storage = createBrowser();
  if (cached) storage.set('rules', cached);
  return { ...openPage(storage), storage };
}

test('a cached rule set that a newer agent refuses is forgotten, and asked for anew', async () => {
  const { adoption, said, storage } = open(rules('old'));
  await turn();
  expect(said).toEqual(['old refused', 'asks again']);
  expect([adoption.rules(), adoption.offered(), storage.get('rules')]).toEqual([undefined, undefined, undefined]);
  adoption.adopt(rules('good'));
  await turn();
  expect(said.slice(2)).toEqual(['good applied', 'started']);
  expect(adoption.phase()).toBe('recording');
});

test('one that comes from the monitor and is refused leaves what runs, and is not asked for for ever', async () => {
  const { adoption, said } = open(rules('good 1'));
  await turn();
  adoption.adopt(rules('bad'));
  await turn();
  expect(said).toEqual(['good 1 applied', 'started', 'bad refused']);
  expect([adoption.phase(), adoption.offered()?.hash]).toEqual(['recording', 'bad']);
});

test('sleeps by its rules, or because the session is not of the share, and says which', async () => {
  const { adoption, said } = open(rules('good 1'));
  await turn();
  adoption.adopt(rules('good 2', { rules: { sample: 0.2 } }));
  expect([adoption.phase(), adoption.reason(), adoption.agent()]).toEqual(['dormant', 'not_sampled', undefined]);
  adoption.adopt(rules('good 3'));
  await turn();
  expect([adoption.phase(), adoption.reason()]).toEqual(['recording', undefined]);
  adoption.adopt(rules('good 4', { dormant: true }));
  expect([adoption.phase(), adoption.reason()]).toEqual(['dormant', 'rules_empty']);
  expect(said.filter((word) => word === 'stopped')).toHaveLength(2);
});

test('a monitor without rules, or without an answer, leaves a page dormant, and one with cached rules as it is', async () => {
  const bare = open();
  bare.adoption.rest();
  expect([bare.adoption.phase(), bare.adoption.reason()]).toEqual(['dormant', 'no_rules']);
  const { adoption } = open(rules('good'));
  await turn();
  adoption.rest();
  expect(adoption.phase()).toBe('recording');
});

test('within a session nothing older is taken, unless it was published later', async () => {
  const { adoption, said, storage } = open();
  adoption.adopt(rules('good 7', { revision: 7, publishedAt: 700 }));
  await turn();
  adoption.adopt(rules('good 6', { revision: 6, publishedAt: 600 }));
  adoption.adopt(rules('good 5', { revision: 5, publishedAt: 800 }));
  expect(said.filter((word) => word !== 'started')).toEqual([
    'good 7 applied',
    'good 6 rule_set_old',
    'good 5 applied',
  ]);
  expect(adoption.phase()).toBe('recording');
  storage.set('floor', { sessionId: 'another', revision: 9, publishedAt: 900 });
  adoption.adopt(rules('good 4', { revision: 4, publishedAt: 400 }));
  expect(said.at(-1)).toBe('good 4 applied');
});

test('cached rules count for their time to live without the monitor, then no more', async () => {
  const cached = rules('good', { rules: { limits: { ttlHours: 2 } } });
  const storage = createBrowser();
  storage.set('rules', cached);
  storage.set('heard', 1_000_000);
  const soon = openPage(storage, { at: 1_000_000 + 2 * HOUR_MS });
  await turn();
  expect(soon.adoption.phase()).toBe('recording');
  const late = openPage(storage, { at: 1_000_001 + 2 * HOUR_MS });
  await turn();
  expect([late.adoption.phase(), late.adoption.offered()]).toEqual(['starting', undefined]);
  late.memory.heard();
  late.adoption.adopt(cached);
  await turn();
  expect(late.adoption.phase()).toBe('recording');
  late.adoption.sleep();
  expect([late.adoption.phase(), late.adoption.offered()]).toEqual(['dormant', undefined]);
});

test('with a key, rule sets count only once they are verified, cached ones too; the newest wins', async () => {
  const storage = createBrowser();
  storage.set('rules', rules('good forged'));
  const pending = new Map<string, { resolve(): void; reject(error: Error): void }>();
  const { adoption, said } = openPage(storage, {
    verify: ({ hash }) => new Promise((resolve, reject) => pending.set(hash, { resolve, reject })),
  });
  await turn();
  expect([adoption.phase(), said]).toEqual(['starting', []]);
  pending.get('good forged')?.reject(Object.assign(new Error('x'), { code: 'signature_invalid' }));
  await turn();
  expect(said).toEqual(['good forged signature_invalid', 'asks again']);
  adoption.adopt(rules('good 1'));
  adoption.adopt(rules('good 2'));
  pending.get('good 2')?.resolve();
  pending.get('good 1')?.resolve();
  await turn();
  expect(said.slice(2)).toEqual(['good 2 applied', 'started']);
});

test('a rule set that is refused while the code for the one before it loads leaves that one its turn', async () => {
  const { adoption, said } = open(rules('good 1'));
  adoption.adopt(rules('bad', { revision: 2 }));
  await turn();
  expect(said).toEqual(['bad refused', 'good 1 applied', 'started']);
  expect([adoption.phase(), adoption.rules()?.hash, adoption.offered()?.hash]).toEqual(['recording', 'good 1', 'bad']);
});

test('what is refused is never said to be what the page works by', async () => {
  const { adoption } = open(rules('good 1'));
  expect(adoption.rules()).toBeUndefined();
  await turn();
  adoption.adopt(rules('bad', { revision: 2 }));
  expect(adoption.rules()?.hash).toBe('good 1');
  adoption.adopt(rules('good dormant', { revision: 3, dormant: true }));
  adoption.adopt(rules('bad again', { revision: 4 }));
  await turn();
  expect([adoption.phase(), adoption.reason(), adoption.rules()?.hash]).toEqual([
    ...['dormant', 'rules_empty', 'good dormant'],
  ]);
});

test('a cached rule set that is older than the session had asks for nothing before the page has begun', async () => {
  const storage = createBrowser();
  storage.set('rules', rules('good 1'));
  storage.set('floor', { sessionId: 'session', revision: 2, publishedAt: 2 });
  const { adoption, said } = openPage(storage, {
    recheckRules() {
      throw new Error('nothing is there yet that could ask');
    },
  });
  await turn();
  expect(said).toEqual([]);
  adoption.adopt(rules('good 2', { revision: 2 }));
  await turn();
  expect(said).toEqual(['good 2 applied', 'started']);
});

test('a rule set whose code has to come first is not said to be applied before', async () => {
  const coming: (() => void)[] = [];
  const prepare = (next: object, onReady: () => void) => {
    if (JSON.stringify(next).includes('needs')) coming.push(onReady);
    else onReady();
  };
  const { adoption, said } = openPage(createBrowser(), { prepare });
  adoption.adopt(rules('good'));
  await turn();
  for (const hash of ['good needs 1', 'good needs 2']) adoption.adopt(rules(hash));
  expect([said, adoption.rules()?.hash]).toEqual([['good applied', 'started'], 'good']);
  coming[1]?.();
  adoption.adopt(rules('needs, and is bad'));
  coming[2]?.();
  expect(said.slice(2)).toEqual(['good needs 2 applied', 'needs, and is bad refused']);
  expect([adoption.phase(), adoption.rules()?.hash]).toEqual(['recording', 'good needs 2']);
});
