import { randomBytes, randomInt } from "node:crypto";
import { refused } from "../errors.ts";
import { describeMedium, describePhoto } from "../media/describe.ts";
import { storeMedium } from "../media/store.ts";
import type { Simulation } from "../simulation.ts";
import { detectEntities } from "../text/detect.ts";
import { TEXT_UNITS } from "../text/format.ts";
import { MEDIA, type Medium, type Message, type MessageEntity, type Update, type User } from "../wire.ts";
import { asSeen, botUser, openRoom, post, type Room } from "../world.ts";

/** A person, or the person's id. */
export type Person = User | number;

export interface SendOptions {
  /** A group; without it the private chat. */
  chatId?: number;
  reply_to?: Message | number;
  /** Name of the one whose message this is, when it is forwarded. */
  forwardedFrom?: string;
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

/** What people do. Every step reaches the bot as an update. */
export type People = ReturnType<typeof makePeople>;

export function makePeople(simulation: Simulation) {
  const { world, outbox, events, files, now } = simulation;

  const findUser = (person: Person): User => {
    const user = world.users.get(typeof person === "number" ? person : person.id);
    if (!user) throw new Error(`no such user: ${typeof person === "number" ? person : person.id}`);
    return user;
  };

  /** The chat to write in. Writing opens it for the bot. */
  const enter = (person: Person, chatId?: number): { user: User; room: Room } => {
    const user = findUser(person);
    const room = chatId === undefined ? openRoom(world, privateChat(user)) : world.rooms.get(chatId);
    if (!room) throw new Error(`no such chat: ${chatId}`);
    if (room.blocked) throw new Error("the bot is blocked in this chat; unblock it first");
    if (!room.started) {
      room.started = true;
      events.tell({ type: "room", chatId: room.chat.id });
    }
    return { user, room };
  };

  const say = (person: Person, content: Partial<Message>, options: SendOptions): Message => {
    const { user, room } = enter(person, options.chatId);
    const target = typeof options.reply_to === "number" ? options.reply_to : options.reply_to?.message_id;
    const reply = target === undefined ? undefined : room.messages.get(target)?.message;
    const message = post(simulation, room, {
      from: user,
      ...(reply && { reply_to_message: withoutReply(reply) }),
      ...(options.forwardedFrom && {
        forward_origin: {
          type: "hidden_user",
          sender_user_name: options.forwardedFrom,
          date: Math.floor(now() / 1000),
        },
      }),
      ...content,
    });
    if (room.replyKeyboard?.one_time_keyboard) {
      delete room.replyKeyboard;
      events.tell({ type: "room", chatId: room.chat.id });
    }
    outbox.add("message", structuredClone(message), { userId: user.id, chatId: room.chat.id });
    return structuredClone(message);
  };

  const sendMedium = async (
    person: Person,
    kind: Medium | "photo",
    bytes: Uint8Array,
    options: MediaOptions,
  ) => {
    enter(person, options.chatId);
    return say(person, await prepare(kind, bytes, options), options);
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
    (person: Person, bytes: Uint8Array, options: MediaOptions = {}): Promise<Message> =>
      sendMedium(person, kind, bytes, options);

  const setBlocked = (person: Person, blocked: boolean): Update => {
    const user = findUser(person);
    const room = openRoom(world, privateChat(user));
    room.blocked = blocked;
    events.tell({ type: "room", chatId: room.chat.id });
    const member = (status: string) => ({
      user: botUser(world),
      status,
      ...(status === "kicked" && { until_date: 0 }),
    });
    const change = {
      chat: room.chat,
      from: user,
      date: Math.floor(now() / 1000),
      old_chat_member: member(blocked ? "member" : "kicked"),
      new_chat_member: member(blocked ? "kicked" : "member"),
    };
    return outbox.add("my_chat_member", change, { userId: user.id, chatId: room.chat.id });
  };

  return {
    addUser(fields: Partial<Omit<User, "is_bot">> = {}): User {
      const id = fields.id ?? randomInt(100_000_000, 7_000_000_000);
      const known = world.users.get(id);
      const user: User = {
        first_name: `Guest ${world.users.size + 1}`,
        ...known,
        ...fields,
        id,
        is_bot: false,
      };
      world.users.set(id, user);
      const room = openRoom(world, privateChat(user));
      room.chat = privateChat(user);
      events.tell({ type: "user", user });
      return user;
    },

    /** A group with the bot in it. */
    addGroup(title: string, id = -randomInt(100_000_000, 900_000_000)): Room["chat"] {
      const room = openRoom(world, { id, type: "group", title });
      room.started = true;
      events.tell({ type: "room", chatId: id });
      return room.chat;
    },

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
      enter(person, options.chatId);
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

    /** Presses a button under a message: by its data, or by its words. What no button says is sent as a forged tap would be. */
    async tap(
      person: Person,
      message: Message | number,
      data: string,
    ): Promise<Update & { callback_query: { id: string } }> {
      const user = findUser(person);
      const room = findRoomOf(message, user);
      const id = typeof message === "number" ? message : message.message_id;
      const stored = room.messages.get(id);
      const buttons = stored?.message.reply_markup?.inline_keyboard.flat() ?? [];
      const named =
        buttons.find((button) => button.callback_data === data) ?? buttons.find(({ text }) => text === data);
      const query = {
        id: String(randomBytes(8).readBigUInt64BE() >> 1n),
        from: user,
        // A message that is gone arrives without its content, with date 0 (InaccessibleMessage).
        message: structuredClone(stored?.message ?? { chat: room.chat, message_id: id, date: 0 }),
        chat_instance: String(room.chat.id * 7919),
        data: named?.callback_data ?? data,
      };
      simulation.taps.set(query.id, {
        query,
        userId: user.id,
        time: now(),
        answered: (answer) => events.tell({ type: "answer", userId: user.id, queryId: query.id, answer }),
      });
      const update = outbox.add("callback_query", query, { userId: user.id, chatId: room.chat.id });
      return { ...update, callback_query: query };
    },

    async editText(person: Person, message: Message | number, text: string): Promise<Message> {
      const user = findUser(person);
      const room = findRoomOf(message, user);
      const stored = room.messages.get(typeof message === "number" ? message : message.message_id);
      if (!stored || stored.message.from?.id !== user.id)
        throw new Error("only one's own messages can be edited");
      const part = stored.message.text === undefined ? "caption" : "text";
      stored.message = { ...stored.message, [part]: text, edit_date: Math.floor(now() / 1000) };
      events.tell({ type: "message", chatId: room.chat.id, message: asSeen(stored) });
      const edited = structuredClone(stored.message);
      outbox.add("edited_message", edited, { userId: user.id, chatId: room.chat.id });
      return structuredClone(edited);
    },

    /** Deletes a message for both sides. The bot is not told. */
    deleteMessage(person: Person, message: Message | number): void {
      const room = findRoomOf(message, findUser(person));
      const messageId = typeof message === "number" ? message : message.message_id;
      if (room.messages.delete(messageId)) events.tell({ type: "gone", chatId: room.chat.id, messageId });
    },

    /** Puts a reaction to a message; the bot hears of it only when it asked for message_reaction. */
    react(person: Person, message: Message | number, emoji: string | undefined): void {
      const user = findUser(person);
      const room = findRoomOf(message, user);
      const stored = room.messages.get(typeof message === "number" ? message : message.message_id);
      if (!stored) throw new Error("no such message");
      const before = stored.reactions.filter(({ from }) => from === user.id);
      stored.reactions = stored.reactions.filter(({ from }) => from !== user.id);
      if (emoji) stored.reactions.push({ emoji, from: user.id });
      events.tell({ type: "message", chatId: room.chat.id, message: asSeen(stored) });
      const asTypes = (list: { emoji: string }[]) => list.map((one) => ({ type: "emoji", emoji: one.emoji }));
      const change = {
        chat: room.chat,
        message_id: stored.message.message_id,
        user,
        date: Math.floor(now() / 1000),
        old_reaction: asTypes(before),
        new_reaction: asTypes(emoji ? [{ emoji }] : []),
      };
      outbox.add("message_reaction", change, { userId: user.id, chatId: room.chat.id });
    },

    blockBot: (person: Person): Update => setBlocked(person, true),
    unblockBot: (person: Person): Update => setBlocked(person, false),

    /** Sends any update, also one that Telegram never would. Without a chat it has a queue of its own. */
    sendRaw(update: Partial<Update>): Update {
      const chatId =
        (update.message as Message | undefined)?.chat?.id ??
        (update.edited_message as Message | undefined)?.chat?.id;
      const queue = chatId === undefined ? `raw:${randomBytes(4).toString("hex")}` : `chat:${chatId}`;
      return outbox.addRaw(update, { queue, ...(chatId !== undefined && { chatId }) });
    },
  };

  function findRoomOf(message: Message | number, user: User): Room {
    const chatId = typeof message === "number" ? user.id : message.chat.id;
    const room = world.rooms.get(chatId);
    if (!room) throw new Error(`no such chat: ${chatId}`);
    return room;
  }
}

const privateChat = ({ id, first_name, username }: User): Room["chat"] => ({
  id,
  type: "private",
  first_name,
  ...(username && { username }),
});

const withoutReply = ({ reply_to_message: _, ...message }: Message): Message => structuredClone(message);

function pick<T extends object>(from: T, names: (keyof T)[]): Partial<T> {
  return Object.fromEntries(
    names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])),
  ) as Partial<T>;
}
