import type { Transcript } from "../domain/transcripts/index.ts";
import type { Outgoing } from "../ports/telegram/message.ts";
import { writeButtons } from "./digests/buttons.ts";
import type { Possible } from "./recording-buttons.ts";
import type { Translate } from "./translate.ts";

/** A text file was taken in. Its owner has the text already, so it is not sent back. */
export const textReceived = (
  { id, text }: Pick<Transcript, "id" | "text">,
  t: Translate,
  { writing }: Pick<Possible, "writing">,
): Outgoing => ({
  html: t("text-received", { words: (text ?? "").split(/\s+/).filter(Boolean).length }),
  ...(writing && text && { buttons: writeButtons(t, id) }),
});
