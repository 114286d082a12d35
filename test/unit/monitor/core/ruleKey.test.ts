import { expect, it } from 'vitest';
import { runCli } from '../../../../monitor/src/main.ts';
import { logIn, useMonitors } from './monitors.ts';

const monitors = useMonitors();

it('is made once, and shown by the command and to operators, also while the monitor runs', async () => {
  const dataDir = await monitors.makeFolder();
  const printed: string[] = [];
  const print = () =>
    runCli({
      args: ['--print-key', '--data', dataDir],
      env: {},
      print: (line) => printed.push(line),
      printError: (line) => printed.push(line),
      untilStop: () => Promise.resolve(),
    });
  expect(await print()).toBe(0);
  const operator = await logIn(await monitors.start({ dataDir }));
  const { ruleKey } = (await operator.get('/v1/apps')).json<{ ruleKey: string }>();
  expect(await print()).toBe(0);
  expect(printed).toEqual([ruleKey, ruleKey]);
  expect(ruleKey).toMatch(/^[\w-]{43}\.[\w-]{87}$/);
});
