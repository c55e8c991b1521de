import { and, eq, type SQL, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { transcripts, users } from "../../schema/index.ts";
import { ownerOf } from "../users/index.ts";
import { findOwn, type Owned } from "./find.ts";

/** Longest name of a voice, in characters: it stands before every turn. */
export const NAME_CHARACTERS = 40;

const owned = (telegramId: number, id: string) =>
  and(eq(transcripts.id, id), eq(transcripts.userId, ownerOf(telegramId)));
/** Only a voice that speaks in the transcript can be named. */
const speaks = (voice: SQL | string): SQL =>
  sql`${transcripts.passages} @> jsonb_build_array(jsonb_build_object('speaker', ${voice}::text))`;
const named = (voice: SQL | string, name: SQL | string): SQL =>
  sql`coalesce(${transcripts.speakers}, '{}'::jsonb) || jsonb_build_object(${voice}::text, ${name}::text)`;

/** Notes that a message asks for the name of a voice: a reply to that message will be the name. */
export const askVoice = (
  db: Db,
  telegramId: number,
  id: string,
  voice: string,
  messageId: number,
): Statement =>
  db
    .update(transcripts)
    .set({ voiceAsked: voice, voicesMessageId: messageId })
    .where(and(owned(telegramId, id), speaks(voice)));

/** Names a voice with the `choice`th entry of its owner's glossary. */
export const nameVoiceFromGlossary = (
  db: Db,
  telegramId: number,
  id: string,
  voice: string,
  choice: number,
): Statement => {
  const entry = sql`(select ${users.glossary}[${choice + 1}::int] from ${users} where ${users.telegramId} = ${telegramId})`;
  return db
    .update(transcripts)
    .set({ speakers: named(voice, entry) })
    .where(and(owned(telegramId, id), speaks(voice), sql`${entry} is not null`));
};

const asked = (telegramId: number, messageId: number) =>
  and(eq(transcripts.userId, ownerOf(telegramId)), eq(transcripts.voicesMessageId, messageId));

/** Names the voice that a message asked for, by the reply to it. `when` holds where there was such a message. */
export const nameVoiceByReply = (
  db: Db,
  telegramId: number,
  messageId: number,
  name: string,
): { change: Statement; when: SQL; unless: SQL } => {
  const there = sql`exists (select 1 from ${transcripts} where ${asked(telegramId, messageId)})`;
  return {
    change: db
      .update(transcripts)
      .set({ speakers: named(sql`${transcripts.voiceAsked}`, name) })
      .where(and(asked(telegramId, messageId), speaks(sql`${transcripts.voiceAsked}`))),
    when: there,
    unless: sql`not ${there}`,
  };
};

/** The recording whose voices a message asks about. */
export async function findByVoicesMessage(
  db: Db,
  telegramId: number,
  messageId: number,
): Promise<Owned | null> {
  const [found] = await reach(() =>
    db.select({ id: transcripts.id }).from(transcripts).where(asked(telegramId, messageId)),
  );
  return found ? findOwn(db, telegramId, found.id) : null;
}

/** A name as it may stand in a transcript: one line, without markup of its own. Null when nothing is left. */
export function cleanName(text: string): string | null {
  const name = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replace(/[[\]<>:]/g, "")
    .trim();
  return [...name].slice(0, NAME_CHARACTERS).join("").trim() || null;
}
