import type { Transcript } from "../domain/transcripts/index.ts";
import type { Outgoing } from "../ports/telegram/message.ts";
import type { Translate } from "./translate.ts";

/** A text file was taken in. Its owner has the text already, so it is not sent back. */
export const textReceived = ({ text }: Pick<Transcript, "text">, t: Translate): Outgoing => ({
  html: t("text-received", { words: (text ?? "").split(/\s+/).filter(Boolean).length }),
});
