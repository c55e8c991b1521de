import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ALERTS } from "../domain/watch/alerts.ts";
import { METRICS } from "../domain/watch/metrics.ts";

const read = (file: string) => readFileSync(join(import.meta.dirname, "..", file), "utf8");
const RULES = "deploy/prometheus-alerts.yml";
const DASHBOARD = "deploy/grafana-dashboard.json";

/** The metrics that a file names, without prefix and without what a histogram's parts add. */
const namedIn = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(/\baisha_([a-z_]+)/g)].map(([, name = ""]) =>
      name.replace(/^(vendor_seconds)_(bucket|sum|count)$/, "$1"),
    ),
  ),
];

test.each([RULES, DASHBOARD])("every metric that %s names is told by /metrics", (file) => {
  const named = namedIn(read(file));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !Object.hasOwn(METRICS, name))).toEqual([]);
});

test("every metric is on the dashboard", () => {
  const named = namedIn(read(DASHBOARD));
  expect(Object.keys(METRICS).filter((name) => !named.includes(name))).toEqual([]);
});

test("the dashboard's panels lie side by side, each with a query", () => {
  const { panels } = JSON.parse(read(DASHBOARD)) as {
    panels: { title: string; gridPos: { x: number; w: number }; targets: { expr: string }[] }[];
  };
  for (const { title, gridPos, targets } of panels) {
    expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
    expect(
      targets.every(({ expr }) => expr.includes("aisha_")),
      title,
    ).toBe(true);
  }
});

test("every alarm has its section in the runbook and its rule, and every rule leads to a section", () => {
  const sections = [...read("docs/runbook.md").matchAll(/^### ([a-z-]+)$/gm)].map(([, id]) => id);
  expect(Object.keys(ALERTS).filter((id) => !sections.includes(id))).toEqual([]);
  const rules = read(RULES);
  for (const id of Object.keys(ALERTS))
    expect(rules, id).toMatch(new RegExp(`alert: ${id}$|[|"]${id}[|"]`, "m"));
  const led = [...rules.matchAll(/runbook\.md#([a-z-]+)/g)].map(([, id]) => id);
  expect(led.filter((id) => !sections.includes(id))).toEqual([]);
});

test("each section of the runbook says how it looks and how it is mended", () => {
  const sections = read("docs/runbook.md").split(/^### /m).slice(1);
  for (const section of sections) {
    const [title = ""] = section.split("\n");
    expect(section, title).toMatch(/\*\*Look\*\*/);
    expect(section, title).toMatch(/\*\*Fix\*\*/);
  }
});

test("the runbook's table of figures says what /metrics says", () => {
  const rows = [...read("docs/runbook.md").matchAll(/^\| `([a-z_]+)` \| (\w+) \| (.+) \|$/gm)];
  expect(Object.fromEntries(rows.map(([, name, kind, help]) => [name, [kind, help]]))).toEqual(METRICS);
});

test("pages that the operator reads lead to pages and sections that are there", () => {
  const pages = ["docs/runbook.md", "docs/security.md", "docs/privacy.md", "docs/configuration.md"];
  for (const page of pages)
    for (const [, path = "", section] of read(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)) {
      const file = path === "" ? page : join("docs", path);
      expect(existsSync(join(import.meta.dirname, "..", file)), `${page} → ${file}`).toBe(true);
      if (section) expect(anchorsOf(read(file)), `${page} → ${file}#${section}`).toContain(section);
    }
});

/** The names under which GitHub finds a page's headings. */
const anchorsOf = (page: string): string[] =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .replace(/\s/g, "-"),
  );
