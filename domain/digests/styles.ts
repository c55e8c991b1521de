import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { digestAsks, digestStyles, digests } from "../../schema/index.ts";
import { newId } from "../new-id.ts";
import { ownerOf } from "../users/index.ts";

export type Style = typeof digestStyles.$inferSelect;

/** So many fit under a message as buttons without being searched. */
export const MOST_STYLES = 20;
const NAME_CHARACTERS = 40;
const INSTRUCTION_CHARACTERS = 1_000;

/** A name as somebody writes it, in one short line; null when nothing is left. */
export function cleanStyleName(text: string): string | null {
  const name = [...text.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim()].slice(0, NAME_CHARACTERS).join("");
  return name === "" ? null : name;
}

/** An instruction as somebody writes it; null when nothing is left, or it is longer than any wish. */
export function cleanInstruction(text: string): string | null {
  const instruction = text.replace(/[^\P{Cc}\n]|\p{Cf}/gu, " ").trim();
  return instruction === "" || instruction.length > INSTRUCTION_CHARACTERS ? null : instruction;
}

export const listStyles = (db: Db, telegramId: number): Promise<Style[]> =>
  reach(() =>
    db
      .select()
      .from(digestStyles)
      .where(eq(digestStyles.userId, ownerOf(telegramId)))
      .orderBy(asc(digestStyles.createdAt))
      .limit(MOST_STYLES),
  );

export const dropStyle = (db: Db, telegramId: number, id: string): Statement =>
  db.delete(digestStyles).where(and(eq(digestStyles.id, id), eq(digestStyles.userId, ownerOf(telegramId))));

/**
 * Keeps the instruction of the digest that a message of ours asks to name; the same name again gets the new instruction.
 * Jobs are owed `when` it was kept, or `unless`: there are too many, or nothing was asked.
 */
export function keepStyle(
  db: Db,
  telegramId: number,
  asked: { chatId: number; messageId: number },
  name: string,
  now: Date,
): { change: Statement; when: SQL; unless: SQL } {
  const owner = ownerOf(telegramId);
  const kept = sql`exists (select 1 from ${digestStyles} s join ${digestAsks} a on a.user_id = s.user_id
    join ${digests} d on d.id = a.digest_id and d.instruction = s.instruction
    where a.chat_id = ${asked.chatId} and a.message_id = ${asked.messageId} and s.user_id = ${owner}
      and lower(s.name) = lower(${name}))`;
  return {
    change: db.execute(sql`
      insert into ${digestStyles} (id, user_id, name, instruction, created_at)
      select ${newId("sty", now)}, d.user_id, ${name}, d.instruction, ${now.toISOString()}::timestamptz
        from ${digestAsks} a join ${digests} d on d.id = a.digest_id and d.user_id = a.user_id
       where a.chat_id = ${asked.chatId} and a.message_id = ${asked.messageId} and a.user_id = ${owner}
         and d.instruction is not null
         and (select count(*) from ${digestStyles} s
               where s.user_id = a.user_id and lower(s.name) <> lower(${name})) < ${MOST_STYLES}::int
      on conflict (user_id, lower(name)) do update set instruction = excluded.instruction`),
    when: kept,
    unless: sql`not ${kept}`,
  };
}
