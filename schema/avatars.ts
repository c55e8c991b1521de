import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  pgEnum,
  pgTable,
  smallint,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { bornAt, id, moment, telegramId } from "./columns.ts";
import { users } from "./users.ts";

export const AVATAR_STATES = ["draft", "training", "ready", "failed", "deleted"] as const;
export const avatarState = pgEnum("avatar_state", AVATAR_STATES);

/** Who an avatar shows. A style is learned from pictures, not from a person. */
export const AVATAR_SUBJECTS = ["woman", "man", "other", "style"] as const;
export const avatarSubject = pgEnum("avatar_subject", AVATAR_SUBJECTS);

/** What the next text or photo of its owner is taken for. */
export const AVATAR_AWAITS = ["name", "photos"] as const;
export const avatarAwaits = pgEnum("avatar_awaits", AVATAR_AWAITS);

/** How much care a training gets: its owner's choice. */
export const TRAINING_PRESETS = ["fast", "balanced", "quality"] as const;

/** A likeness, from the first answer in the wizard to the weights that draw it. */
export const avatars = pgTable(
  "avatars",
  {
    id: id(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    chatId: telegramId("chat_id").notNull(),
    state: avatarState("state").notNull().default("draft"),
    subject: avatarSubject("subject").notNull(),
    name: text("name"),
    /** When the owner said that these photos may be used. Without it no photo is taken. */
    consentedAt: moment("consented_at"),
    awaits: avatarAwaits("awaits"),
    /** Of several drafts the one opened last gets what its owner sends. */
    openedAt: moment("opened_at"),
    /** The training that is under way, or the last one. */
    trainingId: text("training_id"),
    /** How its next training is to be done; null: as the installation usually does it. */
    preset: text("preset", { enum: TRAINING_PRESETS }),
    /** Coins: the price that was shown in the review. An order is a yes to it, and of a ready avatar uses it up. */
    quotedCoins: integer("quoted_coins"),
    /** Why the last training failed: a key of the failure texts. */
    failure: text("failure"),
    isMain: boolean("is_main").notNull().default(false),

    // What draws it, once it is ready; also while it is trained again.
    /** The training that made its weights. */
    madeBy: text("made_by"),
    trigger: text("trigger"),
    trainer: text("trainer"),
    weightsKey: text("weights_key"),
    /** Made in test mode: nothing was trained, nothing can be drawn with it. */
    isTest: boolean("is_test").notNull().default(false),

    /** The message that counts the photos, and when it was last changed. */
    countMessageId: bigint("count_message_id", { mode: "number" }),
    countEditedAt: moment("count_edited_at").notNull().defaultNow(),
    /** The photos that are laid out above the review, how many albums of them are out, and in which messages they are. */
    laidOut: text("laid_out").array().notNull().default([]),
    laidOutAlbums: smallint("laid_out_albums").notNull().default(0),
    laidOutMessages: bigint("laid_out_messages", { mode: "number" }).array().notNull().default([]),
    /** The source photos are removed after this moment; null while they are wanted, and once they are gone. */
    photosUntil: moment("photos_until"),
    /** When photos of a draft were removed because nothing was done with it for long: said when it is opened. */
    photosGoneAt: moment("photos_gone_at"),
    createdAt: bornAt(),
    changedAt: moment("changed_at").notNull().defaultNow(),
  },
  (table) => [
    index("avatars_by_user").on(table.userId, table.createdAt, table.id),
    index("avatars_open").on(table.userId, table.openedAt).where(sql`${table.awaits} is not null`),
    index("avatars_photos_until").on(table.photosUntil).where(sql`${table.photosUntil} is not null`),
    index("avatars_resting").on(table.changedAt).where(sql`${table.state} in ('draft', 'failed')`),
    uniqueIndex("avatars_one_main").on(table.userId).where(sql`${table.isMain}`),
    check("avatars_preset", sql`${table.preset} in ('fast', 'balanced', 'quality')`),
    check("avatars_name", sql`char_length(${table.name}) between 2 and 50`),
    check(
      "avatars_ready_has_weights",
      sql`${table.state} <> 'ready' or ${table.isTest} or (${table.weightsKey} is not null and ${table.trigger} is not null)`,
    ),
  ],
);

export const PHOTO_STATES = ["received", "kept", "refused"] as const;
export const photoState = pgEnum("photo_state", PHOTO_STATES);

export const PHOTO_SOURCES = ["photo", "document"] as const;
export const photoSource = pgEnum("photo_source", PHOTO_SOURCES);

/** One photo of an avatar, as a message brought it. */
export const avatarPhotos = pgTable(
  "avatar_photos",
  {
    id: id(),
    avatarId: text("avatar_id")
      .notNull()
      .references(() => avatars.id, { onDelete: "cascade" }),
    state: photoState("state").notNull().default("received"),
    /** Why it was refused: a key of the photo texts. */
    failure: text("failure"),
    chatId: telegramId("chat_id").notNull(),
    messageId: bigint("message_id", { mode: "number" }).notNull(),
    source: photoSource("source").notNull(),
    fileId: text("file_id").notNull(),
    claimedBytes: bigint("claimed_bytes", { mode: "number" }),

    // What the bytes turned out to be.
    storageKey: text("storage_key"),
    kind: text("kind"),
    bytes: bigint("bytes", { mode: "number" }),
    sha256: text("sha256"),
    /** Pixels, as the picture is to be seen. */
    width: integer("width"),
    height: integer("height"),
    /** 64 bits of what the picture looks like; null where its pixels were not looked at. */
    likeness: text("likeness"),
    /** Mean luma, 0–255. */
    brightness: doublePrecision("brightness"),
    /** How much of the picture's detail is fine: 0 for a blur. */
    sharpness: doublePrecision("sharpness"),
    /** When a model was asked about its face. It is asked once, whatever it says. */
    facesAskedAt: moment("faces_asked_at"),
    /** When a model said what it sees there; null when nobody did, or said nothing of use. */
    facesSeenAt: moment("faces_seen_at"),
    createdAt: bornAt(),
    changedAt: moment("changed_at").notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("avatar_photos_one_per_message").on(table.chatId, table.messageId),
    index("avatar_photos_by_avatar").on(table.avatarId, table.createdAt, table.id),
    // The same bytes count once, however many of them are looked at side by side.
    uniqueIndex("avatar_photos_once").on(table.avatarId, table.sha256).where(sql`${table.state} = 'kept'`),
  ],
);

export const TRAINING_STATES = [
  "ordered",
  "packed",
  "submitting",
  "training",
  "trained",
  "ready",
  "failed",
  "cancelled",
] as const;
export const trainingState = pgEnum("training_state", TRAINING_STATES);

/** One try to train an avatar. Its id is the reference in the vendor's webhook address: it is not shown to anybody. */
export const trainings = pgTable(
  "trainings",
  {
    id: id(),
    avatarId: text("avatar_id")
      .notNull()
      .references(() => avatars.id, { onDelete: "cascade" }),
    state: trainingState("state").notNull().default("ordered"),
    failure: text("failure"),
    /** The vendor's model, and how it is asked: decided when it is ordered. */
    trainer: text("trainer").notNull(),
    preset: text("preset", { enum: TRAINING_PRESETS }).notNull(),
    steps: integer("steps").notNull(),
    /** Its avatar was ready before, and stays what it is until this one is done. */
    isAgain: boolean("is_again").notNull().default(false),
    trigger: text("trigger").notNull(),
    isTest: boolean("is_test").notNull().default(false),

    archiveKey: text("archive_key"),
    archiveBytes: bigint("archive_bytes", { mode: "number" }),

    /** The vendor's id, once its answer or its webhook has said it. */
    requestId: text("request_id"),
    /** When a request was last sent. With the state "submitting" its answer is not known. */
    submittedAt: moment("submitted_at"),
    /** Requests whose answer never came: they may have been trained, and paid for, in vain. */
    lostRequests: integer("lost_requests").notNull().default(0),
    startedAt: moment("started_at"),
    queuePosition: integer("queue_position"),
    /** Percent, where the vendor says it. */
    percent: integer("percent"),
    /** The reconciler asks the vendor after this moment. */
    askAfter: moment("ask_after"),
    /** What the vendor made: addresses on its side. */
    weightsUrl: text("weights_url"),
    configUrl: text("config_url"),

    statusMessageId: bigint("status_message_id", { mode: "number" }),
    statusEditedAt: moment("status_edited_at").notNull().defaultNow(),
    toldAt: moment("told_at"),
    endedAt: moment("ended_at"),
    createdAt: bornAt(),
    changedAt: moment("changed_at").notNull().defaultNow(),
  },
  (table) => [
    index("trainings_by_avatar").on(table.avatarId, table.createdAt),
    uniqueIndex("trainings_by_request").on(table.requestId),
    // How long such a training usually takes.
    index("trainings_ended")
      .on(table.trainer, table.preset, table.endedAt)
      .where(sql`${table.state} = 'ready' and not ${table.isTest}`),
    index("trainings_to_ask").on(table.askAfter).where(sql`${table.state} in ('submitting', 'training')`),
    // An avatar is trained by one training at a time.
    uniqueIndex("trainings_one_under_way")
      .on(table.avatarId)
      .where(sql`${table.state} in ('ordered', 'packed', 'submitting', 'training', 'trained')`),
  ],
);
