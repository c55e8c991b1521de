/**
 * The JSON object in an answer; undefined where there is none. Servers without structured output wrap it in a fence or
 * in a sentence, however they were asked.
 */
export function readJson(text: string): unknown {
  const [from, to] = [text.indexOf("{"), text.lastIndexOf("}")];
  for (const candidate of [text, text.slice(from, to + 1)]) {
    try {
      const value: unknown = JSON.parse(candidate);
      if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
    } catch {}
  }
  return undefined;
}
