import { randomInt } from "node:crypto";
import type { Events } from "./events.ts";
import type { Chat, Message, MessageEntity, ReplyKeyboard, SeenMessage, User } from "./wire.ts";

/** A message with what its wire form does not tell. */
export interface Stored {
  message: Message;
  reactions: { emoji: string; from: number }[];
  pinned?: boolean;
  /** Of an invoice. */
  payload?: string;
  paid?: boolean;
}

/** What somebody is in a group (Bot API, ChatMember). */
export type Role = "creator" | "administrator" | "member" | "left" | "kicked";

/** One chat with the bot. */
export interface Room {
  chat: Chat;
  /** The person has written to the bot, so that it may write back. */
  started: boolean;
  blocked: boolean;
  messages: Map<number, Stored>;
  replyKeyboard?: ReplyKeyboard;
  /** What the bot seems to be doing, until a moment in milliseconds. */
  action?: { action: string; until: number };
  drafts: Map<number, { text: string; entities: MessageEntity[]; until: number }>;
  menuButton?: Record<string, unknown>;
  /** Of a group: what the bot and people are in it; whoever is not named is a member. */
  botRole?: Role;
  roles?: Record<number, Role>;
  /** Of a forum: names of topics by thread. */
  topics?: Record<number, string>;
  /** The supergroup that this group became. */
  movedTo?: number;
}

export interface Payment {
  chargeId: string;
  userId: number;
  amount: number;
  payload: string;
  refunded: boolean;
}

/** What the bot has told Telegram about itself. */
export interface BotProfile {
  user: User & Record<string, unknown>;
  /** By `scope|language`. */
  commands: Record<string, { command: string; description: string }[]>;
  /** By language; `""` is the default. */
  names: Record<string, string>;
  descriptions: Record<string, string>;
  shortDescriptions: Record<string, string>;
  menuButton: Record<string, unknown>;
}

/** All that exists on this Telegram. Private chats have the id of their person. */
export interface World {
  bot: BotProfile;
  users: Map<number, User>;
  rooms: Map<number, Room>;
  payments: Payment[];
  invoices: Map<string, Record<string, unknown>>;
  lastMessageId: number;
}

export function makeWorld(token: string, username: string): World {
  const id = Number(token.split(":")[0]);
  return {
    bot: {
      user: {
        id,
        is_bot: true,
        first_name: "Aisha",
        username,
        can_join_groups: true,
        can_read_all_group_messages: false,
        supports_inline_queries: true,
        can_connect_to_business: false,
        has_main_web_app: false,
      },
      commands: {},
      names: {},
      descriptions: {},
      shortDescriptions: {},
      menuButton: { type: "commands" },
    },
    users: new Map(),
    rooms: new Map(),
    payments: [],
    invoices: new Map(),
    // Not from 1: what remembers an earlier run must not take new messages for old ones.
    lastMessageId: randomInt(1000, 1_000_000),
  };
}

export function openRoom(world: World, chat: Chat): Room {
  const there = world.rooms.get(chat.id);
  if (there) return there;
  const room: Room = { chat, started: false, blocked: false, messages: new Map(), drafts: new Map() };
  world.rooms.set(chat.id, room);
  return room;
}

/** The bot as the sender of a message: only the short form. */
export function botUser({ bot }: World): User {
  const { id, is_bot, first_name, username } = bot.user;
  return { id, is_bot, first_name: bot.names[""] ?? first_name, ...(username && { username }) };
}

/** Puts a message into its chat under a new number and tells those who watch. */
export function post(
  { world, events, now }: { world: World; events: Events; now(): number },
  room: Room,
  fields: Omit<Message, "message_id" | "date" | "chat">,
  extra: Partial<Stored> = {},
): Message {
  const message: Message = {
    message_id: ++world.lastMessageId,
    ...(fields.from && { from: fields.from }),
    chat: room.chat,
    date: Math.floor(now() / 1000),
    ...fields,
  };
  const stored: Stored = { reactions: [], ...extra, message };
  room.messages.set(message.message_id, stored);
  events.tell({ type: "message", chatId: room.chat.id, message: asSeen(stored) });
  return message;
}

/** The message as a person sees it now. */
export function asSeen({ message, reactions, pinned }: Stored): SeenMessage {
  return {
    ...structuredClone(message),
    ...(reactions.length > 0 && { reactions: structuredClone(reactions) }),
    ...(pinned && { is_pinned: true }),
  };
}
