import type { DigestRow, SoFar } from "../../domain/digests/index.ts";
import { type Outgoing, TEXT_UNITS } from "../../ports/telegram/message.ts";
import { clockTime } from "../transcript.ts";
import { escapeHtml, type Translate } from "../translate.ts";
import { digestButton } from "./buttons.ts";
import { digestTitle } from "./title.ts";

type Row = Pick<DigestRow, "id" | "kind" | "language" | "instruction">;

/** The message that says that it is being written, how far, and how to stop it. */
export function digestStatus(
  digest: Row,
  at: { written: number; all: number } | "waiting" | { soFar: SoFar },
  t: Translate,
): Outgoing {
  const title = digestTitle(digest, t);
  const stop = [[digestButton(t, "digest-stop", { act: "stop", digestId: digest.id })]];
  const say = (words: string): Outgoing => ({ html: `${title} — ${words}`, buttons: stop });
  if (at === "waiting") return say(t("digest-waiting"));
  // A draft shows by itself that more is to come; an edited message does not.
  if ("soFar" in at) return { html: `${digestDraft(digest, at.soFar, t)} ▌`, buttons: stop };
  return say(at.all > 1 ? t("digest-progress", at) : t("digest-writing"));
}

/** Room for the heading and the mark of more to come. */
const DRAFT_UNITS = TEXT_UNITS - 300;

/** What is written so far: its newest part where it is longer than a message. */
export function digestDraft(digest: Row, soFar: SoFar, t: Translate): string {
  const text =
    "text" in soFar
      ? soFar.text
      : soFar.points.map(({ text, at }) => `• ${text}${at === null ? "" : ` (${clockTime(at)})`}`).join("\n");
  const shown =
    text.length > DRAFT_UNITS ? `…${text.slice(-DRAFT_UNITS).replace(/^[\udc00-\udfff]/, "")}` : text;
  return `<b>${digestTitle(digest, t)}</b>\n\n${escapeHtml(shown)}`;
}

export const digestStopped = (t: Translate): Outgoing => ({ html: t("digest-stopped") });

/** Why nothing was written, and what can be done; where asking again may help, a button for it. */
export const digestFailed = (
  { id, failure }: Pick<DigestRow, "id" | "failure">,
  digestsPerDay: number,
  t: Translate,
): Outgoing => ({
  html: t(`failure-${failure ?? "fault"}`, { count: digestsPerDay }),
  ...(!FINAL.has(failure ?? "") && {
    buttons: [[digestButton(t, "retry", { act: "retry", digestId: id })]],
  }),
});

/** Asking again changes nothing. */
const FINAL = new Set(["digest-empty", "writing-off", "writing-declined"]);
