import type { HeardPart } from "./parts.ts";

/** The whole recording's text. */
export interface Merged {
  text: string;
  languages: string[];
  model: string | null;
}

/** Joins what was heard in the parts, in order. Null when not one part could be heard. */
export function mergeParts(parts: readonly (HeardPart | null)[]): Merged | null {
  const heard = parts.filter((part) => part !== null);
  const [first] = heard;
  if (!first) return null;
  return {
    text: heard
      .map(({ text }) => text.trim())
      .filter(Boolean)
      .join("\n\n"),
    languages: [...new Set(heard.flatMap(({ languages }) => languages))],
    model: first.model,
  };
}
