import { Composer } from "grammy";
import { beginExport } from "../../domain/exports/index.ts";
import { readExportTap } from "../../views/exports/screens.ts";
import { opening, showing } from "./menu.ts";
import type { Turn } from "./turn.ts";

/** Everything of one's own, to take along. */
export const exports = new Composer<Turn>();

exports.command("export", async (turn) => {
  if (turn.from) await turn.commit(turn.from, { jobs: [opening(turn, "export")] });
});

exports.on("callback_query:data", async (turn, next) => {
  const tap = readExportTap(turn.callbackQuery.data);
  if (!tap) return next();
  const { db, telegram } = turn.visit.ports;
  const statusMessageId = turn.callbackQuery.message?.message_id ?? null;
  const { change, job } = beginExport(db, turn.from.id, { ...tap, statusMessageId }, turn.now);
  await turn.commit(turn.from, {
    changes: [change],
    jobs: [showing(turn, "export-begun"), job],
    limit: "paying",
  });
  turn.visit.later(telegram.answerTap(turn.callbackQuery.id));
});
