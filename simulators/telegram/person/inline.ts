import { randomBytes } from "node:crypto";
import type { Simulation } from "../simulation.ts";
import type { User } from "../wire.ts";

export type InlineResult = Record<string, unknown> & { id?: string; type?: string };

/** Types into the field after the bot's name, or (`offset`) scrolls to the end of what it offered. Resolves with the bot's results, or with none after `limitMs`. */
export function askInline(
  { inlineQueries, outbox, now }: Simulation,
  user: User,
  query: string,
  offset: string,
  limitMs: number,
) {
  const id = String(randomBytes(8).readBigUInt64BE() >> 1n);
  return new Promise<InlineResult[]>((resolve) => {
    const timer = setTimeout(() => resolve([]), limitMs);
    inlineQueries.set(id, {
      userId: user.id,
      time: now(),
      answered(results) {
        clearTimeout(timer);
        resolve(results);
      },
    });
    outbox.add("inline_query", { id, from: user, query, offset, chat_type: "sender" }, { userId: user.id });
  });
}
