import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { transcriptParts, transcripts } from "../../schema/index.ts";
import { beginWork, chargeForHeard, type Price, type Tariff } from "../billing/index.ts";
import type { NewJob } from "../jobs/index.ts";
import { ownerOf } from "../users/index.ts";
import { before, type Transcript } from "./states.ts";

/** Each try of a recording is a work of its own: a retry after a failure begins with new coins on hold. */
const workOf = ({ id, run }: Pick<Transcript, "id" | "run">): string => `speech:${id}:${run}`;
const workInSql = sql`('speech:' || ${transcripts.id} || ':' || ${transcripts.run})`;

/**
 * What was paid for the text that is there, and stays paid: filling its gaps costs only the rest. Where everything is to
 * be heard (anew), nothing is.
 */
export const paidBefore = ({ paidCoins }: Transcript, open: number, all: number): number =>
  open === all ? 0 : paidCoins;

/** Shows a price and waits for the owner's word. */
export const offer = (db: Db, id: string, coins: number, paidCoins: number, now: Date): Statement =>
  db
    .update(transcripts)
    .set({ state: "quoted", quotedCoins: coins, paidCoins, changedAt: now })
    .where(and(eq(transcripts.id, id), inArray(transcripts.state, [...before("quoted"), "quoted"])));

/**
 * The owner's yes to the price they were shown. Answers `{ coins, available }` when there was an offer of theirs: the
 * job begins the work, or shows the offer again when there are still not enough coins.
 */
export function agree(
  db: Db,
  telegramId: number,
  id: string,
  wish: string,
  now: Date,
): { change: Statement; job: NewJob; when: SQL } {
  const offered = and(
    eq(transcripts.id, id),
    eq(transcripts.state, "quoted"),
    eq(transcripts.userId, ownerOf(telegramId)),
  );
  return {
    change: db
      .update(transcripts)
      .set({ agreedCoins: sql`${transcripts.quotedCoins} + ${transcripts.paidCoins}`, changedAt: now })
      .where(offered)
      .returning({
        coins: transcripts.quotedCoins,
        available: sql<number>`(select balance - held from wallets where user_id = ${transcripts.userId})`,
      }),
    job: { kind: "transcription.quote", payload: { transcriptId: id }, key: `quote:${id}:${wish}` },
    when: sql`exists (select 1 from ${transcripts} where ${offered})`,
  };
}

/** The newest recording whose price waits for its owner's word. */
export async function findLatestOffer(db: Db, userId: string): Promise<Transcript | null> {
  const [transcript] = await reach(() =>
    db
      .select()
      .from(transcripts)
      .where(and(eq(transcripts.userId, userId), eq(transcripts.state, "quoted")))
      .orderBy(desc(transcripts.createdAt))
      .limit(1),
  );
  return transcript ?? null;
}

/** Begins to transcribe at a price, unless the recording was stopped meanwhile: then no coins are set aside. */
export function beginSpeech(
  db: Db,
  transcript: Transcript,
  price: Price,
  paidCoins: number,
  tariff: Tariff,
  now: Date,
): Statement[] {
  const { id, run, userId, chatId } = transcript;
  return [
    db
      .update(transcripts)
      .set({
        state: "transcribing",
        agreedCoins: price.coins + paidCoins,
        paidCoins,
        failure: null,
        changedAt: now,
      })
      .where(and(eq(transcripts.id, id), inArray(transcripts.state, before("transcribing")))),
    beginWork(
      db,
      { ref: workOf(transcript), userId, chatId, price },
      tariff,
      now,
      sql`exists (select 1 from ${transcripts}
                   where ${transcripts.id} = ${id} and ${transcripts.run} = ${run} and ${transcripts.state} = 'transcribing')`,
    ),
  ];
}

/** Takes the coins for a text that is delivered: for what could be heard, and nothing where nobody spoke. */
export const chargeSpeech = (db: Db, transcript: Transcript, now: Date): Statement => {
  const { agreedCoins, paidCoins, coverage, text } = transcript;
  const due = text ? chargeForHeard(agreedCoins ?? 0, coverage ?? 1) - paidCoins : 0;
  return db
    .update(transcripts)
    .set({
      paidCoins: sql`${transcripts.paidCoins} + end_work(${workOf(transcript)}, ${Math.max(0, due)}::int, ${now.toISOString()}::timestamptz)`,
    })
    .where(eq(transcripts.id, transcript.id));
};

/** Follows a change that ended tries without a text: gives back what was set aside for them: for one by its id, or for all that one wish has stopped. */
export const releaseSpeech = (
  db: Db,
  ended: { id: string } | ({ cancelledAt: Date } & ({ telegramId: number } | { chatId: number })),
  now: Date,
): Statement =>
  db.execute(sql`
    select void_work(${workInSql},
                     coalesce((select avg((${transcriptParts.state} = 'heard')::int) from ${transcriptParts}
                                where ${transcriptParts.transcriptId} = ${transcripts.id}), 0)::float8,
                     ${now.toISOString()}::timestamptz)
      from ${transcripts}
     where ${transcripts.state} in ('refused', 'failed', 'cancelled', 'delivered') and ${
       "id" in ended
         ? eq(transcripts.id, ended.id)
         : and(
             "chatId" in ended
               ? eq(transcripts.chatId, ended.chatId)
               : eq(transcripts.userId, ownerOf(ended.telegramId)),
             eq(transcripts.cancelledAt, ended.cancelledAt),
           )
     }`);
