import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkArrows } from "./arrows/index.ts";
import { bundleWorker, exceedsBudget, readBudget } from "./bundle.ts";
import { writeConfiguration } from "./configuration.ts";
import { findDeadLinks } from "./dead-links.ts";
import { compareLocales, LOCALES } from "./locale-keys.ts";

/** Answers what is wrong, empty when nothing is. */
type Check = () => Promise<string>;

const project = join(import.meta.dirname, "..");

/** A program of the packages that answers by its exit code. */
const program =
  (name: string, ...parameters: string[]): Check =>
  () =>
    new Promise((resolve) => {
      const child = spawn(join(project, "node_modules/.bin", name), parameters, {
        cwd: project,
        stdio: ["ignore", "pipe", "pipe"],
      });
      let said = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
      child.once("error", (error) => resolve(error.message));
      child.once("close", (code) => resolve(code === 0 ? "" : said || `ended with ${code}`));
    });

/** Everything that `npm run check` looks at, by name. The programs come first: they work while the others do. */
const checks: Record<string, Check> = {
  types: program("tsc", "--noEmit"),
  style: program("biome", "check", "--error-on-warnings", "."),
  unused: program("knip", "--no-progress"),
  arrows: async () => checkArrows(project).join("\n"),
  locales: async () => compareLocales(LOCALES).join("\n"),
  docs: async () => {
    const page = readFileSync(join(project, "docs/configuration.md"), "utf8");
    const fresh = writeConfiguration(page, readFileSync(join(project, "ports/env.ts"), "utf8"));
    if (fresh !== page) return "docs/configuration.md differs from ports/env.ts: run `npm run docs`";
    return findDeadLinks(project)
      .map((link) => `${link} leads nowhere`)
      .join("\n");
  },
  bundle: async () => exceedsBudget(bundleWorker(join(project, ".local/check-build")), readBudget()) ?? "",
};

const results = await Promise.all(
  Object.entries(checks).map(async ([name, check]) => {
    const began = performance.now();
    const wrong = await check().catch((error: Error) => error.message);
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    console.log(
      `${name.padEnd(8)} ${wrong ? "FAILED" : "ok"} (${seconds} s)${wrong ? `\n${wrong.trim()}\n` : ""}`,
    );
    return !wrong;
  }),
);
process.exitCode = results.every(Boolean) ? 0 : 1;
