import { sql } from "drizzle-orm";
import { type Database, openDatabase } from "../../cli/database.ts";
import { move } from "../../domain/billing/index.ts";
import { freshDatabase } from "../harness/database.ts";

/** The moment at which these tests play. */
export const NOW = new Date("2026-11-21T12:00:00Z");
export const LATER = new Date("2026-11-21T18:00:00Z");

/** A database with people in it, and as many connections to it as a test needs. Gone with `await using`. */
export async function town(people: Record<string, number> = {}, connections = 1) {
  const { url, drop } = await freshDatabase();
  const all: Database[] = [];
  for (let i = 0; i < connections; i++) all.push(await openDatabase(url));
  const [first] = all;
  if (!first) throw new Error("a town needs a connection");
  let telegramId = 1000;
  for (const [name, coins] of Object.entries(people)) {
    await first.db.execute(
      sql`insert into users (id, telegram_id, locale) values (${name}, ${telegramId++}, 'en')`,
    );
    if (coins > 0)
      await first.commit([
        move(first.db, { userId: name, coins, reason: "grant", ref: `birth:${name}` }, NOW),
      ]);
  }
  return {
    ...first,
    url,
    connections: all,
    async [Symbol.asyncDispose]() {
      for (const { close } of all) await close();
      await drop();
    },
  };
}

/** The SQLSTATE with which a commit failed; "committed" when it did not. */
export async function stateOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "committed";
  } catch (error) {
    for (let cause = error; cause instanceof Error; cause = cause.cause)
      if ("code" in cause && typeof cause.code === "string") return cause.code;
    throw error;
  }
}

/** The rows that a statement answered, whichever way it was built. */
export const rowsOf = <Row>(answer: unknown): Row[] => (answer as { rows: Row[] }).rows;
