import { createServer } from 'node:http';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordsReply, SessionsReply } from '../../../../monitor/src/api/contract.ts';
import { useCommand } from './commands.ts';
import { logIn, sendSegment, useMonitors, APP, PASSWORD } from './monitors.ts';
import { makeIds, makeLines, type Ids } from './segments.ts';

const command = useCommand();
const monitors = useMonitors();
const READY = /^rewindow-monitor ready: (http:\S+)/m;

function postLogin(address: string, password: string, headers: Record<string, string> = {}) {
  return fetch(`${address}v1/login`, {
    method: 'POST',
    body: JSON.stringify({ password }),
    headers: { 'content-type': 'application/json', ...headers },
  });
}

describe('rewindow-monitor', () => {
  it('says what it can do', async () => {
    const [help, version] = await Promise.all([command.run(['--help']).ended, command.run(['--version']).ended]);
    expect([help.code, version.code]).toEqual([0, 0]);
    expect(help.output).toContain('--reindex');
    expect(version.output).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [['--port', 'abc'], {}, 'The port is a number'],
    [['--port', '70000'], {}, 'The port is a number'],
    [['--nonsense'], {}, '--nonsense'],
    [['extra'], {}, 'extra'],
    [['--trust-proxy', 'proxy.example'], {}, 'not "proxy.example"'],
    [['--trust-proxy', 'loopback,10.0.0.0/33'], {}, 'not "10.0.0.0/33"'],
    [[], { REWINDOW_TRUST_PROXY: '*' }, 'not "*"'],
    [['--connections-per-address', '-1'], {}, 'connections-per-address'],
    [[], { REWINDOW_CONNECTIONS_PER_ADDRESS: 'many' }, 'not "many"'],
    [[], { REWINDOW_LOG_LEVEL: 'loud' }, 'REWINDOW_LOG_LEVEL'],
    [[], { REWINDOW_ADMIN_PASSWORD: 'short' }, 'REWINDOW_ADMIN_PASSWORD'],
  ])('ends with 2 for %j %j', async (args, env, message) => {
    const { code, errors, output } = await command.run(args, env).ended;
    expect([code, output]).toEqual([2, '']);
    expect(errors).toContain(message);
  });

  it('starts, prints the password once, serves, and stops on SIGTERM', async () => {
    const dataDir = await monitors.makeFolder();
    const first = command.run(['--port', '0', '--data', dataDir]);
    const address = await first.find(READY);
    expect(address).toMatch(/^http:\/\/localhost:\d+\/$/);
    const password = await first.find(/password.*: (\S+)/);
    expect((await fetch(`${address}healthz`)).status).toBe(200);
    expect((await postLogin(address, password)).status).toBe(200);
    first.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0, errors: '' });
    const second = command.run([], { PORT: '0', REWINDOW_DATA: dataDir });
    await second.find(READY);
    second.kill('SIGINT');
    const { code, output } = await second.ended;
    expect([code, output.split('\n').length]).toEqual([0, 2]);
  });

  it('says that the port is in use', async () => {
    const server = createServer().listen(0, 'localhost');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const run = await command.run(['--port', String(port), '--data', await monitors.makeFolder()]).ended;
    server.close();
    expect(run.code).toBe(1);
    expect(run.errors).toMatch(/port is in use/);
    // It was generated, and no later start can tell it.
    expect(run.output).toMatch(/password.*: \S+/);
  });

  it.each([
    [[], 0],
    [['--trust-proxy', '10.1.2.3'], 0],
    [['--trust-proxy', 'loopback, 10.0.0.0/8'], 1],
  ])('with %j believes a local proxy that speaks of https: %i', async (args, secureCount) => {
    const env = { REWINDOW_ADMIN_PASSWORD: PASSWORD };
    const run = command.run(['--port', '0', '--data', await monitors.makeFolder(), ...args], env);
    const reply = await postLogin(await run.find(READY), PASSWORD, { 'x-forwarded-proto': 'https' });
    expect(reply.status).toBe(200);
    expect(reply.headers.getSetCookie().filter((cookie) => cookie.includes('Secure'))).toHaveLength(secureCount);
    run.kill('SIGTERM');
    expect((await run.ended).code).toBe(0);
  });

  it('leaves the data to the monitor that has it', async () => {
    const dataDir = await monitors.makeFolder();
    await monitors.start({ dataDir });
    const run = await command.run(['--port', '0', '--data', dataDir]).ended;
    expect([run.code, run.errors]).toEqual([1, expect.stringContaining('in use by another monitor')]);
  });
});

describe('a monitor that is killed', () => {
  it('has everything that it has acknowledged', async () => {
    const dataDir = await monitors.makeFolder();
    await (await monitors.start({ dataDir })).close();
    const acknowledged: { ids: Ids; first: number }[] = [];
    for (let round = 0; round < 3; round += 1) {
      const run = command.run(['--port', '0', '--data', dataDir]);
      const address = await run.find(READY);
      const senders = [makeIds(), makeIds(), makeIds()].map(async (ids) => {
        for (let first = 0; ; first += 10) {
          const body = Buffer.from(makeLines(ids, first, first + 9));
          const reply = await fetch(`${address}v1/segments?app=${APP}`, { method: 'POST', body }).catch(
            () => undefined,
          );
          if (reply === undefined) return;
          expect(reply.status).toBe(201);
          acknowledged.push({ ids, first });
          // Killed in mid-work: the other senders are waiting for answers.
          if (acknowledged.length === 20 * (round + 1)) run.kill('SIGKILL');
        }
      });
      await Promise.all(senders);
      expect((await run.ended).signal).toBe('SIGKILL');
    }
    const monitor = await monitors.start({ dataDir });
    await monitor.settled();
    const operator = await logIn(monitor);
    for (const { ids, first } of acknowledged) {
      const url = `/v1/sessions/${ids.sessionId}/records?limit=20000`;
      const { records } = (await operator.get(url)).json<RecordsReply>();
      const sequences = new Set(records.map(({ sequence }) => sequence));
      for (let sequence = first; sequence < first + 10; sequence += 1) expect(sequences.has(sequence)).toBe(true);
      expect((await sendSegment(monitor, makeLines(ids, first, first + 9))).statusCode).toBe(200);
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(60);
  }, 120_000);

  it('indexes at the next start what was archived only', async () => {
    const dataDir = await monitors.makeFolder();
    const first = await monitors.start({ dataDir });
    const ids = makeIds();
    await sendSegment(first, makeLines(ids, 0, 9));
    await first.close();
    await rm(path.join(dataDir, 'index.db'));
    await rm(path.join(dataDir, 'index.db-wal'), { force: true });
    const second = await monitors.start({ dataDir });
    await second.settled();
    const operator = await logIn(second);
    const { sessions } = (await operator.get('/v1/sessions?text=line')).json<SessionsReply>();
    expect(sessions).toMatchObject([{ sessionId: ids.sessionId, archivedRecordCount: 10 }]);
    expect((await sendSegment(second, makeLines(ids, 5, 14))).statusCode).toBe(409);
  });

  it('can have its index built anew, and keeps what the archive does not know', async () => {
    const dataDir = await monitors.makeFolder();
    const first = await monitors.start({ dataDir });
    const all = Array.from({ length: 5 }, makeIds);
    for (const ids of all) await sendSegment(first, makeLines(ids, 0, 9));
    await first.settled();
    await first.close();
    const run = await command.run(['--reindex', '--data', dataDir]).ended;
    expect([run.code, run.output, run.errors]).toEqual([0, 'rewindow-monitor: 5 segments indexed\n', '']);
    const second = await monitors.start({ dataDir, adminPassword: undefined });
    const operator = await logIn(second);
    expect((await operator.get('/v1/sessions?text=line')).json<SessionsReply>().sessions).toHaveLength(5);
  });
});
