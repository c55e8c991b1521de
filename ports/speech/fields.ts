import type { Ask } from "./index.ts";
import type { Form } from "./models.ts";

/** Whisper reads the last 224 tokens of a prompt; Cyrillic takes about one token for two letters. */
const PROMPT_LETTERS = 400;
/** Not nought, where the first hearing was: the second must be able to come out differently. */
const SECOND_TEMPERATURE = "0.4";

/** The fields of a transcription form, as far as the model understands them. */
export function fieldsOf(form: Form, { languages, keywords, again }: Ask): Record<string, string | string[]> {
  const [only] = languages;
  const hints = again ? [] : keywords;
  return {
    ...(form.response !== "json" && { response_format: form.response }),
    ...(form.response === "verbose_json" && {
      "timestamp_granularities[]": form.words ? ["segment", "word"] : ["segment"],
    }),
    ...(form.language === "languages[]" && languages.length > 0 && { "languages[]": [...languages] }),
    ...(form.language === "language" && only && languages.length === 1 && { language: only }),
    ...(hints.length > 0 && form.keywords && { "keywords[]": [...hints] }),
    ...(hints.length > 0 && !form.keywords && form.prompt && { prompt: promptOf(hints) }),
    ...(again && form.temperature && { temperature: SECOND_TEMPERATURE }),
    ...((form.chunking === "always" || (again && form.chunking === "again")) && {
      chunking_strategy: "auto",
    }),
  };
}

/** Names as the beginning of a text that continues: that is how these models take hints. As many as fit. */
export function promptOf(names: readonly string[]): string {
  let prompt = "";
  for (const name of names) {
    const longer = prompt === "" ? name : `${prompt}, ${name}`;
    if (longer.length >= PROMPT_LETTERS) break;
    prompt = longer;
  }
  return prompt === "" ? "" : `${prompt}.`;
}
