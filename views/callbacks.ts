import { isId } from "../domain/new-id.ts";

/** What a tap can ask for. The same codec writes the buttons and reads the taps, so they cannot drift apart. */
export type Tap =
  | { do: "menu"; screen: MenuScreen }
  | { do: "locale"; locale: "ru" | "en" | "kk" }
  | { do: "cancel"; transcriptId: string }
  | { do: "retry"; transcriptId: string }
  | { do: "begin"; transcriptId: string };

export const MENU_SCREENS = ["start", "transcribe", "help", "language", "privacy"] as const;
export type MenuScreen = (typeof MENU_SCREENS)[number];

const LOCALES = ["ru", "en", "kk"] as const;

/** A tap as button data: a few letters and an id, far below Telegram's 64 bytes. */
export function packTap(tap: Tap): string {
  switch (tap.do) {
    case "menu":
      return `menu:${tap.screen}`;
    case "locale":
      return `locale:${tap.locale}`;
    default:
      return `${tap.do}:${tap.transcriptId}`;
  }
}

/** Reads button data, which anybody can forge. Null when it is not ours, or not any more. */
export function readTap(data: string): Tap | null {
  const [what, rest = ""] = data.split(":", 2);
  const screen = MENU_SCREENS.find((name) => name === rest);
  const locale = LOCALES.find((name) => name === rest);
  if (what === "menu" && screen) return { do: "menu", screen };
  if (what === "locale" && locale) return { do: "locale", locale };
  if ((what === "cancel" || what === "retry" || what === "begin") && isId(rest, "trn"))
    return { do: what, transcriptId: rest };
  return null;
}
