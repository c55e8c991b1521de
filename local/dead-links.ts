import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Links in README.md and docs/ that lead to no file of the project, as `page: link`. Other sites are not asked. */
export function findDeadLinks(project: string): string[] {
  const pages = readdirSync(join(project, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name));
  return ["README.md", ...pages].flatMap((page) =>
    [...readFileSync(join(project, page), "utf8").matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
      .map(([, link = ""]) => link)
      .filter((link) => !/^[a-z]+:/.test(link) && !existsSync(join(project, dirname(page), link)))
      .map((link) => `${page}: ${link}`),
  );
}
