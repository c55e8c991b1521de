import { Composer } from "grammy";
import { readTap } from "../../views/callbacks.ts";
import type { Turn } from "./turn.ts";

/** Commands and buttons that only show something. */
export const menu = new Composer<Turn>();

for (const screen of [
  "start",
  "help",
  "privacy",
  "language",
  "settings",
  "topup",
  "paysupport",
  "terms",
  "balance",
  "invite",
] as const)
  menu.command(screen, async (turn) => {
    if (turn.from) await turn.commit(turn.from, { jobs: [showing(turn, screen)] });
  });

menu.on("callback_query:data", async (turn, next) => {
  const tap = readTap(turn.callbackQuery.data);
  if (tap?.do !== "menu" && tap?.do !== "open") return next();
  await turn.commit(turn.from, {
    jobs: [tap.do === "menu" ? showing(turn, tap.screen) : opening(turn, tap.screen)],
  });
  turn.visit.later(turn.visit.ports.telegram.answerTap(turn.callbackQuery.id));
});

/** A job that shows a screen as a message of its own, and leaves the tapped one as it is. */
export const opening = (turn: Turn, screen: string, about?: string) =>
  ({
    kind: "notices.show",
    payload: { telegramId: turn.from?.id ?? 0, screen, ...(about !== undefined && { about }) },
    key: `show:${turn.wishName}`,
  }) as const;

/** A job that shows a screen: in place of the tapped message, or as a new one. */
export const showing = (turn: Turn, screen: string, key = turn.wishName) =>
  ({
    kind: "notices.show",
    payload: {
      telegramId: turn.from?.id ?? 0,
      screen,
      ...(turn.callbackQuery?.message && { messageId: turn.callbackQuery.message.message_id }),
    },
    key: `show:${key}`,
  }) as const;
