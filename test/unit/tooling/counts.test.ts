import { expect, test } from 'vitest';
import { countPlaywright, countSizes, countVitest } from '../../tools/counts.mjs';

test('a file of tests that cannot be loaded counts as one failure', () => {
  const report = {
    numPassedTests: 7,
    numFailedTests: 2,
    testResults: [
      { status: 'failed', assertionResults: [{}, {}] },
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{}] },
    ],
  };
  expect(countVitest(report)).toEqual({ passed: 7, failed: 3 });
});

test('a test that passed only at the second try has failed, and so has an error outside of tests', () => {
  const report = { stats: { expected: 4, skipped: 1, unexpected: 1, flaky: 1 }, errors: [{}] };
  expect(countPlaywright(report)).toEqual({ passed: 4, failed: 3 });
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
