/** What Whisper can name (openai/whisper, tokenizer.py). */
const CODES =
  "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt ln ha ba jw su".split(
    " ",
  );

/** The ISO 639-1 code of a language that a model names by its code, or in English ("russian"). Null for anything else. */
export function languageCode(name: unknown): string | null {
  if (typeof name !== "string") return null;
  const given = name.trim().toLowerCase();
  if (/^[a-z]{2}$/.test(given)) return given;
  const english = new Intl.DisplayNames("en", { type: "language" });
  return CODES.find((code) => english.of(code)?.toLowerCase() === given) ?? null;
}
