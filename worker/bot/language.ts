import { Composer } from "grammy";
import { chooseLocale } from "../../domain/users/index.ts";
import { readTap } from "../../views/callbacks.ts";
import { showing } from "./menu.ts";
import type { Turn } from "./turn.ts";

/** The choice of a language, and Telegram's menu in it. */
export const language = new Composer<Turn>();

language.on("callback_query:data", async (turn, next) => {
  const tap = readTap(turn.callbackQuery.data);
  if (tap?.do !== "locale") return next();
  const { ports, later } = turn.visit;
  await turn.commit(turn.from, {
    changes: [chooseLocale(ports.db, turn.from.id, tap.locale)],
    jobs: [showing(turn, "language-chosen")],
  });
  later(ports.telegram.answerTap(turn.callbackQuery.id));
});
