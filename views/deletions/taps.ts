import { isId } from "../../domain/new-id.ts";

/** What can be asked about deleting and keeping. `stamp` is the moment of a question: its yes counts only for a while. */
export type DeletionTap =
  | { act: "menu" | "keep" | "all" }
  | { act: "one" | "one-yes" | "one-undo"; transcriptId: string }
  | { act: "age"; days: number }
  | { act: "age-yes"; days: number; stamp: string }
  | { act: "all-sure" | "all-yes"; stamp: string }
  | { act: "originals" | "texts"; days: number | null };

const packDays = (days: number | null): string => (days === null ? "ever" : String(days));

/** A tap as button data: at most 42 of Telegram's 64 bytes. Whose things these are, the sender says. */
export function packDeletionTap(tap: DeletionTap): string {
  if ("transcriptId" in tap) return `fg.${tap.act}:${tap.transcriptId}`;
  const days = "days" in tap ? `:${packDays(tap.days)}` : "";
  return `fg.${tap.act}${days}${"stamp" in tap ? `:${tap.stamp}` : ""}`;
}

const BARE = ["menu", "keep", "all"] as const;

/** Reads button data, which anybody can forge. Null when it is none of ours. */
export function readDeletionTap(data: string): DeletionTap | null {
  const [, verb, id = ""] = /^fg\.(one|one-yes|one-undo):(\w+)$/.exec(data) ?? [];
  if (verb) return isId(id, "trn") ? { act: verb as "one", transcriptId: id } : null;
  const [, what, first, second] =
    /^fg\.([a-z-]+)(?::([0-9a-z]{1,10}))?(?::([0-9a-z]{1,10}))?$/.exec(data) ?? [];
  const bare = BARE.find((act) => act === what);
  if (bare) return first === undefined ? { act: bare } : null;
  if ((what === "all-sure" || what === "all-yes") && first && second === undefined)
    return { act: what, stamp: first };
  const days = first === "ever" ? null : /^\d{1,4}$/.test(first ?? "") ? Number(first) : undefined;
  if (days === undefined) return null;
  if ((what === "originals" || what === "texts") && second === undefined) return { act: what, days };
  if (days === null) return null;
  if (what === "age" && second === undefined) return { act: what, days };
  return what === "age-yes" && second ? { act: what, days, stamp: second } : null;
}
