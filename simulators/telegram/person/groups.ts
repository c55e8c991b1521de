import { randomInt } from "node:crypto";
import type { Simulation } from "../simulation.ts";
import type { Chat, Message, Update, User } from "../wire.ts";
import { botUser, openRoom, post, type Role, type Room } from "../world.ts";
import { findUser, type Person } from "./enter.ts";

/** Behind whom the admins of a group write when they stay anonymous (Bot API, Message.sender_chat). */
export const ANONYMOUS: User = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: "Group",
  username: "GroupAnonymousBot",
};

export interface GroupOptions {
  id?: number;
  /** Chats of this kind have topics, or anonymous admins. */
  type?: "group" | "supergroup";
  forum?: boolean;
  creator?: Person;
  /** Whether the bot is in it from the beginning, without an update about it; yes unless said. */
  withBot?: boolean;
}

const ID_OF_SUPERGROUPS = -1_000_000_000_000;

/** What happens in and to groups. */
export function makeGroups(simulation: Simulation) {
  const { world, outbox, events } = simulation;

  const roomOf = (chat: Chat): Room => {
    const room = world.rooms.get(chat.id);
    if (!room) throw new Error(`no such chat: ${chat.id}`);
    return room;
  };
  const tell = (room: Room, user: User, fields: Partial<Message>): Message => {
    const message = post(simulation, room, { from: user, ...fields });
    // Service messages come whatever the privacy mode is (core.telegram.org/bots/features#privacy-mode).
    outbox.add("message", structuredClone(message), { userId: user.id, chatId: room.chat.id });
    return message;
  };
  const changeBot = (person: Person, chat: Chat, role: Role): Update => {
    const [user, room] = [findUser(simulation, person), roomOf(chat)];
    const before = room.botRole ?? (room.started && !room.blocked ? "member" : "left");
    room.botRole = role;
    room.blocked = role === "kicked" || role === "left";
    room.started = true;
    events.tell({ type: "room", chatId: room.chat.id });
    const bot = botUser(world);
    return outbox.add(
      "my_chat_member",
      {
        chat: room.chat,
        from: user,
        date: Math.floor(simulation.now() / 1000),
        old_chat_member: { user: bot, status: before },
        new_chat_member: { user: bot, status: role },
      },
      { userId: user.id, chatId: room.chat.id },
    );
  };

  return {
    /** A group; the bot is in it unless told otherwise. */
    addGroup(title: string, options: GroupOptions | number = {}): Chat {
      const {
        type = "group",
        forum = false,
        creator,
        withBot = true,
        id,
      } = typeof options === "number" ? { id: options } : options;
      const supergroup = type === "supergroup" || forum;
      const number = id ?? -randomInt(100_000_000, 900_000_000) + (supergroup ? ID_OF_SUPERGROUPS : 0);
      const room = openRoom(world, {
        id: number,
        type: supergroup ? "supergroup" : "group",
        title,
        ...(forum && { is_forum: true }),
      });
      room.started = withBot;
      room.botRole = withBot ? "member" : "left";
      if (creator) room.roles = { [findUser(simulation, creator).id]: "creator" };
      events.tell({ type: "room", chatId: number });
      return room.chat;
    },

    /** Gives somebody a role in a group. */
    setRole(person: Person, chat: Chat, role: Role): void {
      const room = roomOf(chat);
      room.roles = { ...room.roles, [findUser(simulation, person).id]: role };
    },

    /** Adds the bot to a group, makes it an admin, takes that back, or removes it. */
    inviteBot: (person: Person, chat: Chat): Update => changeBot(person, chat, "member"),
    promoteBot: (person: Person, chat: Chat): Update => changeBot(person, chat, "administrator"),
    removeBot: (person: Person, chat: Chat): Update => changeBot(person, chat, "kicked"),

    /** What BotFather's /setprivacy does: with privacy a bot hears only what is meant for it. */
    setPrivacy(on: boolean): void {
      world.bot.user.can_read_all_group_messages = !on;
      events.tell({ type: "bot" });
    },

    /** Opens a topic of a forum; answers its thread. */
    addTopic(person: Person, chat: Chat, name: string): number {
      const room = roomOf(chat);
      if (!room.chat.is_forum) throw new Error("only forums have topics");
      const message = tell(room, findUser(simulation, person), { forum_topic_created: { name } });
      room.topics = { ...room.topics, [message.message_id]: name };
      return message.message_id;
    },

    /** Turns a basic group into a supergroup: another chat with another number, which the bot is in at once. */
    migrateGroup(person: Person, chat: Chat): Chat {
      const [user, old] = [findUser(simulation, person), roomOf(chat)];
      const id = ID_OF_SUPERGROUPS - randomInt(100_000_000, 900_000_000);
      const room = openRoom(world, { id, type: "supergroup", title: old.chat.title ?? "" });
      Object.assign(room, { started: true, botRole: old.botRole, roles: old.roles });
      tell(old, user, { migrate_to_chat_id: id });
      old.movedTo = id;
      tell(room, ANONYMOUS, { sender_chat: old.chat, migrate_from_chat_id: old.chat.id });
      return room.chat;
    },
  };
}

/** Whether the bot gets to hear a message of a group (core.telegram.org/bots/features#privacy-mode). */
export function isHeard({ world }: Pick<Simulation, "world">, room: Room, message: Message): boolean {
  if (room.chat.type === "private") return true;
  if (room.blocked || !room.started) return false;
  if (world.bot.user.can_read_all_group_messages || room.botRole === "administrator") return true;
  const bot = world.bot.user;
  if (message.reply_to_message?.from?.id === bot.id) return true;
  const [, name] = /^\/\w+(?:@(\w+))?/.exec(message.text ?? "") ?? [];
  if (name !== undefined) return name.toLowerCase() === bot.username?.toLowerCase();
  // A command without a name is for the bot that wrote last.
  const spoke = [...room.messages.values()].some((stored) => stored.message.from?.id === bot.id);
  return spoke && (message.text ?? "").startsWith("/");
}
