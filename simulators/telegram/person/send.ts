import { randomBytes } from "node:crypto";
import { refused } from "../errors.ts";
import { describeMedium, describePhoto } from "../media/describe.ts";
import { storeMedium } from "../media/store.ts";
import type { Simulation } from "../simulation.ts";
import { detectEntities } from "../text/detect.ts";
import { TEXT_UNITS } from "../text/format.ts";
import { type Chat, MEDIA, type Medium, type Message, type MessageEntity } from "../wire.ts";
import { post } from "../world.ts";
import { enter, type Person } from "./enter.ts";
import { ANONYMOUS, isHeard } from "./groups.ts";

export interface SendOptions {
  /** A group; without it the private chat. */
  chatId?: number;
  /** A topic of the group. */
  threadId?: number;
  /** In the name of a chat: of the group itself by an anonymous admin, or of a channel. */
  as?: Chat;
  reply_to?: Message | number;
  /** Name of the one whose message this is, when it is forwarded. */
  forwardedFrom?: string;
  /** When it was first said, in seconds since the epoch; now unless given. */
  forwardedDate?: number;
  entities?: MessageEntity[];
}

export interface MediaOptions extends SendOptions {
  caption?: string;
  file_name?: string;
  mime_type?: string;
  /** Seconds; measured where it is not given. */
  duration?: number;
  /** The size Telegram claims; the true one unless given, none at all with null. */
  file_size?: number | null;
  width?: number;
  height?: number;
  /** Side of a video note. */
  length?: number;
  performer?: string;
  title?: string;
  media_group_id?: string;
  /** A photo is kept byte by byte, with the width and height given, even when it is none. */
  asIs?: boolean;
}

export interface AlbumItem {
  kind?: "photo" | "video" | "document" | "audio";
  bytes: Uint8Array;
  options?: MediaOptions;
}

/** What people send. Each message reaches the bot as an update, and is returned. */
export function makeSenders(simulation: Simulation) {
  const { outbox, events, files, now } = simulation;

  const say = (person: Person, content: Partial<Message>, options: SendOptions): Message => {
    const { user, room } = enter(simulation, person, options.chatId);
    const target = typeof options.reply_to === "number" ? options.reply_to : options.reply_to?.message_id;
    const { threadId, as } = options;
    // In a topic every message answers at least the one that opened it.
    const reply = room.messages.get(target ?? threadId ?? 0)?.message;
    const message = post(simulation, room, {
      from: as ? ANONYMOUS : user,
      ...(as && { sender_chat: as }),
      ...(threadId !== undefined && { message_thread_id: threadId, is_topic_message: true }),
      ...(reply && { reply_to_message: withoutReply(reply) }),
      ...(options.forwardedFrom && {
        forward_origin: {
          type: "hidden_user",
          sender_user_name: options.forwardedFrom,
          date: options.forwardedDate ?? Math.floor(now() / 1000),
        },
      }),
      ...content,
    });
    if (room.replyKeyboard?.one_time_keyboard) {
      delete room.replyKeyboard;
      events.tell({ type: "room", chatId: room.chat.id });
    }
    if (isHeard(simulation, room, message))
      outbox.add("message", structuredClone(message), { userId: user.id, chatId: room.chat.id });
    return structuredClone(message);
  };

  /** The content of a message with a file. Throws ApiError for a photo that is no picture, unless it is kept as it is. */
  const prepare = async (
    kind: Medium | "photo",
    bytes: Uint8Array,
    options: MediaOptions,
  ): Promise<Partial<Message>> => {
    const { caption, file_name, mime_type, file_size, media_group_id, asIs } = options;
    const about = pick(options, ["duration", "width", "height", "length", "performer", "title"]);
    // A size of -1 is none at all.
    const size = file_size === null ? -1 : file_size;
    const facts = { name: file_name, mime: mime_type, about, ...(size !== undefined && { size }) };
    const records =
      kind === "photo" && asIs
        ? [files.put("photo", bytes, { ...facts, mime: "image/jpeg" })]
        : await storeMedium(files, kind, bytes, facts);
    const [first] = records;
    if (!first) throw refused("IMAGE_PROCESS_FAILED");
    const formatted = caption
      ? detectEntities({ text: caption, entities: options.entities ?? [] })
      : undefined;
    return {
      ...(kind === "photo" ? { photo: records.map(describePhoto) } : { [kind]: describeMedium(kind, first) }),
      ...(formatted && { caption: formatted.text }),
      ...(formatted && formatted.entities.length > 0 && { caption_entities: formatted.entities }),
      ...(media_group_id && { media_group_id }),
    };
  };

  const sender =
    (kind: Medium | "photo") =>
    async (person: Person, bytes: Uint8Array, options: MediaOptions = {}): Promise<Message> => {
      enter(simulation, person, options.chatId);
      return say(person, await prepare(kind, bytes, options), options);
    };

  return {
    async sendText(person: Person, text: string, options: SendOptions = {}): Promise<Message> {
      if (text.trim() === "") throw new Error("a message needs text");
      if (text.length > TEXT_UNITS) throw new Error(`clients cut text into messages of ${TEXT_UNITS} units`);
      const formatted = detectEntities({ text, entities: options.entities ?? [] });
      const { entities } = formatted;
      return say(person, { text: formatted.text, ...(entities.length > 0 && { entities }) }, options);
    },

    sendVoice: sender("voice"),
    sendAudio: sender("audio"),
    sendVideo: sender("video"),
    sendVideoNote: sender("video_note"),
    sendDocument: sender("document"),
    sendPhoto: sender("photo"),

    /** Several photos at once: each is an update of its own, under one media_group_id. The caption goes to the first. */
    async sendAlbum(
      person: Person,
      items: (Uint8Array | AlbumItem)[],
      options: MediaOptions = {},
    ): Promise<Message[]> {
      if (items.length < 2 || items.length > 10) throw new Error("an album has 2 to 10 items");
      enter(simulation, person, options.chatId);
      const media_group_id = `1${randomBytes(8).readBigUInt64BE() % 10n ** 16n}`;
      const { caption, ...rest } = options;
      const contents: Partial<Message>[] = [];
      for (const [index, item] of items.entries()) {
        const {
          kind = "photo",
          bytes,
          options: own = {},
        } = item instanceof Uint8Array ? { bytes: item } : item;
        const first = index === 0 && caption ? { caption } : {};
        contents.push(await prepare(kind, bytes, { ...rest, ...first, ...own, media_group_id }));
      }
      return contents.map((content) => say(person, content, options));
    },

    /** Sends on a message of the bot's or one's own, from any chat. */
    async forward(person: Person, message: Message, options: SendOptions = {}): Promise<Message> {
      const content = pick(message, ["text", "entities", "caption", "caption_entities", "photo", ...MEDIA]);
      const forward_origin = message.forward_origin ?? {
        type: "user",
        sender_user: message.from,
        date: message.date,
      };
      return say(person, { ...structuredClone(content), forward_origin }, options);
    },
  };
}

const withoutReply = ({ reply_to_message: _, ...message }: Message): Message => structuredClone(message);

function pick<T extends object>(from: T, names: (keyof T)[]): Partial<T> {
  return Object.fromEntries(
    names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])),
  ) as Partial<T>;
}
