import { zoneOf } from "../../domain/todos/index.ts";
import type { Passage, Transcript } from "../../domain/transcripts/index.ts";
import { type Attachment, CAPTION_UNITS, type Outgoing, TEXT_UNITS } from "../../ports/telegram/message.ts";
import type { Reader } from "../dates.ts";
import { fileStem } from "../file-stem.ts";
import { shorten } from "../shorten.ts";
import { renderTranscript, renderWarnings } from "../transcript.ts";
import { escapeHtml, type Translate } from "../translate.ts";

/** A text up to here is read at a glance; a longer one is folded, so that it does not push the talk away. */
const GLANCE_UNITS = 280;

/** The text of a group's voice: one message without buttons; folded where it is long, a file only where it does not fit. */
export function groupResult(
  { passages: stored, coverage, createdAt }: Pick<Transcript, "passages" | "coverage" | "createdAt">,
  payer: Reader,
  t: Translate,
): { message: Outgoing; file?: Attachment } {
  const passages = (stored ?? []) as Passage[];
  const text = renderTranscript(passages, t);
  const warnings = renderWarnings(passages, coverage, t).join("\n");
  const under = warnings === "" ? "" : `\n\n${warnings}`;
  if (text === "") return { message: { html: t("group-no-speech") } };
  if (text.length <= GLANCE_UNITS) return { message: { html: escapeHtml(text) + under } };
  if (text.length + under.length <= TEXT_UNITS)
    return { message: { html: `<blockquote expandable>${escapeHtml(text)}</blockquote>${under}` } };
  const preview = shorten(text, CAPTION_UNITS - under.length - 2);
  return {
    message: { html: `<blockquote expandable>${escapeHtml(preview)}</blockquote>${under}` },
    file: {
      name: `${fileStem(null, createdAt, t, zoneOf(payer))}.txt`,
      type: "text/plain",
      bytes: new TextEncoder().encode(text + under),
    },
  };
}
