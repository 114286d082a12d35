import { expect, test } from 'vitest';
import { countPlaywright, countSizes, countVitest } from '../../tools/counts.mjs';

test('a file of tests that cannot be loaded counts as one failure, and what failed is said by name', () => {
  const lines: string[] = [];
  const passed = { status: 'passed', fullName: 'fine', failureMessages: [] };
  const failed = {
    status: 'failed',
    fullName: 'not fine',
    failureMessages: ['\u001b[31mAssertionError: 1 is 2\u001b[0m\n  at x'],
  };
  const repeated = { status: 'passed', fullName: 'sometimes', failureMessages: ['Error: late'] };
  const report = {
    numPassedTests: 2,
    numFailedTests: 1,
    testResults: [
      { name: 'a.test.ts', status: 'failed', message: '', assertionResults: [passed, failed, repeated] },
      { name: 'b.test.ts', status: 'failed', message: 'no such file\n', assertionResults: [] },
    ],
  };
  expect(countVitest(report, (line: string) => lines.push(line))).toEqual({ passed: 2, failed: 2 });
  expect(lines).toEqual([
    'FAILED: b.test.ts: no such file',
    'FAILED: a.test.ts: not fine: AssertionError: 1 is 2',
    'passed at the second try only: a.test.ts: sometimes: Error: late',
  ]);
});

test('a test that passed only at the second try is named, and an error outside of tests has failed', () => {
  const lines: string[] = [];
  const spec = (title: string, status: string) => ({
    file: 'a.spec.ts',
    title,
    tests: [{ status, projectName: 'npm', results: [{ error: { message: 'Error: late\n' } }, {}] }],
  });
  const suites = [{ suites: [{ specs: [spec('sometimes', 'flaky'), spec('never', 'unexpected')] }] }];
  const stats = { expected: 4, skipped: 1, unexpected: 1, flaky: 1 };
  const report = { suites, stats, errors: [{ message: 'no server' }] };
  expect(countPlaywright(report, (line: string) => lines.push(line))).toEqual({ passed: 5, failed: 2 });
  expect(lines).toEqual([
    'FAILED: no server',
    'passed at the second try only: [npm] a.spec.ts: sometimes: Error: late',
    'FAILED: [npm] a.spec.ts: never: Error: late',
  ]);
});

test('every size limit is a test, and one without files fails', () => {
  const lines: string[] = [];
  const limits = [
    { name: 'loader', size: 5, sizeLimit: 6, passed: true },
    { name: 'page', size: 9, sizeLimit: 6, passed: false },
    { name: 'files that are missing', size: 0, passed: true },
  ];
  expect(countSizes(limits, (line: string) => lines.push(line))).toEqual({ passed: 1, failed: 2 });
  expect(lines.join('\n')).toContain('NOT KEPT: page: 9 of 6');
});
