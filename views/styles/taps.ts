import { isStyleId } from "../../domain/styles/index.ts";
import { STYLE_CATEGORIES } from "../../schema/styles.ts";

const BARE = ["home", "popular", "liked"] as const;
/** Taps about one style: `like` keeps it at hand, or not any more; `draw` takes its text for a picture. */
const ABOUT_STYLE = ["show", "like", "draw"] as const;

export type StyleTap =
  | { act: (typeof BARE)[number] }
  | { act: "in"; category: (typeof STYLE_CATEGORIES)[number] }
  | { act: (typeof ABOUT_STYLE)[number]; styleId: string };

/** A tap as button data: at most 48 of Telegram's 64 bytes. */
export function packStyleTap(tap: StyleTap): string {
  if ("styleId" in tap) return `st.${tap.act}:${tap.styleId}`;
  return "category" in tap ? `st.in:${tap.category}` : `st.${tap.act}`;
}

/** Reads button data, which anybody can forge. Null when it is none of ours. */
export function readStyleTap(data: string): StyleTap | null {
  const [, what, about = ""] = /^st\.([a-z]+)(?::([a-z-]+))?$/.exec(data) ?? [];
  const bare = BARE.find((act) => act === what);
  if (bare) return about === "" ? { act: bare } : null;
  const category = STYLE_CATEGORIES.find((one) => one === about);
  if (what === "in") return category ? { act: what, category } : null;
  const act = ABOUT_STYLE.find((one) => one === what);
  return act && isStyleId(about) ? { act, styleId: about } : null;
}
