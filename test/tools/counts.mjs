/** Reads how many tests passed and failed out of each tool's JSON report. Retried and skipped tests count as neither. */

export function countVitest(report) {
  // A file that can't be loaded has no tests to fail; it counts once.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles.length };
}

export function countPlaywright(report) {
  const { expected, unexpected, flaky } = report.stats;
  return { passed: expected, failed: unexpected + flaky + report.errors.length };
}

/** One limit, one test. */
export function countSizes(limits, say) {
  for (const { name, size, sizeLimit, passed } of limits) {
    say(`${passed ? 'ok' : 'TOO LARGE'}: ${name}: ${size} of ${sizeLimit} bytes gzipped`);
  }
  const passed = limits.filter((limit) => limit.passed).length;
  return { passed, failed: limits.length - passed };
}
