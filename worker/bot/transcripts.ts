import { Composer } from "grammy";
import type { NewJob } from "../../domain/jobs/index.ts";
import {
  askVoice,
  cleanName,
  hearAgain,
  nameVoiceByReply,
  nameVoiceFromGlossary,
  retryFailed,
} from "../../domain/transcripts/index.ts";
import { readTap } from "../../views/callbacks.ts";
import { opening, showing } from "./menu.ts";
import type { Granted, Turn } from "./turn.ts";

/** What can be done with a text that is there: subtitles, voices and their names, another hearing. */
export const transcripts = new Composer<Turn>();

transcripts.on("callback_query:data", async (turn, next) => {
  const tap = readTap(turn.callbackQuery.data);
  const { db } = turn.visit.ports;
  const sender = turn.from;
  const answer = (text?: string) =>
    turn.visit.later(turn.visit.ports.telegram.answerTap(turn.callbackQuery.id, text));
  switch (tap?.do) {
    case "srt":
    case "vtt":
      await turn.commit(sender, { jobs: [subtitlesJob(turn, tap.transcriptId, tap.do)] });
      return answer();
    case "txt":
    case "md":
    case "docx":
    case "pdf":
    case "json": {
      const { transcriptId, do: format } = tap;
      const payload = { telegramId: sender.id, transcriptId, format };
      await turn.commit(sender, {
        jobs: [{ kind: "notices.transcript-file", payload, key: `transcript-file:${turn.wishName}` }],
      });
      return answer();
    }
    case "voices":
    case "ask-speakers":
    case "ask-times":
    case "ask-anew":
      await turn.commit(sender, { jobs: [opening(turn, tap.do, tap.transcriptId)] });
      return answer();
    case "voices-here":
      await turn.commit(sender, { jobs: [replacing(turn, "voices", tap.transcriptId)] });
      return answer();
    case "voice": {
      const { transcriptId, voice } = tap;
      const messageId = turn.callbackQuery.message?.message_id ?? 0;
      await turn.commit(sender, {
        changes: [askVoice(db, sender.id, transcriptId, voice, messageId)],
        jobs: [replacing(turn, "voice", `${transcriptId} ${voice}`)],
      });
      return answer();
    }
    case "name": {
      const { transcriptId, voice, choice } = tap;
      await turn.commit(sender, {
        changes: [nameVoiceFromGlossary(db, sender.id, transcriptId, voice, choice)],
        jobs: [
          { kind: "transcription.redraw", payload: { transcriptId }, key: `redraw:${turn.wishName}` },
          replacing(turn, "voices", transcriptId),
        ],
      });
      return answer();
    }
    case "fill": {
      const { changes, job, when } = retryFailed(
        db,
        tap.transcriptId,
        { telegramId: sender.id },
        turn.wishName,
        turn.now,
      );
      // The tapped message is the text itself: it stays until there is a better one.
      const granted = await turn.commit(sender, { changes, jobs: [{ ...job, when }] });
      return answer(granted?.t(wasRevived(granted) ? "retry-started" : "hear-impossible"));
    }
    case "hear-speakers":
    case "hear-times":
    case "hear-anew": {
      const want = tap.do === "hear-speakers" ? "speakers" : tap.do === "hear-times" ? "times" : "text";
      // The offer becomes the status message.
      const statusMessageId = turn.callbackQuery.message?.message_id ?? null;
      const by = { telegramId: sender.id, statusMessageId };
      const again = hearAgain(db, by, tap.transcriptId, want, turn.wishName, turn.now);
      const granted = await turn.commit(sender, {
        changes: again.changes,
        jobs: [
          { ...again.job, when: again.when },
          { ...replacing(turn, "hear-started", tap.transcriptId), when: again.when },
        ],
      });
      return answer(granted && !wasRevived(granted) ? granted.t("hear-impossible") : undefined);
    }
    default:
      return next();
  }
});

/** Whether a recording was begun again: another's, a missing one, and one that is being heard just now are not. */
const wasRevived = ({ rows }: Granted): boolean => (rows[0] as unknown[]).length === 1;

/** A reply to the question for a voice's name is the name. */
transcripts.on("message:text", async (turn, next) => {
  const asked = turn.message.reply_to_message;
  const name = cleanName(turn.message.text);
  if (!asked || asked.from?.id !== turn.me.id || turn.message.text.startsWith("/") || !name) return next();
  const { change, when, unless } = nameVoiceByReply(
    turn.visit.ports.db,
    turn.from.id,
    asked.message_id,
    name,
  );
  const payload = { telegramId: turn.from.id, voicesMessageId: asked.message_id };
  await turn.commit(turn.from, {
    changes: [change],
    jobs: [
      { kind: "transcription.redraw", payload, key: `redraw:${turn.wishName}`, when },
      { ...showing(turn, "unknown"), when: unless },
    ],
  });
});

const subtitlesJob = (turn: Turn, transcriptId: string, format: "srt" | "vtt"): NewJob => ({
  kind: "notices.subtitles",
  payload: { telegramId: turn.from?.id ?? 0, transcriptId, format },
  key: `subtitles:${turn.wishName}`,
});

/** A job that shows a screen about something in place of the tapped message. */
const replacing = (turn: Turn, screen: string, about: string) => {
  const job = showing(turn, screen);
  return { ...job, payload: { ...job.payload, about } };
};
