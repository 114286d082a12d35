import { expect, test } from 'vitest';
import { OptionError, parseOptions } from '../../../src/boot/options.ts';
import { VERSION } from '../../../src/boot/version.ts';
import packageJson from '../../../package.json' with { type: 'json' };

const pageUrl = 'https://shop.example/cart?step=2';

function codeOf(value: unknown): string {
  try {
    parseOptions(value, { pageUrl });
  } catch (error) {
    if (error instanceof OptionError) return error.code;
    throw error;
  }
  return 'accepted';
}

test.each([
  [undefined, 'option_app_missing'],
  [null, 'option_app_missing'],
  ['shop', 'option_app_missing'],
  [{ app: '' }, 'option_app_missing'],
  [{ app: 7 }, 'option_app_missing'],
  [{ app: 'a b', monitor: 'https://m.example' }, 'option_app_invalid'],
  [{ app: 'shop' }, 'option_monitor_missing'],
  [{ app: 'shop', monitor: 'javascript:alert(1)' }, 'option_monitor_invalid'],
  [{ app: 'shop', monitor: 'https://' }, 'option_monitor_invalid'],
  [{ app: 'shop', monitor: 'https://m.example' }, 'accepted'],
])('%j is %s', (value, code) => {
  expect(codeOf(value)).toBe(code);
});

test('the monitor may be a path of the page’s origin; slashes at its end go', () => {
  expect(parseOptions({ app: 'shop', monitor: '/rewindow//' }, { pageUrl }).monitor).toBe(
    'https://shop.example/rewindow',
  );
});

test('the script’s origin stands in where no monitor is named', () => {
  const parsed = parseOptions({ app: 'shop' }, { pageUrl, monitor: 'https://m.example' });
  expect(parsed.monitor).toBe('https://m.example');
});

test('the agent’s version is the package’s', () => {
  expect(VERSION).toBe(packageJson.version);
});
