import {
  bigint,
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
import { users } from "./users.ts";

export const TRANSCRIPT_STATES = [
  "received",
  "transcribing",
  "transcribed",
  "delivered",
  "refused",
  "failed",
  "cancelled",
] as const;
export const transcriptState = pgEnum("transcript_state", TRANSCRIPT_STATES);

export const SOURCE_KINDS = ["voice", "audio", "video_note", "video", "document"] as const;
export const sourceKind = pgEnum("source_kind", SOURCE_KINDS);

/** One recording and what became of it: from the message that brought it to the text that was sent back. */
export const transcripts = pgTable(
  "transcripts",
  {
    id: id(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    state: transcriptState("state").notNull().default("received"),
    /** Why it was refused or failed: a key of the failure texts. */
    failure: text("failure"),

    /** Counts the tries: the first, and each retry that somebody asked for. */
    run: integer("run").notNull().default(1),

    // Where it came from. The claims are the sender's: for the first word to the user, never for decisions about bytes.
    chatId: telegramId("chat_id").notNull(),
    messageId: bigint("message_id", { mode: "number" }).notNull(),
    source: sourceKind("source").notNull(),
    fileId: text("file_id").notNull(),
    fileUniqueId: text("file_unique_id").notNull(),
    claimedName: text("claimed_name"),
    claimedBytes: bigint("claimed_bytes", { mode: "number" }),

    // What the bytes turned out to be.
    originalKey: text("original_key"),
    bytes: bigint("bytes", { mode: "number" }),
    container: text("container"),
    codec: text("codec"),
    seconds: doublePrecision("seconds"),

    // The result.
    /** Every word that was heard, without times and marks: what is searched. */
    text: text("text"),
    /** The stretches of speech with their times, and the gaps: what is shown. */
    passages: jsonb("passages"),
    /** Seconds heard, of all seconds: 1 when nothing is missing. */
    coverage: doublePrecision("coverage"),
    textKey: text("text_key"),
    languages: text("languages").array(),
    model: text("model"),

    // What the user was shown.
    statusMessageId: bigint("status_message_id", { mode: "number" }),
    statusEditedAt: moment("status_edited_at"),
    toldAt: moment("told_at"),
    /** The moment of the wish that stopped it: all recordings stopped by one wish share it. */
    cancelledAt: moment("cancelled_at"),

    createdAt: bornAt(),
    changedAt: moment("changed_at").notNull().defaultNow(),
  },
  (table) => [
    // One message brings one recording, however often Telegram delivers it.
    uniqueIndex("transcripts_one_per_message").on(table.chatId, table.messageId),
    index("transcripts_by_user").on(table.userId, table.createdAt, table.id),
    index("transcripts_by_file").on(table.userId, table.fileUniqueId),
  ],
);

export const PART_STATES = ["waiting", "heard", "failed"] as const;
export const partState = pgEnum("part_state", PART_STATES);

/** A stretch of a recording that is sent to the speech service as one file. */
export const transcriptParts = pgTable(
  "transcript_parts",
  {
    transcriptId: text("transcript_id")
      .notNull()
      .references(() => transcripts.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    state: partState("state").notNull().default("waiting"),
    fromSeconds: doublePrecision("from_seconds").notNull(),
    toSeconds: doublePrecision("to_seconds").notNull(),
    /** How to cut it out of the original: written by the planner, read by the cutter. */
    plan: jsonb("plan").notNull(),
    /** What the speech service heard. */
    heard: jsonb("heard"),
    failure: text("failure"),
    changedAt: moment("changed_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.transcriptId, table.position] })],
);
