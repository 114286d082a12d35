import { expect, test } from 'vitest';
import { createPatientLoad } from '../../../src/boot/patientLoad.ts';
import { openVerify } from '../../../src/boot/openAdoption.ts';
import { rules } from './adopting.ts';

test('code for signatures that can not be loaded is not asked for any more when the agent has stopped', async () => {
  const timers: (() => void)[] = [];
  let askedCount = 0;
  const loadVerify = () => {
    askedCount += 1;
    return Promise.reject(new Error('no connection'));
  };
  const patientLoad = (load: () => Promise<unknown>) =>
    createPatientLoad({ load, note: () => undefined, setTimeout: (callback) => timers.push(callback) });
  const scope = { app: 'shop', ruleKey: 'a.b', window: {}, assets: { loadVerify }, patientLoad };
  const verify = openVerify(scope as never);
  void verify?.(rules('good'));
  await turn();
  timers[0]?.();
  await turn();
  expect([askedCount, timers.length]).toEqual([2, 2]);
  verify?.stop();
  timers[1]?.();
  await turn();
  expect([askedCount, timers.length]).toEqual([2, 2]);
});

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
