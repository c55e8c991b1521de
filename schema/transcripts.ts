import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
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
  "quoted",
  "transcribing",
  "transcribed",
  "delivered",
  "refused",
  "failed",
  "cancelled",
] as const;
export const transcriptState = pgEnum("transcript_state", TRANSCRIPT_STATES);

export const SOURCE_KINDS = [
  "voice",
  "audio",
  "video_note",
  "video",
  "document",
  "link",
  "upload",
  "conversation",
] as const;
export const sourceKind = pgEnum("source_kind", SOURCE_KINDS);

/** What a hearing is to find out: the words; when they were said; who said them. */
export const WANTS = ["text", "times", "speakers"] as const;
export const want = pgEnum("speech_want", WANTS);

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
    want: want("want").notNull().default("text"),
    /** Somebody asked to hear it anew: what is stored of the same file does not answer for it. */
    fresh: boolean("fresh").notNull().default(false),
    /** The recording of the same file whose text this one was given. */
    reusedFrom: text("reused_from"),

    // Where it came from. The claims are the sender's: for the first word to the user, never for decisions about bytes.
    chatId: telegramId("chat_id").notNull(),
    messageId: bigint("message_id", { mode: "number" }).notNull(),
    /** The topic of a group's message. */
    threadId: bigint("thread_id", { mode: "number" }),
    /** The message by which somebody in a group asked for the text; null where nobody had to ask. */
    requestMessageId: bigint("request_message_id", { mode: "number" }),
    source: sourceKind("source").notNull(),
    /** Telegram's; of a link, its address. */
    fileId: text("file_id").notNull(),
    fileUniqueId: text("file_unique_id").notNull(),
    claimedName: text("claimed_name"),
    claimedBytes: bigint("claimed_bytes", { mode: "number" }),
    /** When it was said: of what was forwarded the date of its origin. Null where only its arrival is known. */
    saidAt: moment("said_at"),

    // What the bytes turned out to be.
    originalKey: text("original_key"),
    bytes: bigint("bytes", { mode: "number" }),
    /** Of the original's bytes, in hexadecimal: the same file sent again is known by it. */
    sha256: text("sha256"),
    container: text("container"),
    codec: text("codec"),
    seconds: doublePrecision("seconds"),

    /** Coins: the price that was shown, and the price that was agreed to. The latter holds for retries too. */
    quotedCoins: integer("quoted_coins"),
    agreedCoins: integer("agreed_coins"),
    /** Coins that were taken for the text that is there: filling its gaps costs only the rest. */
    paidCoins: integer("paid_coins").notNull().default(0),

    // The result.
    /** Every word that was heard, without times and marks: what is searched. */
    text: text("text"),
    /** The stretches of speech with their times, and the gaps: what is shown. */
    passages: jsonb("passages"),
    /** Seconds heard, of all seconds: 1 when nothing is missing. */
    coverage: doublePrecision("coverage"),
    textKey: text("text_key"),
    languages: text("languages").array(),
    /** Chosen when the recording is planned, by what is wanted and what is configured. */
    model: text("model"),
    /** When FAL was last asked to hear it; null: never. It keeps copies for a while: receipts of deletion say until when. */
    falAskedAt: moment("fal_asked_at"),
    /** What the owner calls the voices, by their labels in the passages. */
    speakers: jsonb("speakers").$type<Record<string, string>>(),

    // What the user was shown.
    statusMessageId: bigint("status_message_id", { mode: "number" }),
    statusEditedAt: moment("status_edited_at"),
    toldAt: moment("told_at"),
    /** The message that holds the text, or its beginning with the whole as a file. */
    resultMessageId: bigint("result_message_id", { mode: "number" }),
    resultIsFile: boolean("result_is_file").notNull().default(false),
    /** The message that asks for the name of a voice; a reply to it is the name. */
    voicesMessageId: bigint("voices_message_id", { mode: "number" }),
    voiceAsked: text("voice_asked"),
    /** The moment of the wish that stopped it: all recordings stopped by one wish share it. */
    cancelledAt: moment("cancelled_at"),

    /** Set while it waits for its owner's other recordings: one person's flood must not stand before everybody else. */
    parkedAt: moment("parked_at"),

    createdAt: bornAt(),
    changedAt: moment("changed_at").notNull().defaultNow(),
  },
  (table) => [
    // One message brings one recording, however often Telegram delivers it.
    uniqueIndex("transcripts_one_per_message").on(table.chatId, table.messageId),
    index("transcripts_by_user").on(table.userId, table.createdAt, table.id),
    index("transcripts_by_file").on(table.userId, table.fileUniqueId),
    index("transcripts_parked").on(table.userId, table.id).where(sql`${table.parkedAt} is not null`),
    // Texts of groups are not kept: what is still here is under way, or was forgotten by a crash.
    index("transcripts_of_groups").on(table.changedAt).where(sql`${table.chatId} < 0`),
    index("transcripts_by_content").on(table.userId, table.sha256),
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
    /** What the speech service heard; while it waits: what it heard at first, which is doubted. */
    heard: jsonb("heard"),
    failure: text("failure"),
    /** The vendor's id of a hearing that is under way there. */
    requestId: text("request_id"),
    changedAt: moment("changed_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.transcriptId, table.position] }),
    index("transcript_parts_asked").on(table.changedAt).where(sql`${table.requestId} is not null`),
  ],
);
