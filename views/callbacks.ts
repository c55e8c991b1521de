import { isId } from "../domain/new-id.ts";

/** The files of a transcript that are not subtitles. */
export const TRANSCRIPT_FORMATS = ["txt", "md", "docx", "pdf", "json"] as const;
export type TranscriptFormat = (typeof TRANSCRIPT_FORMATS)[number];

/** What can be asked for a text, by one tap. `fill` hears its gaps; `ask-…` explains and names the price, `hear-…` begins; `-here` changes the tapped message. */
export const TRANSCRIPT_VERBS = [
  "srt",
  "vtt",
  ...TRANSCRIPT_FORMATS,
  "fill",
  "voices",
  "voices-here",
  "ask-speakers",
  "ask-times",
  "ask-anew",
  "hear-speakers",
  "hear-times",
  "hear-anew",
] as const;
export type TranscriptVerb = (typeof TRANSCRIPT_VERBS)[number];

/** The languages that recordings can be pinned to (ISO 639-1), by their own names. */
export const SPEECH_LANGUAGES = {
  ru: "Русский",
  en: "English",
  kk: "Қазақша",
  uk: "Українська",
  uz: "Oʻzbekcha",
  ky: "Кыргызча",
  tr: "Türkçe",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  ar: "العربية",
  zh: "中文",
} as const;

/** What a tap can ask for. The same codec writes the buttons and reads the taps, so they cannot drift apart. */
export type Tap =
  | { do: "menu"; screen: MenuScreen }
  | { do: "locale"; locale: "ru" | "en" | "kk" }
  | { do: "cancel"; transcriptId: string }
  | { do: "retry"; transcriptId: string }
  | { do: "begin"; transcriptId: string }
  | { do: "join" | "apart"; conversationId: string }
  | { do: TranscriptVerb; transcriptId: string }
  | { do: "voice"; transcriptId: string; voice: string }
  | { do: "name"; transcriptId: string; voice: string; choice: number }
  | { do: "speech-language"; language: string }
  | { do: "open"; screen: MenuScreen }
  | { do: "buy"; coins: number; stars: number }
  | { do: "giveback"; invoiceId: string }
  | { do: "history"; before?: number }
  | { do: "news"; wants: boolean }
  | { do: "revive"; jobId: string }
  | { do: "sendnews" | "stopnews"; broadcastId: string }
  | { do: "statement" }
  | { do: "threshold"; coins: number };

export const MENU_SCREENS = [
  "start",
  "transcribe",
  "help",
  "language",
  "privacy",
  "settings",
  "speech-languages",
  "glossary",
  "topup",
  "paysupport",
  "terms",
  "balance",
  "promo",
  "invite",
] as const;
export type MenuScreen = (typeof MENU_SCREENS)[number];

const LOCALES = ["ru", "en", "kk"] as const;

/** A tap as button data: a few letters and an id, far below Telegram's 64 bytes. */
export function packTap(tap: Tap): string {
  switch (tap.do) {
    case "menu":
      return `menu:${tap.screen}`;
    case "open":
      return `open:${tap.screen}`;
    case "buy":
      return `buy:${tap.coins}-${tap.stars}`;
    case "news":
      return `news:${tap.wants ? "on" : "off"}`;
    case "revive":
      return `revive:${tap.jobId}`;
    case "sendnews":
    case "stopnews":
      return `${tap.do}:${tap.broadcastId}`;
    case "history":
      return `history:${tap.before ?? ""}`;
    case "statement":
      return "statement:";
    case "threshold":
      return `threshold:${tap.coins}`;
    case "giveback":
      return `giveback:${tap.invoiceId}`;
    case "join":
    case "apart":
      return `${tap.do}:${tap.conversationId}`;
    case "voice":
      return `voice:${tap.transcriptId}:${tap.voice}`;
    case "name":
      return `name:${tap.transcriptId}:${tap.voice}:${tap.choice}`;
    case "speech-language":
      return `speech-language:${tap.language}`;
    case "locale":
      return `locale:${tap.locale}`;
    default:
      return `${tap.do}:${tap.transcriptId}`;
  }
}

/** Reads button data, which anybody can forge. Null when it is not ours, or not any more. */
export function readTap(data: string): Tap | null {
  const [what, rest = "", voice = "", choice = ""] = data.split(":");
  const verb = TRANSCRIPT_VERBS.find((name) => name === what);
  const screen = MENU_SCREENS.find((name) => name === rest);
  const locale = LOCALES.find((name) => name === rest);
  const [, coins, stars] = /^(\d{1,6})-(\d{1,5})$/.exec(rest) ?? [];
  if ((what === "menu" || what === "open") && screen) return { do: what, screen };
  if (what === "buy" && coins && stars) return { do: "buy", coins: Number(coins), stars: Number(stars) };
  if (what === "history" && /^\d{0,15}$/.test(rest))
    return { do: "history", ...(rest !== "" && { before: Number(rest) }) };
  if (what === "news" && (rest === "on" || rest === "off")) return { do: "news", wants: rest === "on" };
  if (what === "revive" && isId(rest, "job")) return { do: "revive", jobId: rest };
  if ((what === "sendnews" || what === "stopnews") && isId(rest, "brd"))
    return { do: what, broadcastId: rest };
  if ((what === "join" || what === "apart") && isId(rest, "cnv")) return { do: what, conversationId: rest };
  if (data === "statement:") return { do: "statement" };
  if (what === "threshold" && /^\d{1,6}$/.test(rest)) return { do: "threshold", coins: Number(rest) };
  if (what === "giveback" && isId(rest, "inv")) return { do: "giveback", invoiceId: rest };
  if (what === "locale" && locale) return { do: "locale", locale };
  if ((what === "cancel" || what === "retry" || what === "begin") && isId(rest, "trn"))
    return { do: what, transcriptId: rest };
  if (verb && isId(rest, "trn")) return { do: verb, transcriptId: rest };
  if (/^\d{1,3}$/.test(voice) && isId(rest, "trn")) {
    if (what === "voice") return { do: "voice", transcriptId: rest, voice };
    if (what === "name" && /^\d{1,2}$/.test(choice))
      return { do: "name", transcriptId: rest, voice, choice: Number(choice) };
  }
  if (what === "speech-language" && (rest === "auto" || Object.hasOwn(SPEECH_LANGUAGES, rest)))
    return { do: "speech-language", language: rest };
  return null;
}
