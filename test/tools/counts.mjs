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

/** One limit, one test. A limit whose files are missing has a size of 0 and would always hold. */
export function countSizes(limits, say) {
  const isKept = ({ size, passed }) => passed && size > 0;
  for (const limit of limits) {
    const { name, size, sizeLimit } = limit;
    say(`${isKept(limit) ? 'ok' : 'NOT KEPT'}: ${name}: ${size} of ${sizeLimit ?? '?'} bytes gzipped`);
  }
  const passed = limits.filter(isKept).length;
  return { passed, failed: limits.length - passed };
}
