import { sql } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { Unavailable } from "./errors.ts";
import { commit, forTheDoor, openPostgres, sqlState } from "./postgres.ts";

afterEach(() => vi.unstubAllGlobals());

/** What a commit throws when Neon's front answers this. */
async function troubleOf(answer: () => Response | Promise<Response>): Promise<unknown> {
  vi.stubGlobal("fetch", async () => answer());
  const db = openPostgres("postgresql://user:pass@host.example/db");
  return commit(db, [db.execute(sql`select 1`)]).then(
    () => "nothing",
    (error: unknown) => error,
  );
}
const refused = (code: string | null, message = "no") => Response.json({ message, code }, { status: 400 });

test.each([
  ["a wrong password", "28P01"],
  ["a role that may not log in", "28000"],
  ["a database that is missing", "3D000"],
  ["too many connections", "53300"],
  ["a shutdown", "57P01"],
  ["a replica after a failover", "25006"],
  ["a disk that fails", "58030"],
  ["an internal error", "XX000"],
])("%s (%s) is an absent database, for jobs and doors", async (_, code) => {
  const trouble = await troubleOf(() => refused(code));
  expect(trouble).toBeInstanceOf(Unavailable);
  expect(forTheDoor(trouble)).toBe(trouble);
});

test.each([
  ["a deadlock", "40P01"],
  ["a conflict of transactions", "40001"],
  ["a lock that did not come", "55P03"],
  ["a table that is not there yet", "42P01"],
  ["a column that is not there yet", "42703"],
  ["a function that is not there yet", "42883"],
])("%s (%s) is a job's own fault, and a door asks to come again", async (_, code) => {
  const trouble = await troubleOf(() => refused(code));
  expect(trouble).not.toBeInstanceOf(Unavailable);
  expect(sqlState(trouble)).toBe(code);
  expect(forTheDoor(trouble)).toMatchObject({ name: "Unavailable", part: "postgres" });
});

test.each([
  ["a row that is there already", "23505"],
  ["a value out of range", "22003"],
  ["bad SQL", "42601"],
  ["a rule of the house", "AI002"],
])("%s (%s) stays what it is", async (_, code) => {
  const trouble = await troubleOf(() => refused(code));
  expect(sqlState(trouble)).toBe(code);
  expect(forTheDoor(trouble)).toBe(trouble);
});

test.each([
  ["a suspended project", () => new Response("quota exceeded", { status: 402 })],
  ["too many requests", () => new Response("slow down", { status: 429 })],
  ["a compute that does not wake", () => new Response("<html>", { status: 502 })],
  ["Neon's own refusal", () => refused(null, "password authentication failed for user 'user'")],
  ["a refusal that is no JSON", () => new Response("<html>", { status: 400 })],
  ["rows that are no JSON", () => new Response("{", { status: 200 })],
  ["rows of another shape", () => Response.json({ hello: 1 })],
  ["an answer that breaks off", () => new Response(broken('{"results":['))],
  ["no answer", () => Promise.reject(new TypeError("network connection lost"))],
])("%s is an absent database", async (_, answer) => {
  expect(await troubleOf(answer)).toBeInstanceOf(Unavailable);
});

test("a bug of ours is a bug at the door, too", () => {
  const bug = new TypeError("x is undefined");
  expect(forTheDoor(bug)).toBe(bug);
});

/** A body that begins and is cut. */
const broken = (begun: string) =>
  new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode(begun));
      controller.error(new Error("cut off"));
    },
  });
