import { expect, test } from "vitest";
import { countTests, sentence, type VitestReport } from "./test-count.ts";

const report = (over: Partial<VitestReport> = {}): VitestReport => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: "passed", assertionResults: [{ status: "passed" }] }],
  ...over,
});

test("a clean run says how many passed, and nothing about skipping", () => {
  expect(sentence(countTests(report(), 0))).toBe("3 passed, 0 failed");
});

test("skipped tests are named", () => {
  const skipping = report({ numPendingTests: 1, numTodoTests: 1 });
  expect(sentence(countTests(skipping, 0))).toBe("3 passed, 0 failed, 2 skipped");
});

test("a file that does not load counts as a failure beside the failed tests", () => {
  const broken = report({
    numFailedTests: 1,
    testResults: [
      { status: "failed", assertionResults: [{ status: "failed" }] },
      { status: "failed", assertionResults: [] },
    ],
  });
  expect(countTests(broken, 1).failed).toBe(2);
});

test("a crash is a failure even when every test had passed", () => {
  expect(countTests(report(), 1).failed).toBe(1);
  expect(countTests(report(), "SIGKILL").failed).toBe(1);
  expect(sentence(countTests(undefined, 0))).toBe("0 passed, 1 failed");
});
