import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runGuarded } from "./guarded.ts";
import { onEnd } from "./parent.ts";
import { countTests, sentence, type VitestReport } from "./test-count.ts";

/**
 * `npm test`: the vitest projects, and the count as the very last line. Parameters go to vitest. The long proofs run
 * in CI and with `--all`.
 */
const all = Boolean(process.env.CI) || process.argv.includes("--all");
const project = join(import.meta.dirname, "..");
mkdirSync(join(project, ".local"), { recursive: true });
const scratch = mkdtempSync(join(project, ".local/test-"));
const report = join(scratch, "report.json");

const vitest = runGuarded(
  "SIGTERM",
  process.execPath,
  [
    join(project, "node_modules/vitest/vitest.mjs"),
    ...["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    ...process.argv.slice(2).filter((argument) => argument !== "--all"),
  ],
  { cwd: project, output: "inherit", env: { ...process.env, ...(all && { ALL_TESTS: "true" }) } },
);
onEnd(() => void vitest.stop());
const code = await vitest.ended;
const count = countTests(readReport(), code);
rmSync(scratch, { recursive: true, force: true });
if (!all)
  console.log(
    "The long proofs (every container, every power cut, every way to stop) were left to npm run test:all.",
  );
console.log(sentence(count));
process.exitCode = count.failed > 0 ? 1 : 0;

function readReport(): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(report, "utf8")) as VitestReport;
  } catch {
    // Vitest ended before it could write one; that counts as a failure.
    return undefined;
  }
}
