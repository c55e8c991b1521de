import { and, asc, eq, inArray, lt, ne, type SQL, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { conversationItems, conversations, transcripts, users } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";
import type { Passage, Transcript } from "../transcripts/index.ts";
import { ownerOf, type User } from "../users/index.ts";

export type Conversation = typeof conversations.$inferSelect;

/** One message of a conversation; the transcript is null for a text. */
export type Item = typeof conversationItems.$inferSelect & { transcript: Transcript | null };

/** A conversation with whose it is and its messages, in the order in which they were said. */
export interface WholeConversation {
  conversation: Conversation;
  owner: User;
  items: Item[];
}

const find = async (db: Db, which: SQL | undefined): Promise<WholeConversation | null> => {
  const rows = await reach(() =>
    db
      .select({ conversation: conversations, owner: users, item: conversationItems, transcript: transcripts })
      .from(conversations)
      .innerJoin(users, eq(users.id, conversations.userId))
      .innerJoin(conversationItems, eq(conversationItems.conversationId, conversations.id))
      .leftJoin(transcripts, eq(transcripts.id, conversationItems.transcriptId))
      .where(which)
      .orderBy(asc(conversationItems.saidAt), asc(conversationItems.messageId)),
  );
  const [first] = rows;
  if (!first) return null;
  const { conversation, owner } = first;
  return { conversation, owner, items: rows.map(({ item, transcript }) => ({ ...item, transcript })) };
};

export const findOpen = (db: Db, chatId: number): Promise<WholeConversation | null> =>
  find(db, and(eq(conversations.chatId, chatId), eq(conversations.open, true)));

export const findConversation = (db: Db, id: string): Promise<WholeConversation | null> =>
  find(db, eq(conversations.id, id));

/** Notes the message that asks whether to join; the answer may have come first. */
export const noteOffer = (db: Db, id: string, offerMessageId: number): Statement =>
  db
    .update(conversations)
    .set({
      offerMessageId,
      state: sql`case when ${conversations.state} = 'gathering' then 'offered'::conversation_state else ${conversations.state} end`,
    })
    .where(eq(conversations.id, id));

/** Nothing more belongs to it, and nothing is asked. */
export const closeConversation = (db: Db, id: string): Statement =>
  db.update(conversations).set({ open: false, state: "declined" }).where(eq(conversations.id, id));

/**
 * The owner's answer to the offer in one of their messages; the first one counts. Answers a row when it did, and jobs that
 * follow are owed only `when` this is how it was answered.
 */
export function answerOffer(
  db: Db,
  telegramId: number,
  { id, offerMessageId }: { id: string; offerMessageId: number },
  answer: "join" | "apart",
): { change: Statement; job: NewJob; when: SQL } {
  const state = answer === "join" ? "joining" : "declined";
  return {
    change: db
      .update(conversations)
      .set({ state, open: false, offerMessageId })
      .where(
        and(
          eq(conversations.id, id),
          eq(conversations.userId, ownerOf(telegramId)),
          inArray(conversations.state, ["gathering", "offered"]),
        ),
      )
      .returning({ id: conversations.id }),
    job: { kind: "transcription.join", payload: { conversationId: id }, key: `join:${id}` },
    when: sql`exists (select 1 from ${conversations}
      where ${conversations.id} = ${id} and ${conversations.state} = ${state} and ${conversations.userId} = ${ownerOf(telegramId)})`,
  };
}

/** The dialogue as a transcript of its own, ready to be delivered as an answer to the offer. */
export const keepDialogue = (
  db: Db,
  { conversation, items }: WholeConversation,
  dialogue: {
    id: string;
    passages: Passage[];
    speakers: Record<string, string>;
    text: string;
    textKey: string;
    seconds: number;
    coverage: number;
    languages: string[];
  },
  now: Date,
): Statement[] => [
  db.insert(transcripts).values({
    ...dialogue,
    userId: conversation.userId,
    state: "transcribed",
    source: "conversation",
    chatId: conversation.chatId,
    messageId: conversation.offerMessageId ?? 0,
    fileId: conversation.id,
    fileUniqueId: conversation.id,
    saidAt: items[0]?.saidAt ?? null,
    createdAt: now,
    changedAt: now,
  }),
  db
    .update(conversations)
    .set({ state: "joined", transcriptId: dialogue.id })
    .where(eq(conversations.id, conversation.id)),
];

/** What was forwarded is of use for as long as somebody may still answer the offer. */
const KEEP_SECONDS = 86_400;

/** Forgets conversations nobody joined, and the messages of those that are joined: the dialogue has all of it. */
export const forgetConversations = async (db: Db, now: Date): Promise<void> => {
  await reach(() =>
    db
      .delete(conversations)
      .where(
        and(lt(conversations.lastAt, secondsLater(now, -KEEP_SECONDS)), ne(conversations.state, "joining")),
      ),
  );
};
