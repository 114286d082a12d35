import { copyFile, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createAddressSet } from '../../../../monitor/src/audience/addresses.ts';
import { openCountries } from '../../../../monitor/src/audience/countries.ts';
import { createPlaceReader } from '../../../../monitor/src/audience/place.ts';
import { createUserWatch } from '../../../../monitor/src/audience/userWatch.ts';
import { APP, logIn, useMonitors } from '../core/monitors.ts';
import { makeIds, number, START_AT } from '../core/segments.ts';
import { ask, poll } from '../feedback/asking.ts';

const monitors = useMonitors();
const DATABASE = createRequire(import.meta.url).resolve(
  '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb',
);
/** Of RIPE NCC in the Netherlands, and of Switch in Switzerland. */
const DUTCH = '193.0.6.139';
const SWISS = '130.59.31.80';

const RULES = {
  ...{ version: 1, name: 'audiences' },
  capture: [{ kinds: ['navigation'] }],
  targeting: [
    { id: 'team', users: ['ada', 'grace'] },
    { id: 'beta', list: 'testers' },
    { id: 'office', addresses: ['192.0.2.0/24', '2001:db8::/32', '127.0.0.1'] },
    { id: 'swiss', countries: ['CH'] },
    { id: 'both', users: ['ada'], addresses: ['192.0.2.0/24'] },
    { id: 'phones', devices: ['phone'] },
  ],
};

function summary(ids: ReturnType<typeof makeIds>, user?: string) {
  return {
    ...{ version: 1, ...ids, at: START_AT, clockOffsetMs: 0, startedAt: START_AT, lastAt: START_AT, state: 'running' },
    ...{ url: 'https://shop.example/', userAgent: 'test', counts: {}, states: [], firedTriggers: [] },
    ring: { bytes: 0, segmentCount: 0, isShort: false },
    agent: { version: '1', worker: 'url', storage: 'memory', reasons: [] },
    ...(user && { user }),
  };
}

async function start(options = {}) {
  const monitor = await monitors.start({ trustProxy: 'loopback', ...options });
  const operator = await logIn(monitor);
  const headers = { authorization: `Bearer ${operator.token}` };
  const put = (url: string, payload: object) => monitor.app.inject({ method: 'PUT', url, headers, payload });
  await operator.post(`/v1/apps/${APP}/rules`, { text: JSON.stringify(RULES) });
  const identify = (ids: ReturnType<typeof makeIds>, user: string) =>
    monitor.app.inject({ method: 'POST', url: `/v1/summaries?app=${APP}`, payload: summary(ids, user) });
  const audiencesOf = async (ids: ReturnType<typeof makeIds>, address = '198.51.100.1', more = {}) => {
    const reply = await poll(monitor, ids, {}, { 'x-forwarded-for': address, ...more });
    return reply.json<{ audiences?: string[] }>().audiences ?? [];
  };
  return { monitor, operator, put, identify, audiencesOf };
}

describe('the audiences of a page', () => {
  it('follow user, list and address, and never reach it by name', async () => {
    const { monitor, put, identify, audiencesOf } = await start();
    const ids = makeIds();
    expect(await audiencesOf(ids)).toEqual([]);
    expect(await audiencesOf(ids, '192.0.2.77')).toEqual(['office']);
    expect(await audiencesOf(ids, '2001:db8:1::5')).toEqual(['office']);
    await identify(ids, 'ada');
    expect(await audiencesOf(ids, '192.0.2.77')).toEqual(['both', 'office', 'team']);
    await put(`/v1/apps/${APP}/lists/testers`, { users: ['ada', 'alan', 'ada'] });
    expect(await audiencesOf(ids)).toEqual(['beta', 'team']);
    const told = (await poll(monitor, ids)).body;
    expect(told).not.toContain('grace');
    expect(told).not.toContain('192.0.2');
  });

  it('change in held connections when a user becomes known, and when a list changes', async () => {
    const { monitor, put, identify } = await start();
    const address = await monitor.listen();
    const ids = makeIds();
    const first = await ask(address, ids, {});
    const known = { rules: first.rules?.hash ?? '', audiences: (first.audiences ?? []).join(), after: first.cursor };
    const asked = { waitMs: 20_000, ...known };
    const held = ask(address, ids, asked);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await identify(ids, 'ada');
    const told = await held;
    expect(told.audiences).toContain('team');
    const heldAgain = ask(address, ids, { ...asked, audiences: told.audiences?.join() ?? '' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await put(`/v1/apps/${APP}/lists/testers`, { users: ['ada'] });
    expect((await heldAgain).audiences).toContain('beta');
  });

  it('follow the audiences of a revision that differs in nothing else', async () => {
    const { operator, identify, audiencesOf } = await start();
    const ids = makeIds();
    await identify(ids, 'ada');
    expect(await audiencesOf(ids)).toEqual(['team']);
    const targeting = RULES.targeting.map((each) => (each.id === 'team' ? { id: 'team', users: ['grace'] } : each));
    const reply = await operator.post(`/v1/apps/${APP}/rules`, { text: JSON.stringify({ ...RULES, targeting }) });
    expect(reply.json()).toMatchObject({ revision: 2, unchanged: false });
    expect(await audiencesOf(ids)).toEqual([]);
  });
});

describe('the check of a rule set', () => {
  it('says which audiences will not work as it stands', async () => {
    const { operator, put } = await start();
    const check = async () =>
      (await operator.post(`/v1/apps/${APP}/rules/check`, { text: JSON.stringify(RULES) })).json<{
        caveats: string[];
      }>();
    expect((await check()).caveats).toEqual([
      'Audience "beta": there is no list "testers" yet, so nobody is in it.',
      'Audience "swiss": the monitor has no country database (--country-database), so no country matches.',
    ]);
    await put(`/v1/apps/${APP}/lists/testers`, { users: [] });
    expect(await check()).toMatchObject({ valid: true, caveats: [expect.stringContaining('swiss')] });
  });
});

describe('lists of users', () => {
  it('are put, read, listed and removed, after a login', async () => {
    const { monitor, operator, put } = await start();
    const url = `/v1/apps/${APP}/lists`;
    expect((await monitor.app.inject({ method: 'GET', url })).statusCode).toBe(401);
    expect((await operator.get(`${url}/testers`)).statusCode).toBe(404);
    expect((await put(`${url}/testers`, { users: ['b', 'a', 'b'] })).json()).toMatchObject({ users: ['b', 'a'] });
    expect((await operator.get(`${url}/testers`)).json()).toMatchObject({ id: 'testers', users: ['b', 'a'] });
    await put(`${url}/empty`, { users: [] });
    expect((await operator.get(url)).json()).toMatchObject({
      lists: [
        { id: 'empty', userCount: 0 },
        { id: 'testers', userCount: 2 },
      ],
    });
    expect((await put(`${url}/bad%20name`, { users: [] })).statusCode).toBe(400);
    expect((await put(`${url}/testers`, { users: ['x'.repeat(201)] })).statusCode).toBe(400);
    expect((await put('/v1/apps/nobody/lists/testers', { users: [] })).statusCode).toBe(404);
    expect((await operator.delete(`${url}/testers`)).statusCode).toBe(204);
    expect((await operator.delete(`${url}/testers`)).statusCode).toBe(404);
  });
});

describe('countries', () => {
  it('are told by the database, and by the header of a trusted proxy only', async () => {
    const { monitor, audiencesOf } = await start({ countryDatabase: DATABASE, countryHeader: 'CF-IPCountry' });
    const ids = makeIds();
    expect(await audiencesOf(ids, SWISS)).toEqual(['swiss']);
    expect(await audiencesOf(ids, `::ffff:${SWISS}`)).toEqual(['swiss']);
    expect(await audiencesOf(ids, DUTCH)).toEqual([]);
    expect(await audiencesOf(ids, DUTCH, { 'cf-ipcountry': 'ch' })).toEqual(['swiss']);
    expect(await audiencesOf(ids, SWISS, { 'cf-ipcountry': 'NL' })).toEqual([]);
    await monitor.close();
    const read = createPlaceReader('10.0.0.0/8', 'cf-ipcountry');
    const headers = { 'cf-ipcountry': 'CH' };
    expect(read({ ip: '1.2.3.4', headers, socket: { remoteAddress: '::ffff:10.0.0.9' } })).toEqual({
      address: '1.2.3.4',
      country: 'CH',
    });
    expect(read({ ip: '1.2.3.4', headers, socket: { remoteAddress: '11.0.0.9' } })).toEqual({ address: '1.2.3.4' });
  });

  it('of a database are read again when it changes, and kept when what follows is broken', async () => {
    const folder = await monitors.makeFolder();
    const file = path.join(folder, 'countries.mmdb');
    await copyFile(DATABASE, file);
    const reports: string[] = [];
    const countries = await openCountries({ file, report: ({ message }) => reports.push(message), lookEveryMs: 20 });
    expect(countries.countryOf(DUTCH)).toBe('NL');
    await writeFile(file, 'not a database');
    await utimes(file, 1, 1);
    await vi.waitUntil(() => reports.length > 0, { timeout: 10_000 });
    expect(reports[0]).toContain('is not a database');
    expect(countries.countryOf(DUTCH)).toBe('NL');
    expect(countries.countryOf('127.0.0.1')).toBeUndefined();
    expect(countries.countryOf('nonsense')).toBeUndefined();
    countries.stop();
  });

  it('of a bad file stop the monitor from starting, with a reason', async () => {
    await expect(monitors.start({ countryDatabase: '/nowhere.mmdb' })).rejects.toThrow(/nowhere.mmdb can not be read/);
    const file = path.join(await monitors.makeFolder(), 'bad.mmdb');
    await writeFile(file, 'x'.repeat(1_000));
    await expect(monitors.start({ countryDatabase: file })).rejects.toThrow(/not a database of the format .mmdb/);
  });
});

describe('sets of addresses', () => {
  it('hold what has the same first bits', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(
        fc.tuple(octet, octet, octet, octet),
        fc.tuple(octet, octet, octet, octet),
        fc.nat(32),
        (a, b, bits) => {
          const number = (parts: number[]) => parts.reduce((sum, part) => sum * 256 + part, 0);
          const isSame = Math.floor(number(a) / 2 ** (32 - bits)) === Math.floor(number(b) / 2 ** (32 - bits));
          const set = createAddressSet([`${a.join('.')}/${String(bits)}`]);
          expect(set.has(b.join('.'))).toBe(isSame);
          expect(set.has(`::ffff:${b.join('.')}`)).toBe(isSame);
          expect(set.has('2001:db8::1')).toBe(false);
        },
      ),
    );
  });

  it('hold nothing by texts that are no ranges', () => {
    const set = createAddressSet(['10.0.0.0/99', 'nonsense', '1.2.3.4/8/8', '', '10.0.0.0/x']);
    for (const address of ['10.0.0.1', '1.2.3.4', '', 'nonsense']) expect(set.has(address)).toBe(false);
    expect(createAddressSet(['fe80::1']).has('fe80::1%eth0')).toBe(true);
  });
});

describe('the watch for users', () => {
  it('tells once per user of a session, from summaries and records', () => {
    const told: string[] = [];
    const watch = createUserWatch((app, sessionId) => told.push(`${app} ${sessionId}`));
    const ids = makeIds();
    watch.note(APP, ids.sessionId, undefined);
    watch.note(APP, ids.sessionId, 'ada');
    watch.note(APP, ids.sessionId, 'ada');
    expect(told).toEqual([`${APP} ${ids.sessionId}`]);
    const identify = (user: string) => ({ kind: 'identify' as const, at: START_AT, data: { user } });
    const records = number([identify('ada'), identify('grace')]).map((record) => ({ ...record, ...ids }));
    watch.followSegment({ app: APP, header: { ...ids } as never, records });
    expect(told).toHaveLength(2);
    watch.followSegment({ app: APP, header: { ...ids } as never, records: [] });
    expect(told).toHaveLength(2);
  });
});
