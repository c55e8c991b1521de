import { eq, type SQL, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { deletions } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";
import { newId } from "../new-id.ts";
import { ownerOf } from "../users/index.ts";
import { EMPTY_RECEIPT, type Receipt } from "./receipt.ts";

export type Deletion = Omit<typeof deletions.$inferSelect, "receipt"> & { receipt: Receipt };

/** Ages (days) of recordings that can be chosen; 0 is all of them. */
export const AGES = [0, 7, 30, 365] as const;

/** A question that is older than this is not answered by its buttons any more: nobody deletes by touching an old message. */
const QUESTION_SECONDS = 600;

/** The moment of a question, for its buttons, and whether it still counts. */
export const stampOf = (now: Date): string => Math.floor(now.getTime() / 1000).toString(36);
export function isFresh(stamp: string, now: Date): boolean {
  const age = now.getTime() / 1000 - Number.parseInt(stamp, 36);
  return age >= -1 && age <= QUESTION_SECONDS;
}

/** Somebody said yes twice. A person has one deletion at a time: a second yes changes nothing, and owes nothing. */
export function beginDeletion(
  db: Db,
  telegramId: number,
  wish: { scope: "all" } | { scope: "age"; days: number },
  now: Date,
): { change: Statement; job: NewJob; when: SQL } {
  const id = newId("del", now);
  const olderThan = wish.scope === "age" ? secondsLater(now, -wish.days * 86_400).toISOString() : null;
  return {
    change: db.execute(sql`
      insert into ${deletions} (id, scope, state, user_id, telegram_id, older_than, created_at)
      select ${id}, ${wish.scope}::deletion_scope, 'running', ${ownerOf(telegramId)}, ${telegramId}::bigint,
             ${olderThan}::timestamptz, ${now.toISOString()}::timestamptz
       where not exists (select 1 from ${deletions} where telegram_id = ${telegramId} and state = 'running')`),
    job: { kind: "transcription.forget", payload: { deletionId: id }, key: `forget:${id}` },
    when: sql`exists (select 1 from ${deletions} where ${deletions.id} = ${id})`,
  };
}

export async function findDeletion(db: Db, id: string): Promise<Deletion | null> {
  const [found] = await reach(() => db.select().from(deletions).where(eq(deletions.id, id)));
  return found ? { ...found, receipt: { ...EMPTY_RECEIPT, ...(found.receipt as Partial<Receipt>) } } : null;
}

/** Notes how far a deletion is. */
export const noteDeletion = (
  db: Db,
  id: string,
  facts: Partial<Pick<Deletion, "step" | "state" | "receipt" | "endedAt" | "userId" | "telegramId">>,
): Statement => db.update(deletions).set(facts).where(eq(deletions.id, id));
