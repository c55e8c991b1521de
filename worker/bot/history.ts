import { Composer } from "grammy";
import type { NewJob } from "../../domain/jobs/index.ts";
import { cleanTitle, renameTranscript } from "../../domain/transcripts/index.ts";
import { readHistoryTap } from "../../views/history/taps.ts";
import { opening, showing } from "./menu.ts";
import type { Turn } from "./turn.ts";

/** What somebody has sent so far: listed, opened, played, renamed, handed out again. */
export const history = new Composer<Turn>();

history.command("history", async (turn) => {
  if (turn.from) await turn.commit(turn.from, { jobs: [opening(turn, "history")] });
});

history.on("callback_query:data", async (turn, next) => {
  const tap = readHistoryTap(turn.callbackQuery.data);
  if (!tap || tap.act === "found" || tap.act === "place") return next();
  await turn.commit(turn.from, { jobs: [jobOf()] });
  turn.visit.later(turn.visit.ports.telegram.answerTap(turn.callbackQuery.id));

  function jobOf(): NewJob {
    const telegramId = turn.from?.id ?? 0;
    switch (tap?.act) {
      case "open":
        return opening(turn, "history-card", tap.transcriptId);
      case "card":
        return replacing(turn, "history-card", tap.transcriptId);
      case "rename":
        return opening(turn, "history-rename", tap.transcriptId);
      case "text":
      case "original": {
        const { transcriptId, act: what } = tap;
        return {
          kind: "notices.stored",
          payload: { telegramId, transcriptId, what },
          key: `stored:${turn.wishName}`,
        };
      }
      case "play": {
        const { transcriptId, at } = tap;
        return {
          kind: "transcription.clip",
          payload: { telegramId, transcriptId, at },
          key: `clip:${turn.wishName}`,
        };
      }
      default:
        return replacing(turn, "history", tap?.act === "list" ? tap.after : undefined);
    }
  }
});

/** A reply to the question for a name is the name; the question's button says of what. */
history.on("message:text", async (turn, next) => {
  const asked = turn.message.reply_to_message;
  if (asked?.from?.id !== turn.me.id || turn.message.text.startsWith("/")) return next();
  const buttons = asked.reply_markup?.inline_keyboard.flat() ?? [];
  const taps = buttons.flatMap((button) =>
    "callback_data" in button && button.callback_data ? [readHistoryTap(button.callback_data)] : [],
  );
  const [tap] = taps;
  // Only the question has this one button and no other; the text of a recording has it as well, but asks for nothing.
  if (taps.length !== 1 || tap?.act !== "card" || !asked.text?.startsWith("✏️")) return next();
  const title = cleanTitle(turn.message.text);
  if (!title) return next();
  await turn.commit(turn.from, {
    changes: [renameTranscript(turn.visit.ports.db, turn.from.id, tap.transcriptId, title)],
    jobs: [opening(turn, "history-card", tap.transcriptId)],
  });
});

const replacing = (turn: Turn, screen: string, about?: string): NewJob => {
  const job = showing(turn, screen);
  return about === undefined ? job : { ...job, payload: { ...job.payload, about } };
};
