import { describe, expect, it } from 'vitest';
import { APP, logIn, PASSWORD, useMonitors } from '../core/monitors.ts';
import { BROKEN, runCommand } from './commandLine.ts';

describe('rewindow rules publish', () => {
  const monitors = useMonitors();
  const files = {
    'a.json': '{ "version": 1, "name": "one" }',
    'b.json': '{ "version": 1, "name": "two" }',
    'x.json': BROKEN,
  };

  async function start() {
    const monitor = await monitors.start({ port: 0 });
    const address = await monitor.listen();
    const operator = await logIn(monitor);
    const publish = (
      file: string,
      args: string[] = [],
      env: Record<string, string> = { REWINDOW_PASSWORD: PASSWORD },
    ) => runCommand(['rules', 'publish', file, '--monitor', address, '--app', APP, ...args], { files, env });
    return { operator, address, publish };
  }

  it('publishes, by password or token', async () => {
    const { operator, publish } = await start();
    expect(await publish('a.json', ['--note', 'why'])).toEqual({
      code: 0,
      output: 'shop: published as revision 1',
      errors: '',
    });
    expect((await publish('a.json')).output).toBe('shop: unchanged, revision 1 means the same');
    const again = await publish('b.json', ['--json'], { REWINDOW_TOKEN: operator.token });
    expect([again.code, JSON.parse(again.output)]).toMatchObject([0, { revision: 2, unchanged: false }]);
    const { current, history } = (await operator.get(`/v1/apps/${APP}/rules`)).json();
    expect([current.revision, current.source.name, history.at(-1).note]).toEqual([2, 'two', 'why']);
    // A login of one's own is not ended.
    expect((await operator.get('/v1/me')).statusCode).toBe(200);
  });

  it('publishes for a share of the sessions first', async () => {
    const { operator, publish } = await start();
    await publish('a.json');
    const { output } = await publish('b.json', ['--share', '0.125']);
    expect(output).toBe('shop: published as revision 2 for 12.5 % of the sessions');
    const { current, stage } = (await operator.get(`/v1/apps/${APP}/rules`)).json();
    expect([current.revision, stage]).toMatchObject([1, { revision: 2, share: 0.125 }]);
  });

  it('does not overwrite what somebody else has published', async () => {
    const { publish } = await start();
    expect((await publish('a.json', ['--base', '0'])).code).toBe(0);
    const { code, output, errors } = await publish('b.json', ['--base', '0']);
    expect([code, output]).toEqual([1, '']);
    expect(errors).toMatch(/^b\.json: .*newest revision is 1.*\(rule_set_stale\)$/);
  });

  it('says that a stage is with more of the sessions already', async () => {
    const { publish } = await start();
    await publish('a.json');
    await publish('b.json', ['--share', '0.5']);
    const { code, errors } = await publish('b.json', ['--base', '2', '--share', '0.25']);
    expect([code, errors]).toEqual([1, expect.stringMatching(/^b\.json: .*50 % of the sessions.*stage_share_lowered/)]);
  });

  it('says what is wrong before it asks anybody', async () => {
    const { code, errors } = await runCommand(
      ['rules', 'publish', 'x.json', '--monitor', 'http://[::1]:9/', '--app', APP],
      { files, env: { REWINDOW_TOKEN: 'x' } },
    );
    expect([code, errors]).toEqual([1, expect.stringMatching(/^x\.json:4:43: /)]);
  });

  it('ends with 2 where it is not let in, or nobody answers as a monitor does', async () => {
    const { address, publish } = await start();
    expect(await publish('a.json', [], { REWINDOW_PASSWORD: 'wrong password' })).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/login_refused|password/i),
    });
    expect(await publish('a.json', [], { REWINDOW_TOKEN: 'x'.repeat(43) })).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/login_required/),
    });
    const asked = (monitor: string) =>
      runCommand(['rules', 'publish', 'a.json', '--monitor', monitor, '--app', APP], {
        files,
        env: { REWINDOW_PASSWORD: PASSWORD },
      });
    expect(await asked('http://127.0.0.1:9/')).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/does not answer: .+/),
    });
    expect(await asked(`${address}console/`)).toMatchObject({ code: 2 });
    const strange = await runCommand(['rules', 'publish', 'a.json', '--monitor', address, '--app', 'nobody'], {
      files,
      env: { REWINDOW_PASSWORD: PASSWORD },
    });
    expect(strange).toMatchObject({ code: 2, errors: expect.stringMatching(/not_found/) });
  });
});
