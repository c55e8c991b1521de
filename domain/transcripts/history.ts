import { and, count, desc, eq, gt, sql, sum } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { transcripts } from "../../schema/index.ts";
import { ownerOf } from "../users/index.ts";
import type { Transcript } from "./states.ts";

export type Listed = Pick<Transcript, "id" | "claimedName" | "createdAt" | "seconds" | "state" | "source">;

const PER_PAGE = 8;
/** As long as a file's name may be. */
const TITLE_LETTERS = 80;

/** What somebody sent in private, the newest first. `after`: the last one of the page before. */
export async function listHistory(
  db: Db,
  userId: string,
  after?: string,
): Promise<{ listed: Listed[]; more: boolean; all: number; seconds: number }> {
  // Texts of groups are not kept, and belong to nobody's history.
  const mine = and(eq(transcripts.userId, userId), gt(transcripts.chatId, 0));
  // Keyset: the page goes on behind a row, however many came or went before it.
  const beyond =
    after === undefined
      ? undefined
      : sql`(${transcripts.createdAt}, ${transcripts.id}) < (select last.created_at, last.id from ${transcripts} last
             where last.id = ${after} and last.user_id = ${userId})`;
  const { id, claimedName, createdAt, seconds, state, source } = transcripts;
  const [rows, [totals]] = await reach(() =>
    db.batch([
      db
        .select({ id, claimedName, createdAt, seconds, state, source })
        .from(transcripts)
        .where(and(mine, beyond))
        .orderBy(desc(createdAt), desc(id))
        .limit(PER_PAGE + 1),
      db
        .select({ all: count(), seconds: sum(seconds).mapWith(Number) })
        .from(transcripts)
        .where(mine),
    ]),
  );
  return {
    listed: rows.slice(0, PER_PAGE),
    more: rows.length > PER_PAGE,
    all: totals?.all ?? 0,
    seconds: totals?.seconds ?? 0,
  };
}

/** A name as its owner typed it, on one line; null when there is nothing in it. */
export const cleanTitle = (typed: string): string | null =>
  typed.replace(/\s+/g, " ").trim().slice(0, TITLE_LETTERS) || null;

/** Gives a recording of theirs another name: by it its files are called everywhere. */
export const renameTranscript = (db: Db, telegramId: number, id: string, title: string): Statement =>
  db
    .update(transcripts)
    .set({ claimedName: title })
    .where(and(eq(transcripts.id, id), eq(transcripts.userId, ownerOf(telegramId))));
