import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { bornAt, id, moment, telegramId } from "./columns.ts";
import { transcripts } from "./transcripts.ts";
import { users } from "./users.ts";

export const DIGEST_KINDS = ["summary", "todo", "minutes", "clean", "translation", "own", "answer"] as const;
export const digestKind = pgEnum("digest_kind", DIGEST_KINDS);

export const DIGEST_STATES = ["waiting", "writing", "written", "delivered", "failed", "cancelled"] as const;
export const digestState = pgEnum("digest_state", DIGEST_STATES);

/** A way of writing that somebody described in their own words, kept under a name. */
export const digestStyles = pgTable(
  "digest_styles",
  {
    id: id(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    name: text("name").notNull(),
    instruction: text("instruction").notNull(),
    createdAt: bornAt(),
  },
  (table) => [uniqueIndex("digest_styles_by_name").on(table.userId, sql`lower(${table.name})`)],
);

/** What was written about one or several transcripts. */
export const digests = pgTable(
  "digests",
  {
    id: id(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    chatId: telegramId("chat_id").notNull(),
    state: digestState("state").notNull().default("waiting"),
    /** Why it failed: a key of the failure texts. */
    failure: text("failure"),
    /** Counts the tries: the first, and each retry after a failure. */
    run: integer("run").notNull().default(1),

    kind: digestKind("kind").notNull(),
    /** ISO 639-1: what it is written in. */
    language: text("language").notNull(),
    styleId: text("style_id").references(() => digestStyles.id, { onDelete: "set null" }),
    /** The owner's own words, where the kind is "own". */
    instruction: text("instruction"),
    /**
     * All of the above and which hearing of which transcripts, in one word: who wishes the same again is shown what is
     * there. Writing it anew makes the next version.
     */
    wish: text("wish").notNull(),
    version: integer("version").notNull().default(1),

    // The result: proven points by sections, or a text (domain/digests, `Digest`).
    result: jsonb("result"),
    model: text("model"),
    inputTokens: integer("input_tokens").notNull().default(0),
    outputTokens: integer("output_tokens").notNull().default(0),

    // What the user was shown.
    /** The message that it answers. */
    replyTo: bigint("reply_to", { mode: "number" }),
    statusMessageId: bigint("status_message_id", { mode: "number" }),
    statusEditedAt: moment("status_edited_at"),
    resultMessageId: bigint("result_message_id", { mode: "number" }),
    resultIsFile: boolean("result_is_file").notNull().default(false),

    createdAt: bornAt(),
    changedAt: moment("changed_at").notNull().defaultNow(),
  },
  (table) => [
    // However often a button is tapped, one version is written once.
    uniqueIndex("digests_one_per_wish").on(table.userId, table.wish, table.version),
    index("digests_by_user").on(table.userId, table.createdAt),
    index("digests_by_style").on(table.styleId),
  ],
);

/** Which transcripts a digest is about, in their order. */
export const digestSources = pgTable(
  "digest_sources",
  {
    digestId: text("digest_id")
      .notNull()
      .references(() => digests.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    transcriptId: text("transcript_id")
      .notNull()
      .references(() => transcripts.id, { onDelete: "cascade" }),
  },
  (table) => [
    primaryKey({ columns: [table.digestId, table.position] }),
    index("digest_sources_of").on(table.transcriptId),
  ],
);

export const DIGEST_PART_STATES = ["waiting", "written", "failed"] as const;
export const digestPartState = pgEnum("digest_part_state", DIGEST_PART_STATES);

/**
 * A stretch that is written in one go. Level 0 reads the transcripts; each level above reads the points of the level
 * below, until one part holds all of them.
 */
export const digestParts = pgTable(
  "digest_parts",
  {
    digestId: text("digest_id")
      .notNull()
      .references(() => digests.id, { onDelete: "cascade" }),
    level: integer("level").notNull(),
    position: integer("position").notNull(),
    state: digestPartState("state").notNull().default("waiting"),
    /** The stretch `[from, to)` of what it reads. */
    plan: jsonb("plan").notNull(),
    result: jsonb("result"),
    failure: text("failure"),
    changedAt: moment("changed_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.digestId, table.level, table.position] })],
);

/** A message that asks for words about digests; a reply to it is the answer. */
export const digestAsks = pgTable(
  "digest_asks",
  {
    chatId: telegramId("chat_id").notNull(),
    messageId: bigint("message_id", { mode: "number" }).notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    /** The transcripts to write about as the reply says; or the digest whose instruction gets the reply as its name. */
    transcriptIds: text("transcript_ids").array().notNull().default([]),
    digestId: text("digest_id").references(() => digests.id, { onDelete: "cascade" }),
    createdAt: bornAt(),
  },
  (table) => [
    primaryKey({ columns: [table.chatId, table.messageId] }),
    index("digest_asks_of").on(table.digestId),
    index("digest_asks_by_user").on(table.userId, table.createdAt),
  ],
);

/** A task that somebody took on or was given in a recording; its owner here is the bot's user, its `assignee` is who was named. */
export const todos = pgTable(
  "todos",
  {
    id: id(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    digestId: text("digest_id")
      .notNull()
      .references(() => digests.id, { onDelete: "cascade" }),
    /** Its place in the digest's list, from 0. */
    position: integer("position").notNull(),
    /** The recording in which it was said. */
    transcriptId: text("transcript_id")
      .notNull()
      .references(() => transcripts.id, { onDelete: "cascade" }),
    text: text("text").notNull(),
    /** Only if somebody was named. */
    assignee: text("assignee"),
    /** The day, resolved against the day of the recording; and the time "HH:MM" if one was said. */
    dueOn: date("due_on", { mode: "string" }),
    dueTime: text("due_time"),
    /** What was said about it, in the words that were used. */
    dueWords: text("due_words"),
    quote: text("quote").notNull(),
    /** Where it was said, in seconds of the recording; null in texts that have no times. */
    atSeconds: doublePrecision("at_seconds"),
    doneAt: moment("done_at"),
    /** When its owner is to be reminded, unless it is ticked by then; null: not at all, or they were. */
    remindAt: moment("remind_at"),
    createdAt: bornAt(),
  },
  (table) => [
    uniqueIndex("todos_one_per_place").on(table.digestId, table.position),
    index("todos_by_user").on(table.userId, table.createdAt),
    index("todos_to_remind")
      .on(table.remindAt)
      .where(sql`${table.remindAt} is not null and ${table.doneAt} is null`),
    index("todos_of_transcript").on(table.transcriptId),
    check("todos_due_time", sql`${table.dueTime} is null or ${table.dueOn} is not null`),
  ],
);

/** Tasks that their owner deleted, by the words that prove them: a list that is written anew leaves them out. */
export const droppedTodos = pgTable(
  "dropped_todos",
  {
    transcriptId: text("transcript_id")
      .notNull()
      .references(() => transcripts.id, { onDelete: "cascade" }),
    /** SHA-256 of the quote, in hexadecimal: what somebody deleted is not kept. */
    quoteSha256: text("quote_sha256").notNull(),
  },
  (table) => [primaryKey({ columns: [table.transcriptId, table.quoteSha256] })],
);
