import { expect, test } from "vitest";
import { findViolations } from "./rules.ts";

const wrongIn = (path: string, text: string) => findViolations([{ path, text }]);

test.each([
  ["domain/a/b.ts", 'import { show } from "../../views/menu.ts";', "domain may not import from views"],
  [
    "domain/a/b.ts",
    'import type { Turn } from "../../worker/bot/turn.ts";',
    "domain may not import from worker",
  ],
  ["views/a.ts", 'import { run } from "../queues/run.ts";', "views may not import from queues"],
  ["queues/a.ts", 'export { routes } from "../worker/routes.ts";', "queues may not import from worker"],
  ["queues/a.ts", 'export * from "../worker/routes.ts";', "queues may not import from worker"],
  ["worker/bot/a.ts", 'import { run } from "../../queues/run.ts";', "worker may not import from queues"],
  ["worker/a.ts", 'const later = () => import("../queues/run.ts");', "worker may not import from queues"],
  ["schema/a.ts", 'import type { Clock } from "../ports/clock.ts";', "schema may not import from ports"],
  ["ports/fal/a.ts", 'import { users } from "../../schema/users.ts";', "ports may not import from schema"],
  ["ports/jobs.ts", 'import { kinds } from "../domain/jobs/kinds.ts";', "ports may not import from domain"],
  [
    "simulators/fal/a.ts",
    'import { ports } from "../../ports/index.ts";',
    "simulators may not import from ports",
  ],
  ["views/a.ts", 'import config from "../package.json";', "views may not import from the root"],
  ["miniapp/a.ts", 'import { api } from "../worker/api/index.ts";', "miniapp may import only types"],
  ["domain/a.ts", 'import { samples } from "./media/testing/samples.ts";', "only tests may import"],
  ["queues/a.ts", 'import { openPorts } from "../ports/index.ts";', "only worker/index.ts opens the ports"],
])("%s: %s", (path, text, what) => {
  expect(wrongIn(path, text)).toEqual([expect.stringContaining(`${path}:1 ${what}`)]);
});

test.each(["grammy", "hono", "openai", "@fal-ai/client", "aws4fetch", "@neondatabase/serverless"])(
  "the domain does not know %s",
  (vendor) => {
    expect(wrongIn("domain/a.ts", `import x from "${vendor}";`)).toEqual([
      `domain/a.ts:1 domain may not know ${vendor}`,
    ]);
    expect(wrongIn("ports/a.ts", `import x from "${vendor}";`)).toEqual([]);
  },
);

test.each([
  ["fetch('http://x')", "only ports may call fetch"],
  ["globalThis.fetch('http://x')", "only ports may call fetch"],
  ["db.select().from(users)", "queries belong to domain"],
  ["ports.db.insert(users)", "queries belong to domain"],
  ["db.query.users.findFirst()", "queries belong to domain"],
  ["process.env.TOKEN", "only ports/env.ts reads the raw environment"],
  ["import.meta.env.TOKEN", "only ports/env.ts reads the raw environment"],
])("in a queue step, %s breaks a rule", (code, what) => {
  expect(wrongIn("queues/a.ts", `export const a =\n  () => ${code};`)).toEqual([`queues/a.ts:2 ${what}`]);
});

test("queries are not built where they may not be asked", () => {
  const text = 'import { eq } from "drizzle-orm";';
  expect(wrongIn("worker/bot/a.ts", text)).toEqual([
    "worker/bot/a.ts:1 queries belong to domain (drizzle-orm)",
  ]);
  expect(wrongIn("domain/a.ts", text)).toEqual([]);
  expect(wrongIn("worker/bot/a.ts", 'import type { SQL } from "drizzle-orm";')).toEqual([]);
});

test("the raw environment is not taken from the runtime either", () => {
  const text = 'import { env } from "cloudflare:workers";';
  expect(wrongIn("domain/a.ts", text)).toEqual(["domain/a.ts:1 only ports/env.ts reads the raw environment"]);
});

test.each([
  [
    "worker/index.ts",
    'import { consume } from "../queues/index.ts"; import { openPorts } from "../ports/index.ts";',
  ],
  ["worker/index.ts", "export default { fetch: (request) => routes.fetch(request) };"],
  [
    "ports/postgres.ts",
    'import * as schema from "../schema/index.ts"; import { drizzle } from "drizzle-orm/neon-http";',
  ],
  ["ports/env.ts", "export const raw = process.env;"],
  ["ports/s3.ts", "fetch('http://x');"],
  ["domain/a.ts", 'import { Refused } from "../ports/errors.ts"; export const a = (db) => db.select();'],
  [
    "queues/a.ts",
    'import type { Ports } from "../ports/index.ts"; export const a = (store) => store.delete("key");',
  ],
  ["simulators/fal/a.ts", "fetch('http://x'); process.env.HOME;"],
  ["queues/a.test.ts", 'import { startStack } from "../tests/harness/stack.ts"; fetch("http://x");'],
  ["domain/a/testing/samples.ts", 'import voice from "../../../tests/fixtures/voice.ogg?inline";'],
  ["cli/a.ts", 'import { run } from "../queues/run.ts";'],
])("%s may: %s", (path, text) => {
  expect(wrongIn(path, text)).toEqual([]);
});

test("a source that does not parse is not passed over", () => {
  expect(() => wrongIn("domain/a.ts", "import {")).toThrow("domain/a.ts does not parse");
});
