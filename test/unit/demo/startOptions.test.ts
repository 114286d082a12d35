import { describe, expect, it } from 'vitest';
import { parseStartOptions, StartOptionError } from '../../../demo/src/startOptions.ts';

describe('parseStartOptions', () => {
  it('has a default for everything, and takes an empty variable for none', () => {
    const passed = { adminPassword: undefined, trustProxy: undefined };
    const defaults = { port: 4100, host: 'localhost', dataDir: './data', ...passed, logLevel: 'warn' };
    expect(parseStartOptions({})).toEqual(defaults);
    expect(parseStartOptions({ PORT: '', REWINDOW_DATA: '', REWINDOW_ADMIN_PASSWORD: '' })).toEqual(defaults);
  });

  it('obeys the environment', () => {
    const env = { PORT: '0', REWINDOW_DATA: '/srv/rewindow', REWINDOW_ADMIN_PASSWORD: 'long enough' };
    expect(parseStartOptions(env)).toMatchObject({ port: 0, dataDir: '/srv/rewindow', adminPassword: 'long enough' });
    expect(parseStartOptions({ REWINDOW_CONNECTIONS_PER_ADDRESS: '0' })).toMatchObject({ connectionsPerAddress: 0 });
  });

  it.each([
    { PORT: 'http' },
    { PORT: '-1' },
    { PORT: '65536' },
    { PORT: '4100x' },
    { REWINDOW_ADMIN_PASSWORD: 'short' },
    { REWINDOW_CONNECTIONS_PER_ADDRESS: '-1' },
  ])('refuses %j', (env) => {
    expect(() => parseStartOptions(env)).toThrow(StartOptionError);
  });
});
