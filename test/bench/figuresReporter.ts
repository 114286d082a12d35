import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** Prints what the benches say, and only that; a bench that breaks is named with its error. */
const reporter: Reporter = {
  onStdOut: (chunk) => {
    process.stdout.write(chunk);
  },
  onTestBegin: (test: TestCase) => {
    process.stdout.write(`\n${test.title}\n`);
  },
  onTestEnd: (_: TestCase, result: TestResult) => {
    if (result.status !== 'passed') process.stdout.write(`  broken: ${result.error?.message ?? result.status}\n`);
  },
};

export default function createReporter(): Reporter {
  return reporter;
}
