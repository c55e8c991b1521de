import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  smallint,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { avatars } from "./avatars.ts";
import { bornAt, id, moment, telegramId } from "./columns.ts";
import { users } from "./users.ts";

export const IMAGE_STATES = [
  "draft",
  "ordered",
  "submitting",
  "drawing",
  "drawn",
  "done",
  "failed",
  "cancelled",
] as const;
export const imageState = pgEnum("image_state", IMAGE_STATES);

/**
 * Where a prompt comes from. `again`, `vary` and `upscale` begin from an earlier picture, `first` from a ready avatar,
 * whose first pictures are a present.
 */
export const IMAGE_SOURCES = [
  "words",
  "photo",
  "voice",
  "style",
  "again",
  "vary",
  "upscale",
  "first",
] as const;
export const imageSource = pgEnum("image_source", IMAGE_SOURCES);

/** What the next message of a draft's owner is taken for: the wish itself, or a prompt in place of the one that is shown. */
export const IMAGE_AWAITS = ["words", "photo", "voice", "prompt"] as const;
export const imageAwaits = pgEnum("image_awaits", IMAGE_AWAITS);

export const IMAGE_RATIOS = ["1:1", "3:4", "4:3", "9:16", "16:9"] as const;
export const imageRatio = pgEnum("image_ratio", IMAGE_RATIOS);

/**
 * One order of pictures, from the wish to the last picture. Its id is the reference in the vendor's webhook address, as
 * a training's is.
 */
export const images = pgTable(
  "images",
  {
    id: id(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    chatId: telegramId("chat_id").notNull(),
    /** Whose likeness is drawn; null: nobody's. Pictures outlive their avatar. */
    avatarId: text("avatar_id").references(() => avatars.id, { onDelete: "set null" }),
    state: imageState("state").notNull().default("draft"),
    /** Names what asked for it, where the same asking must not make two: a tap, a training. */
    wishKey: text("wish_key"),
    /** Why it failed, or why a draft cannot be ordered: a key of the picture texts. */
    failure: text("failure"),
    source: imageSource("source").notNull(),
    awaits: imageAwaits("awaits"),
    /** Of several drafts the one opened last gets what its owner sends. */
    openedAt: moment("opened_at"),

    /** The wish as it was written, said, or seen in a photo. */
    words: text("words"),
    /** The file a wish was taken from: a voice message or a photo. */
    sourceFileId: text("source_file_id"),
    /** The style template whose text this was. */
    templateId: text("template_id"),
    /** The picture that this one repeats, varies or enlarges. */
    parentFileId: text("parent_file_id"),
    /** What is sent to be drawn, in English as far as a model wrote it; null while it is being written. */
    prompt: text("prompt"),
    /** The owner wants their own words drawn, not a model's. */
    asWritten: boolean("as_written").notNull().default(false),
    ratio: imageRatio("ratio").notNull().default("1:1"),
    count: smallint("count").notNull().default(1),
    /** Pixels that were ordered. */
    width: integer("width"),
    height: integer("height"),
    /** Null until the vendor has said which one it took. */
    seed: bigint("seed", { mode: "number" }),

    // Decided when it is ordered.
    /** The vendor's model. */
    painter: text("painter"),
    /** Coins: the price that was shown last. An order is a yes to it. */
    quotedCoins: integer("quoted_coins"),
    /** Why it costs nothing although pictures cost coins here. */
    freeReason: text("free_reason"),
    /** Made in test mode: nothing is drawn and nothing is paid. */
    isTest: boolean("is_test").notNull().default(false),

    requestId: text("request_id"),
    submittedAt: moment("submitted_at"),
    /** Requests whose answer never came: they may have been drawn, and paid for, in vain. */
    lostRequests: integer("lost_requests").notNull().default(0),
    startedAt: moment("started_at"),
    queuePosition: integer("queue_position"),
    /** The reconciler asks the vendor after this moment. */
    askAfter: moment("ask_after"),

    /** The prompt's screen while it is a draft, the progress after that. */
    statusMessageId: bigint("status_message_id", { mode: "number" }),
    statusEditedAt: moment("status_edited_at").notNull().defaultNow(),
    toldAt: moment("told_at"),
    orderedAt: moment("ordered_at"),
    endedAt: moment("ended_at"),
    createdAt: bornAt(),
    changedAt: moment("changed_at").notNull().defaultNow(),
  },
  (table) => [
    index("images_by_user").on(table.userId, table.createdAt, table.id),
    // What is popular, and a person's last picture in a style.
    index("images_by_template")
      .on(table.templateId, table.createdAt)
      .where(sql`${table.templateId} is not null`),
    index("images_by_avatar").on(table.avatarId).where(sql`${table.avatarId} is not null`),
    index("images_open").on(table.userId, table.openedAt).where(sql`${table.state} = 'draft'`),
    uniqueIndex("images_by_request").on(table.requestId),
    index("images_to_ask").on(table.askAfter).where(sql`${table.state} in ('submitting', 'drawing')`),
    uniqueIndex("images_once").on(table.wishKey),
    check("images_count", sql`${table.count} between 1 and 4`),
    check("images_words", sql`char_length(${table.words}) <= 4000`),
    check("images_prompt", sql`char_length(${table.prompt}) <= 6000`),
  ],
);

/** One picture of an order. */
export const imageFiles = pgTable(
  "image_files",
  {
    id: id(),
    imageId: text("image_id")
      .notNull()
      .references(() => images.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    /** As its order's, for the gallery's index. */
    avatarId: text("avatar_id").references(() => avatars.id, { onDelete: "set null" }),
    /** From 0, in the vendor's order. */
    position: smallint("position").notNull(),
    /** The vendor's safety filter has blackened it: it is neither kept, shown nor paid for. */
    isNsfw: boolean("is_nsfw").notNull().default(false),
    /** Where the vendor keeps it for a few days. */
    vendorUrl: text("vendor_url").notNull(),
    /** Where we keep it; null until it is copied. */
    storageKey: text("storage_key"),
    kind: text("kind"),
    bytes: bigint("bytes", { mode: "number" }),
    /** Pixels, measured from its bytes. */
    width: integer("width"),
    height: integer("height"),
    /** Telegram's copies, for sending it again at once: as a photo, and as the original file. */
    fileId: text("file_id"),
    documentFileId: text("document_file_id"),
    messageId: bigint("message_id", { mode: "number" }),
    isFavourite: boolean("is_favourite").notNull().default(false),
    /** Its owner deleted it: its object goes, and it is shown nowhere. */
    deletedAt: moment("deleted_at"),
    createdAt: bornAt(),
  },
  (table) => [
    uniqueIndex("image_files_once").on(table.imageId, table.position),
    // The gallery's pages: all, one avatar's, favourites; the newest first.
    index("image_files_by_user")
      .on(table.userId, table.createdAt, table.id)
      .where(sql`${table.storageKey} is not null and ${table.deletedAt} is null`),
    index("image_files_by_avatar")
      .on(table.avatarId, table.createdAt, table.id)
      .where(sql`${table.storageKey} is not null and ${table.deletedAt} is null`),
    index("image_files_favourite")
      .on(table.userId, table.createdAt, table.id)
      .where(sql`${table.isFavourite} and ${table.storageKey} is not null and ${table.deletedAt} is null`),
  ],
);
