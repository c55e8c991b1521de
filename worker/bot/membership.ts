import { Composer } from "grammy";
import { markUnreachable } from "../../domain/users/index.ts";
import type { Turn } from "./turn.ts";

/** Somebody blocked the bot, or let it back in (which the commit notes by itself). */
export const membership = new Composer<Turn>();

membership.on("my_chat_member", async (turn) => {
  const gone = turn.myChatMember.new_chat_member.status === "kicked";
  const { ports } = turn.visit;
  await turn.commit(turn.from, {
    limit: "open",
    changes: gone ? [markUnreachable(ports.db, turn.from.id, turn.now)] : [],
  });
});
