import { expect, test } from 'vitest';
import { openAdoption } from '../../../src/boot/openAdoption.ts';
import { createPatientLoad } from '../../../src/boot/patientLoad.ts';
import { createRuleMemory } from '../../../src/boot/ruleMemory.ts';
import { createAgent, createBrowser, rules } from './adopting.ts';

const ids = { sessionId: 'session', tabId: 'tab', pageId: 'page' };
const SESSION_ID = '01890000-0000-7000-8000-000000000000';
const nothing = () => undefined;

/** A page whose tasks are the test's: what each of them does is said. */
function open() {
  const said: string[] = [];
  const tasks: (() => void)[] = [];
  const natives = { setTimeout: (callback: () => void) => tasks.push(callback), clearTimeout: nothing };
  const startAgent = () => {
    said.push('started');
    return createAgent({ begin: () => said.push('begins'), stop: () => said.push('stopped') });
  };
  const counter = { enter: () => true, watch: () => ({ stop: nothing }), leave: nothing };
  const assets = {
    loadAgent: () =>
      Promise.resolve({
        ...{ startAgent, createLoadCounter: () => counter },
        loadRuleCode: () => Promise.resolve(undefined),
      }),
  };
  const storage = createBrowser();
  const now = () => 1_000;
  const scope = {
    ...{ session: { id: SESSION_ID }, storage, natives, assets, clock: { now }, note: nothing, sample: 1 },
    guard: (action: () => void) => action,
    patientLoad: (load: () => Promise<unknown>) => createPatientLoad({ load, note: nothing, ...natives }),
  };
  const adoption = openAdoption(scope as never, ids, {
    words: { tell: nothing, say: () => said.push('word') },
    memory: createRuleMemory({ storage, sessionId: 'session', now }),
    ...{ verify: undefined, isCalled: () => false, recheckRules: nothing, onPhase: nothing },
    onStarted: () => said.push('told'),
  });
  const nextTask = async () => {
    // What is loaded comes in between.
    for (let turns = 0; turns < 20; turns += 1) await Promise.resolve();
    tasks.shift()?.();
    for (let turns = 0; turns < 20; turns += 1) await Promise.resolve();
    return said.splice(0);
  };
  return { adoption, nextTask };
}

test('the agent starts in one task, and captures from another on; it is told what waits for it behind that', async () => {
  const { adoption, nextTask } = open();
  adoption.adopt(rules('good'));
  expect(await nextTask()).toEqual(['started']);
  expect([adoption.agent() === undefined, adoption.begun()]).toEqual([false, undefined]);
  expect(await nextTask()).toEqual(['word']);
  expect(await nextTask()).toEqual(['begins', 'told']);
  expect(adoption.begun()).toBe(adoption.agent());
});

test('what is stopped in between never begins', async () => {
  const { adoption, nextTask } = open();
  adoption.adopt(rules('good'));
  await nextTask();
  adoption.stop();
  expect([...(await nextTask()), ...(await nextTask())]).toEqual(['stopped', 'word']);
  expect(adoption.begun()).toBeUndefined();
});

test('what is put to sleep and woken in between begins once, as what it is then', async () => {
  const { adoption, nextTask } = open();
  adoption.adopt(rules('good'));
  await nextTask();
  adoption.sleep();
  adoption.adopt(rules('good', { revision: 2 }));
  const all: string[] = [];
  for (let tasks = 0; tasks < 8; tasks += 1) all.push(...(await nextTask()));
  expect(all.filter((word) => word !== 'word')).toEqual(['stopped', 'started', 'begins', 'told']);
});
