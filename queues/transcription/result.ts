import { isDocument } from "../../domain/documents/index.ts";
import type { Owned } from "../../domain/transcripts/index.ts";
import type { Ports } from "../../ports/index.ts";
import { textReceived } from "../../views/document.ts";
import { recordingResult } from "../../views/recording.ts";
import type { Possible } from "../../views/recording-buttons.ts";
import { translator } from "../../views/translate.ts";

/** The message that holds a recording's text. */
export interface ResultMessage {
  resultMessageId: number;
  resultIsFile: boolean;
}

type View = ReturnType<typeof recordingResult>;

type Needed = Pick<Ports, "telegram" | "speech" | "writing">;

function viewOf({ speech, writing }: Needed, { transcript, owner }: Owned): View {
  const t = translator(owner.locale);
  const possible = possibleOf({ speech, writing });
  return isDocument(transcript.container)
    ? { message: textReceived(transcript, t, possible) }
    : recordingResult(transcript, owner, t, possible);
}

/**
 * Sends the text as a reply to the recording. An earlier version is taken away after the new one is there: a message of
 * its own makes itself heard and stands where the chat is, which an edit far above would not; and a text can grow
 * into a file, which no edit can.
 */
export async function sendResult(ports: Needed, found: Owned): Promise<ResultMessage> {
  const { telegram } = ports;
  const { chatId, messageId, resultMessageId: earlier } = found.transcript;
  const to = { chatId, replyTo: messageId };
  const { message, file } = viewOf(ports, found);
  const sent = file ? await telegram.sendFile(to, file, message) : await telegram.send(to, message);
  if (earlier !== null) await telegram.remove(chatId, earlier);
  return { resultMessageId: sent, resultIsFile: file !== undefined };
}

/** Changes the message in place, for a change that its owner has just asked for. One that became a file is sent anew. */
export async function changeResult(ports: Needed, found: Owned): Promise<ResultMessage | null> {
  const { telegram } = ports;
  const { chatId, resultMessageId, resultIsFile } = found.transcript;
  if (resultMessageId === null) return null;
  const { message, file } = viewOf(ports, found);
  if ((file !== undefined) !== resultIsFile) return sendResult(ports, found);
  if (file) await telegram.editFile(chatId, resultMessageId, file, message);
  else await telegram.edit(chatId, resultMessageId, message);
  return { resultMessageId, resultIsFile };
}

/** What this installation can do with a recording, besides its words. */
export const possibleOf = ({ speech, writing }: Pick<Ports, "speech" | "writing">): Possible => ({
  speakers: speech.choose("speakers") !== null,
  writing: writing.model !== null,
});
