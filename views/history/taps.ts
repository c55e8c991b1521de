import { isId } from "../../domain/new-id.ts";

/** What a tap can ask for in the history and among what was found. `at`: a second of the recording; `position`: a stretch of it. */
export type HistoryTap =
  | { act: "list"; after?: string }
  | { act: "open" | "card" | "text" | "original" | "rename"; transcriptId: string }
  | { act: "play"; transcriptId: string; at: number }
  | { act: "place"; transcriptId: string; position: number }
  | { act: "found"; page: number };

const ABOUT_ONE = ["open", "card", "text", "original", "rename"] as const;

/** A tap as button data: at most 44 of Telegram's 64 bytes. */
export function packHistoryTap(tap: HistoryTap): string {
  switch (tap.act) {
    case "list":
      return `hs.list${tap.after === undefined ? "" : `:${tap.after}`}`;
    case "play":
      return `hs.play:${tap.transcriptId}:${tap.at}`;
    case "place":
      return `hs.place:${tap.transcriptId}:${tap.position}`;
    case "found":
      return `hs.found:${tap.page}`;
    default:
      return `hs.${tap.act}:${tap.transcriptId}`;
  }
}

/** Reads button data, which anybody can forge. Null when it is none of ours. */
export function readHistoryTap(data: string): HistoryTap | null {
  const [, what, about, rest] = /^hs\.([a-z]+)(?::(\w{1,30}))?(?::(\d{1,6}))?$/.exec(data) ?? [];
  if (what === "list" && about === undefined) return { act: "list" };
  if (what === "found") return /^\d{1,2}$/.test(about ?? "") ? { act: "found", page: Number(about) } : null;
  if (about === undefined || !isId(about, "trn")) return null;
  if (what === "play")
    return rest === undefined ? null : { act: "play", transcriptId: about, at: Number(rest) };
  if (what === "place")
    return rest === undefined ? null : { act: "place", transcriptId: about, position: Number(rest) };
  if (rest !== undefined) return null;
  if (what === "list") return { act: "list", after: about };
  const act = ABOUT_ONE.find((one) => one === what);
  return act ? { act, transcriptId: about } : null;
}
