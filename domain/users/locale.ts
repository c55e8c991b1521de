import { eq } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { LOCALES, users } from "../../schema/index.ts";

export type User = typeof users.$inferSelect;
export type Locale = User["locale"];

/** The first guess from Telegram's language_code (IETF tag). Most users speak Russian, so that is what unknown tags mean. */
export function guessLocale(languageCode: string | undefined): Locale {
  const language = languageCode?.toLowerCase().split("-")[0];
  return (
    LOCALES.find((locale) => locale === language) ??
    (language && language !== "be" && language !== "uk" && language !== "ky" ? "en" : "ru")
  );
}

/** The person behind a Telegram id, or null when they have never written. */
export async function findUser(db: Db, telegramId: number): Promise<User | null> {
  const [user] = await reach(() => db.select().from(users).where(eq(users.telegramId, telegramId)));
  return user ?? null;
}

export async function findUserById(db: Db, id: string): Promise<User | null> {
  const [user] = await reach(() => db.select().from(users).where(eq(users.id, id)));
  return user ?? null;
}

/** From now on the bot speaks this language with them, whatever their Telegram is set to. */
export const chooseLocale = (db: Db, telegramId: number, locale: Locale): Statement =>
  db.update(users).set({ locale, localeChosen: true }).where(eq(users.telegramId, telegramId));
