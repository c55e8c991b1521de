import type { Outgoing } from "../ports/telegram/message.ts";
import type { Translate } from "./translate.ts";

/** A file that Telegram does not hand to bots, and the page that takes it past Telegram. */
export const uploadOffer = (megabytes: number, url: string, t: Translate): Outgoing => ({
  html: t("upload-offer", { megabytes }),
  buttons: [[{ text: t("upload-open"), url }]],
});
