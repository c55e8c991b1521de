import type { Task } from "../../domain/digests/index.ts";
import { CAPTION_UNITS, type Outgoing } from "../../ports/telegram/message.ts";
import { shorten } from "../shorten.ts";
import { clockTime } from "../transcript.ts";
import { escapeHtml, type Translate } from "../translate.ts";

/** Under the sound: which point it proves, and its words. */
export const clipCaption = ({ text, quote, at }: Task, number: number, t: Translate): Outgoing => ({
  html: `<b>${t("digest-clip", { number: number + 1, time: clockTime(at ?? 0) })}</b> ${escapeHtml(shorten(text, 300))}\n<i>«${escapeHtml(shorten(quote.replace(/[«»]/g, ""), CAPTION_UNITS - 400))}»</i>`,
});

export const clipGone = (t: Translate): Outgoing => ({ html: t("digest-clip-gone") });
