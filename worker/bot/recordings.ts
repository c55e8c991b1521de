import { Composer } from "grammy";
import type { Message } from "grammy/types";
import { type Brought, receive } from "../../domain/transcripts/index.ts";
import { gatherForwarded, saidAt } from "./conversations.ts";
import type { Turn } from "./turn.ts";

/** Anything that may hold speech. What it really is, its bytes will tell. */
export const recordings = new Composer<Turn>();

recordings.on("message", async (turn, next) => {
  const file = fileOf(turn.message);
  if (!file) return next();
  const brought = {
    ...file,
    telegramId: turn.from.id,
    chatId: turn.chat.id,
    messageId: turn.message.message_id,
    saidAt: saidAt(turn.message),
  };
  const { change, job, transcriptId } = receive(turn.visit.ports.db, brought, turn.now);
  const together = gatherForwarded(turn, turn.message, { transcriptId });
  await turn.commit(turn.from, {
    changes: [change, ...(together?.changes ?? [])],
    jobs: [job, ...(together ? [together.job] : [])],
    limit: "recording",
  });
});

export type File = Pick<Brought, "source" | "fileId" | "fileUniqueId" | "claimedName" | "claimedBytes">;

/** The recording in a message. An animation is silent by definition, though it carries a document as well. */
export function fileOf(message: Message): File | null {
  const { voice, audio, video_note, video, document, animation } = message;
  if (voice) return asFile("voice", voice);
  if (audio) return asFile("audio", audio);
  if (video_note) return asFile("video_note", video_note);
  if (video) return asFile("video", video);
  return document && !animation ? asFile("document", document) : null;
}

const asFile = (
  source: File["source"],
  file: { file_id: string; file_unique_id: string; file_size?: number; file_name?: string },
): File => ({
  source,
  fileId: file.file_id,
  fileUniqueId: file.file_unique_id,
  claimedName: file.file_name?.slice(0, 255),
  claimedBytes: file.file_size,
});
