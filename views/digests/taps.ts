import { isId } from "../../domain/new-id.ts";
import { FILE_FORMATS } from "../../schema/users.ts";
import { SPEECH_LANGUAGES } from "../callbacks.ts";

export type FileFormat = (typeof FILE_FORMATS)[number];

/** What is written at one tap. */
export const QUICK_KINDS = ["summary", "todo", "minutes", "clean"] as const;
export type QuickKind = (typeof QUICK_KINDS)[number];
/** What needs a word more: which language, how, or which question. */
const CHOICES = ["translation", "own", "ask"] as const;

/** Taps about one digest: `anew` writes it again, `stop` stops it, `retry` goes on after a failure, `style` keeps its instruction. */
const ABOUT_DIGEST = ["anew", "stop", "retry", "style"] as const;

/**
 * What a tap can ask for. Without a transcript it is about those that the tapped message has selected. `pick` opens a
 * list to select several from, `turn` another page of it (`after`: the last one of the page before).
 */
export type DigestTap =
  | { act: "pick" }
  | { act: "toggle"; transcriptId: string; after?: string }
  | { act: "turn"; after?: string }
  | { act: "write"; kind: QuickKind; transcriptId?: string }
  | { act: "choose"; choice: (typeof CHOICES)[number]; transcriptId?: string }
  | { act: "language"; language: string }
  | { act: "use" | "drop"; styleId: string }
  | { act: (typeof ABOUT_DIGEST)[number]; digestId: string }
  | { act: "play" | "page"; digestId: string; number: number }
  | { act: "file"; digestId: string; format: FileFormat };

/** A tap as button data: at most 62 of Telegram's 64 bytes. */
export function packDigestTap(tap: DigestTap): string {
  const about = "transcriptId" in tap && tap.transcriptId ? `:${tap.transcriptId}` : "";
  switch (tap.act) {
    case "pick":
      return "dg.pick";
    case "toggle":
      // With both ids whole it would not fit.
      return tap.after ? `dg.t:${tap.transcriptId}:${tap.after.slice(4)}` : `dg.toggle:${tap.transcriptId}`;
    case "turn":
      return tap.after ? `dg.turn:${tap.after}` : "dg.turn";
    case "write":
      return `dg.${tap.kind}${about}`;
    case "choose":
      return `dg.${tap.choice}${about}`;
    case "language":
      return `dg.language:${tap.language}`;
    case "use":
    case "drop":
      return `dg.${tap.act}:${tap.styleId}`;
    case "play":
    case "page":
      return `dg.${tap.act}:${tap.digestId}:${tap.number}`;
    case "file":
      return `dg.file:${tap.digestId}:${tap.format}`;
    default:
      return `dg.${tap.act}:${tap.digestId}`;
  }
}

/** Reads button data, which anybody can forge. Null when it is none of ours. */
export function readDigestTap(data: string): DigestTap | null {
  const [, what, about = "", rest = ""] = /^dg\.([a-z]+)(?::(\w+))?(?::(\w+))?$/.exec(data) ?? [];
  const kind = QUICK_KINDS.find((one) => one === what);
  const choice = CHOICES.find((one) => one === what);
  if (kind || choice) {
    if (rest !== "" || (about !== "" && !isId(about, "trn"))) return null;
    const transcript = about === "" ? {} : { transcriptId: about };
    return kind
      ? { act: "write", kind, ...transcript }
      : { act: "choose", choice: choice ?? "own", ...transcript };
  }
  const format = FILE_FORMATS.find((one) => one === rest);
  if (what === "file" && format && isId(about, "dig")) return { act: what, digestId: about, format };
  if ((what === "play" || what === "page") && /^\d{1,4}$/.test(rest) && isId(about, "dig"))
    return { act: what, digestId: about, number: Number(rest) };
  if (what === "t" && isId(about, "trn") && isId(`trn_${rest}`, "trn"))
    return { act: "toggle", transcriptId: about, after: `trn_${rest}` };
  if (rest !== "") return null;
  if (what === "turn" && (about === "" || isId(about, "trn")))
    return { act: what, ...(about !== "" && { after: about }) };
  const act = ABOUT_DIGEST.find((one) => one === what);
  if (act) return isId(about, "dig") ? { act, digestId: about } : null;
  if (what === "pick" && about === "") return { act: what };
  if (what === "toggle" && isId(about, "trn")) return { act: what, transcriptId: about };
  if (what === "language" && Object.hasOwn(SPEECH_LANGUAGES, about)) return { act: what, language: about };
  if ((what === "use" || what === "drop") && isId(about, "sty")) return { act: what, styleId: about };
  return null;
}
