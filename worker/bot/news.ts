import { Composer } from "grammy";
import { wantNews } from "../../domain/admin/index.ts";
import { readTap } from "../../views/callbacks.ts";
import { opening } from "./menu.ts";
import type { Turn } from "./turn.ts";

/** Everybody's own switch for the operator's news. The news themselves stay as they are. */
export const news = new Composer<Turn>();

news.on("callback_query:data", async (turn, next) => {
  const tap = readTap(turn.callbackQuery.data);
  if (tap?.do !== "news") return next();
  const { ports, later } = turn.visit;
  await turn.commit(turn.from, {
    changes: [wantNews(ports.db, turn.from.id, tap.wants)],
    jobs: [opening(turn, tap.wants ? "news-on" : "news-off")],
  });
  later(ports.telegram.answerTap(turn.callbackQuery.id));
});
