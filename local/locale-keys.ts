import { FluentResource } from "@fluent/bundle";
import { en } from "../views/locales/en.ts";
import { kk } from "../views/locales/kk.ts";
import { ru } from "../views/locales/ru.ts";

/** The texts of every language. */
export const LOCALES: Record<string, string> = { ru, en, kk };

/**
 * Compares the languages with the first one: the same keys, each with the same arguments. Tells what is missing or too
 * much, and which keys stand twice.
 */
export function compareLocales(locales: Record<string, string>): string[] {
  const [first, ...others] = Object.entries(locales).map(([name, source]) => ({
    name,
    ...readTexts(source),
  }));
  if (!first) return [];
  const twice = [first, ...others].flatMap(({ name, repeated }) =>
    repeated.map((key) => `${name} has ${key} twice`),
  );
  const different = others.flatMap(({ name, texts }) => [
    ...missing(first.texts, texts).map((key) => `${name} lacks ${key}`),
    ...missing(texts, first.texts).map((key) => `${name} has ${key}, which ${first.name} lacks`),
    ...[...texts]
      .filter(([key, variables]) => (first.texts.get(key) ?? variables) !== variables)
      .map(
        ([key, variables]) =>
          `${key} takes ${variables || "nothing"} in ${name}, ${first.texts.get(key) || "nothing"} in ${first.name}`,
      ),
  ]);
  return [...twice, ...different];
}

/** Each key with the names of its arguments. */
function readTexts(source: string): { texts: Map<string, string>; repeated: string[] } {
  const texts = new Map<string, string>();
  const repeated: string[] = [];
  for (const entry of new FluentResource(source).body) {
    if (texts.has(entry.id)) repeated.push(entry.id);
    texts.set(entry.id, [...new Set(variablesOf(entry))].sort().join(", "));
  }
  return { texts, repeated };
}

/** Names of the arguments anywhere in a parsed text (`{type: "var", name}`). */
function variablesOf(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const { type, name } = node as { type?: unknown; name?: unknown };
  if (type === "var" && typeof name === "string") return [name];
  return Object.values(node).flatMap(variablesOf);
}

const missing = (from: Map<string, string>, of: Map<string, string>): string[] =>
  [...from.keys()].filter((key) => !of.has(key));
