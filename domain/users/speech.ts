import { eq, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { users } from "../../schema/index.ts";

/** Names and terms that one person can have: more would dilute each other in the hint to the speech service. */
export const GLOSSARY_ENTRIES = 50;
export const ENTRY_CHARACTERS = 60;

/** Pins a language of one's recordings, or lets go of a pinned one; "auto" lets go of all. */
export const toggleSpeechLanguage = (db: Db, telegramId: number, language: string): Statement =>
  db
    .update(users)
    .set({
      speechLanguages:
        language === "auto"
          ? []
          : sql`case when ${language} = any(${users.speechLanguages})
                     then array_remove(${users.speechLanguages}, ${language})
                     else array_append(${users.speechLanguages}, ${language}) end`,
    })
    .where(eq(users.telegramId, telegramId));

/** Replaces one's glossary. */
export const keepGlossary = (db: Db, telegramId: number, entries: readonly string[]): Statement =>
  db
    .update(users)
    .set({ glossary: [...entries] })
    .where(eq(users.telegramId, telegramId));

/** Reads a glossary as people write it: entries by commas, semicolons or lines; each once, in order. */
export function readGlossary(text: string): string[] {
  const entries = text
    .split(/[,;\n]+/)
    .map((entry) => entry.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim())
    .filter((entry) => entry !== "" && [...entry].length <= ENTRY_CHARACTERS);
  return [...new Set(entries)].slice(0, GLOSSARY_ENTRIES);
}
