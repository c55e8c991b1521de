import process from "node:process";
import type { Command } from "commander";
import { readDay } from "../../domain/admin/index.ts";
import { answers } from "../answer.ts";
import { withDatabase } from "../database.ts";
import { draftFrom, list, send, stop } from "../news.ts";
import { botOf } from "../telegram.ts";
import { tell } from "./tell.ts";

/** What an admin can read and tell everybody: the figures of the day, and news. */
export function addNews(program: Command): void {
  answers(program.command("day").description("the figures of the day (UTC) so far"), () =>
    withDatabase(async ({ db }) => {
      const data = await readDay(db, new Date());
      const text = Object.entries(data)
        .map(([name, value]) => `${name.padEnd(16)} ${value}`)
        .join("\n");
      return { text, data };
    }),
  );
  const news = program.command("news").description("a message to everybody who has not switched news off");
  answers(news.command("list").description("news and drafts, the newest first"), () => tell(list));
  answers(
    news
      .command("draft <file>")
      .description("a text (Telegram's HTML) that the first of TELEGRAM_ADMIN_IDS gets to look at"),
    (file: string) =>
      tell(async (database) => {
        const adminId = Number(process.env.TELEGRAM_ADMIN_IDS?.split(/[\s,]+/)[0]);
        if (!adminId) throw new Error("set TELEGRAM_ADMIN_IDS: the first of them gets the draft");
        return draftFrom(database, botOf(process.env), adminId, file, new Date());
      }),
  );
  answers(news.command("send <id>").description("begin to send a draft"), (id: string) =>
    tell((database) => send(database, id, new Date())),
  );
  answers(news.command("stop <id>").description("stop news on their way, or drop a draft"), (id: string) =>
    tell((database) => stop(database, id, new Date())),
  );
}
