import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { findViolations } from "./rules.ts";

/** Reads every TypeScript source of the project and tells what breaks the arrows of the house. */
export function checkArrows(project: string): string[] {
  const paths = globSync("{worker,queues,views,domain,schema,ports,simulators,miniapp}/**/*.{ts,tsx}", {
    cwd: project,
    exclude: (name) => name === "node_modules",
  });
  return findViolations(
    paths.map((path) => ({
      path: path.split(sep).join("/"),
      text: readFileSync(join(project, path), "utf8"),
    })),
  );
}
