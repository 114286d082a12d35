import { expect, onTestFinished, test } from 'vitest';
import { createPrivacy } from '../../../src/browser/privacy.ts';
import { trackConsole } from '../../../src/capture/trackConsole.ts';
import { trackErrors } from '../../../src/capture/trackErrors.ts';
import { run } from './scope.ts';

/** Errors of the test itself, kept from the runner once the tracker has seen them. */
function quietly(...types: string[]): void {
  const quiet = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  for (const type of types) window.addEventListener(type, quiet, true);
  onTestFinished(() => {
    for (const type of types) window.removeEventListener(type, quiet, true);
  });
}

test('the same error a thousand times is recorded once, and counted', async () => {
  const { of } = run(trackErrors);
  quietly('error');
  const error = new TypeError('x is not a function');
  for (let count = 0; count < 1_000; count += 1) {
    window.dispatchEvent(new ErrorEvent('error', { error, message: 'x is not a function', lineno: 1 }));
  }
  window.dispatchEvent(new ErrorEvent('error', { message: 'another', lineno: 2 }));
  expect(of('error').map(({ message, count }) => [message, count])).toEqual([
    ['x is not a function', undefined],
    ['another', undefined],
  ]);
  await expect.poll(() => of('error').length).toBe(3);
  expect(of('error')[2]).toMatchObject({ name: 'TypeError', message: 'x is not a function', count: 999 });
});

test('a thousand different errors in a second are counted from the twenty-first on', () => {
  const { of, stop } = run(trackErrors);
  quietly('unhandledrejection');
  const promise = Promise.resolve();
  for (let number = 0; number < 1_000; number += 1) {
    const reason = new Error(`number ${number}`);
    window.dispatchEvent(new PromiseRejectionEvent('unhandledrejection', { promise, reason }));
  }
  expect(of('error')).toHaveLength(21);
  // What was counted is said when tracking ends, too.
  stop();
  expect(of('error')).toHaveLength(22);
  expect(of('error')[21]).toMatchObject({ type: 'rejection', message: 'number 20', count: 979 });
  window.dispatchEvent(new PromiseRejectionEvent('unhandledrejection', { promise, reason: 'late' }));
  expect(of('error')).toHaveLength(22);
});

test('console lines are capped per second, level by level; what is counted is not printed', () => {
  const { log, error } = console;
  console.log = console.error = () => undefined;
  const { of, stop } = run(trackConsole);
  let printed = 0;
  const watched = new Proxy({}, { ownKeys: () => ((printed += 1), []) });
  for (let number = 0; number < 300; number += 1) console.log('line', number, watched);
  console.error('last words');
  stop();
  console.log = log;
  console.error = error;
  expect(printed).toBe(51);
  expect(of('console').slice(-3)).toEqual([
    { level: 'log', message: 'line 50 {}' },
    { level: 'error', message: 'last words' },
    { level: 'log', message: 'line 50 {}', count: 249 },
  ]);
});

test('a violation of the content security policy says directive and blocked address, never the sample', () => {
  const { of } = run(trackErrors);
  const violation = {
    ...{ blockedURI: 'https://cdn.test/track.js?user=canary', documentURI: location.href, statusCode: 0 },
    ...{
      effectiveDirective: 'script-src-elem',
      violatedDirective: 'script-src-elem',
      originalPolicy: "default-src 'self'",
    },
    ...{
      disposition: 'report' as const,
      sample: 'canary',
      sourceFile: 'https://shop.test/a.js?t=canary',
      lineNumber: 3,
      columnNumber: 4,
    },
    bubbles: true,
  } as const;
  document.dispatchEvent(new SecurityPolicyViolationEvent('securitypolicyviolation', violation));
  document.dispatchEvent(
    new SecurityPolicyViolationEvent('securitypolicyviolation', { ...violation, blockedURI: '/own/x' }),
  );
  expect(of('error')).toEqual([
    {
      type: 'csp',
      name: 'SecurityPolicy',
      message: 'script-src-elem: https://cdn.test/track.js?user=***',
      url: 'https://cdn.test/track.js?user=***',
      directive: 'script-src-elem',
      disposition: 'report',
      stack: 'https://shop.test/a.js?t=***',
      line: 3,
      column: 4,
    },
  ]);
});

test('where everything is masked, messages and lines are', () => {
  const privacy = createPrivacy({ mask: 'all', urlParameters: [] });
  const errors = run(trackErrors, { privacy });
  quietly('error');
  window.dispatchEvent(new ErrorEvent('error', { error: new Error('of canary'), message: 'of canary', lineno: 1 }));
  const { info } = console;
  console.info = () => undefined;
  const lines = run(trackConsole, { privacy });
  console.info('canary', { canary: 'canary' });
  lines.stop();
  console.info = info;
  expect(lines.of('console')).toHaveLength(1);
  expect(errors.of('error')).toHaveLength(1);
  expect(JSON.stringify([lines.captures, errors.captures])).not.toContain('canary');
});
