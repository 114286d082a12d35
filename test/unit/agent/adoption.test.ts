import { expect, test } from 'vitest';
import { createAdoption, type AdoptionScope } from '../../../src/boot/adoption.ts';
import type { Agent } from '../../../src/boot/agent.ts';
import { createPageStorage } from '../../../src/browser/storage.ts';
import { createMapStorage } from './mapStorage.ts';

const rules = (hash: string, more: object = {}) => ({ revision: 1, hash, dormant: false, sample: 1, ...more });

/** An agent that takes the rule sets whose hash begins with `good`. */
function open(cached?: object) {
  const area = createMapStorage();
  const storage = createPageStorage(() => area, 'shop');
  if (cached) storage.set('rules', cached);
  const said: string[] = [];
  const check = (next: unknown) => {
    if (!JSON.stringify(next).includes('"good')) throw new Error('refused');
  };
  const nothing = () => undefined;
  const scope: AdoptionScope = {
    storage,
    load: () =>
      Promise.resolve((next): Agent => {
        check(next);
        return {
          ...{ adopt: check, instruct: nothing, take: nothing, correctClock: nothing, discard: nothing },
          ...{ otherSessionIds: Promise.resolve([]), status: () => Promise.reject(new Error('none')) },
          end: () => Promise.resolve(),
          stop: () => said.push('stopped'),
        };
      }),
    onStarted: () => said.push('started'),
    onPhase: nothing,
    isSampled: (share) => share > 0.5,
    recheckRules: () => said.push('asks again'),
    onSettled: ({ hash }, error) => said.push(`${hash} ${error ? 'refused' : 'applied'}`),
  };
  return { adoption: createAdoption(scope), said, storage };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

test('a cached rule set that a newer agent refuses is forgotten, and asked for anew', async () => {
  const { adoption, said, storage } = open(rules('old'));
  await turn();
  expect(said).toEqual(['old refused', 'asks again']);
  expect([adoption.rules(), storage.get('rules')]).toEqual([undefined, undefined]);
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
  expect(adoption.phase()).toBe('recording');
});

test('sleeps by its rules, or because the session is not of the share', async () => {
  const { adoption, said } = open(rules('good 1'));
  await turn();
  adoption.adopt(rules('good 2', { sample: 0.2 }));
  expect([adoption.phase(), adoption.agent()]).toEqual(['dormant', undefined]);
  adoption.adopt(rules('good 3'));
  await turn();
  expect(adoption.phase()).toBe('recording');
  adoption.adopt(rules('good 4', { dormant: true }));
  expect(adoption.phase()).toBe('dormant');
  expect(said.filter((word) => word === 'stopped')).toHaveLength(2);
});
