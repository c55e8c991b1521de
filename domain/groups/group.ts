import { and, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { groupAnswers, groups, optOuts, transcripts } from "../../schema/index.ts";
import { cancelInChat } from "../transcripts/index.ts";
import { type Locale, ownerOf } from "../users/index.ts";

export type Group = typeof groups.$inferSelect;

/** Telegram gives people and their private chats positive numbers, groups and channels negative ones. */
export const isGroup = (chatId: number): boolean => chatId < 0;

/** A group by its number, also by the one it had before it became a supergroup; null when the bot never met it. */
export async function findGroup(db: Db, chatId: number): Promise<Group | null> {
  const [group] = await reach(() =>
    db
      .select()
      .from(groups)
      .where(or(eq(groups.chatId, chatId), eq(groups.formerChatId, chatId))),
  );
  return group ?? null;
}

/** Makes sure that the group is known. Who added the bot is not known then: whoever asks pays. */
export const meetGroup = (db: Db, chatId: number, locale: Locale, now: Date): Statement =>
  db.insert(groups).values({ chatId, locale, createdAt: now }).onConflictDoNothing();

/** Somebody added the bot: they pay from now on, until an admin settles it otherwise. What was set up before stays. */
export const joinGroup = (db: Db, chatId: number, adderId: number, locale: Locale, now: Date): Statement =>
  db
    .insert(groups)
    .values({ chatId, locale, payerId: ownerOf(adderId) as unknown as string, createdAt: now })
    .onConflictDoUpdate({
      target: groups.chatId,
      set: { payerId: ownerOf(adderId), leftAt: null, brokeToldAt: null },
    });

/** The bot is not in the group any more: what is under way there is stopped, and its coins go back. */
export const leaveGroup = (db: Db, chatId: number, now: Date): Statement[] => [
  db
    .update(groups)
    .set({ leftAt: now })
    .where(and(eq(groups.chatId, chatId), isNull(groups.leftAt))),
  ...cancelInChat(db, chatId, now),
];

/** The group became a supergroup with another number. Its messages have other numbers there, so what is under way answers none. */
export function moveGroup(db: Db, from: number, to: number): Statement[] {
  return [
    // Whoever was faster in meeting the supergroup knows less of it than the group did.
    db.execute(
      sql`delete from ${groups} where chat_id = ${to} and exists (select 1 from ${groups} where chat_id = ${from})`,
    ),
    db.update(groups).set({ chatId: to, formerChatId: from }).where(eq(groups.chatId, from)),
    db.execute(sql`insert into ${optOuts} (telegram_id, chat_id, created_at)
      select telegram_id, ${to}, created_at from ${optOuts} where chat_id = ${from} on conflict do nothing`),
    db.delete(optOuts).where(eq(optOuts.chatId, from)),
    db.delete(groupAnswers).where(eq(groupAnswers.chatId, from)),
    // A negative number is that of no message.
    db
      .update(transcripts)
      .set({
        chatId: to,
        messageId: sql`-abs(${transcripts.messageId})`,
        requestMessageId: sql`-abs(${transcripts.requestMessageId})`,
      })
      .where(eq(transcripts.chatId, from)),
  ];
}

/** What an admin can settle. `payer`: their own Telegram id, or null for "whoever asks". */
export type GroupChange = Partial<Pick<Group, "mode" | "silent" | "locale">> | { payer: number | null };

export const changeGroup = (db: Db, chatId: number, change: GroupChange): Statement =>
  db
    .update(groups)
    .set(
      "payer" in change
        ? { payerId: change.payer === null ? null : ownerOf(change.payer), brokeToldAt: null }
        : change,
    )
    .where(eq(groups.chatId, chatId));

/** Takes the right to say that the payer has not enough coins: answers a row only once, until work begins there again. */
export const claimBrokeNotice = (db: Db, chatId: number, now: Date) =>
  db
    .update(groups)
    .set({ brokeToldAt: now })
    .where(and(eq(groups.chatId, chatId), isNull(groups.brokeToldAt)))
    .returning({ chatId: groups.chatId });

/** Work has begun in the group: the payer has coins again. */
export const noteSolvent = (db: Db, chatId: number): Statement =>
  db.update(groups).set({ brokeToldAt: null }).where(eq(groups.chatId, chatId));

/** Whether one of these people has asked not to be transcribed, here or anywhere. */
export const optedOut = (people: readonly number[], chatId: number): SQL =>
  people.length === 0
    ? sql`false`
    : sql`exists (select 1 from ${optOuts} where ${optOuts.telegramId} in ${people} and ${optOuts.chatId} in (0, ${chatId}))`;
