/** The parts of vitest's JSON report that are counted. */
export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: readonly { status: string; assertionResults: readonly { status: string }[] }[];
}

export interface TestCount {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Counts tests; a file that could not even be loaded is one failure. When vitest itself ended badly although every
 * test passed (an error outside of tests, a crash, no report), that is a failure too.
 */
export function countTests(report: VitestReport | undefined, ended: number | string): TestCount {
  const unloadable = (report?.testResults ?? []).filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  const failed = (report?.numFailedTests ?? 0) + unloadable.length;
  return {
    passed: report?.numPassedTests ?? 0,
    failed: failed === 0 && (ended !== 0 || !report) ? 1 : failed,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
}

/** `12 passed, 0 failed`, with `, 1 skipped` only when something was. */
export const sentence = ({ passed, failed, skipped }: TestCount): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
