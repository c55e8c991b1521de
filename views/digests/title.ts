import type { DigestRow } from "../../domain/digests/index.ts";
import { SPEECH_LANGUAGES } from "../callbacks.ts";
import { shorten } from "../shorten.ts";
import type { Translate } from "../translate.ts";

/** A wish as a heading may be so long. */
const WISH_UNITS = 80;
const QUESTION_UNITS = 200;

/** What a digest is, as its heading says it. */
export function digestTitle(
  { kind, language, instruction }: Pick<DigestRow, "kind" | "language" | "instruction">,
  t: Translate,
): string {
  if (kind === "translation")
    return t("digest-title-translation", {
      language: (SPEECH_LANGUAGES as Record<string, string>)[language] ?? language,
    });
  if (kind === "own")
    return t("digest-title-own", { wish: shorten((instruction ?? "").replace(/\s+/g, " "), WISH_UNITS) });
  if (kind === "answer")
    return t("digest-title-answer", {
      question: shorten((instruction ?? "").replace(/\s+/g, " "), QUESTION_UNITS),
    });
  return t(`digest-title-${kind}`);
}
