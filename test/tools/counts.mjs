import { stripVTControlCharacters } from 'node:util';

/**
 * Reads out of each tool's JSON report how many tests passed and failed, and says by name which failed and which needed a
 * second try. Skipped tests count as neither.
 */

export function countVitest(report, say) {
  // A file that can't be loaded has no tests to fail; it counts once.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  for (const file of brokenFiles) say(`FAILED: ${file.name}: ${firstLine(file.message)}`);
  for (const file of report.testResults) {
    for (const { status, fullName, failureMessages } of file.assertionResults) {
      // A test that passed in the end and has messages of failures was repeated.
      if (status === 'failed' || failureMessages?.length > 0) {
        say(`${outcome(status === 'failed')}: ${file.name}: ${fullName}: ${firstLine(failureMessages?.[0])}`);
      }
    }
  }
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles.length };
}

export function countPlaywright(report, say) {
  const { expected, unexpected, flaky } = report.stats;
  for (const { message } of report.errors) say(`FAILED: ${firstLine(message)}`);
  for (const { file, title, tests } of specsOf(report.suites ?? [])) {
    for (const { status, projectName, results } of tests) {
      if (status === 'unexpected' || status === 'flaky') {
        const [first] = results.filter(({ error }) => error !== undefined);
        say(
          `${outcome(status === 'unexpected')}: [${projectName}] ${file}: ${title}: ${firstLine(first?.error.message)}`,
        );
      }
    }
  }
  return { passed: expected + flaky, failed: unexpected + report.errors.length };
}

function specsOf(suites) {
  return suites.flatMap((suite) => [...(suite.specs ?? []), ...specsOf(suite.suites ?? [])]);
}

function outcome(hasFailed) {
  return hasFailed ? 'FAILED' : 'passed at the second try only';
}

function firstLine(text = '') {
  return stripVTControlCharacters(text).split('\n', 1)[0].slice(0, 300);
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
