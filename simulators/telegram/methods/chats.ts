import { broken, refused } from "../errors.ts";
import type { Call, Method, Simulation } from "../simulation.ts";
import { MEDIA, type Message } from "../wire.ts";
import { asSeen, botUser, post, type Room } from "../world.ts";
import { integerOf, listOf, objectOf } from "./arguments.ts";
import { postAsBot, readText } from "./send.ts";
import { findMessage, findOpenRoom, findRoom } from "./target.ts";

/** What the bots of Telegram may react with (core.telegram.org/bots/api#reactiontypeemoji). */
const REACTIONS =
  "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡".split(
    " ",
  );

const setMessageReaction: Method = (simulation, call) => {
  const room = findOpenRoom(simulation, call);
  const stored = findMessage(room, call, "react");
  const given = listOf<{ type?: string; emoji?: string }>(call, "reaction", "reaction") ?? [];
  if (given.length > 1) throw broken("REACTIONS_TOO_MANY");
  const emoji = given[0]?.emoji?.replace(/\ufe0f/g, "");
  if (given[0] && (given[0].type !== "emoji" || !emoji || !REACTIONS.includes(emoji)))
    throw broken("REACTION_INVALID");
  const bot = simulation.world.bot.user.id;
  stored.reactions = stored.reactions.filter(({ from }) => from !== bot);
  if (emoji) stored.reactions.push({ emoji, from: bot });
  simulation.events.tell({ type: "message", chatId: room.chat.id, message: asSeen(stored) });
  return true;
};

/** What of a message goes along when it is copied. */
function contentOf(message: Message): Partial<Message> {
  const names = [
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "rich_message",
    ...MEDIA,
  ] as const;
  return Object.fromEntries(
    names.flatMap((name) => (message[name] ? [[name, structuredClone(message[name])]] : [])),
  );
}

function findSources(simulation: Simulation, call: Call, ids: number[], purpose: string) {
  const room = findRoom(simulation, call, "from_chat_id");
  return ids.map((id) => findMessage(room, { values: { message_id: id }, uploads: [] }, purpose).message);
}

function forward(simulation: Simulation, room: Room, message: Message): Message {
  const forward_origin = message.forward_origin ?? {
    type: "user",
    sender_user: message.from,
    date: message.date,
  };
  return post(simulation, room, { from: botUser(simulation.world), forward_origin, ...contentOf(message) });
}

const forwardMessage: Method = (simulation, call) => {
  const room = findOpenRoom(simulation, call);
  const [message] = findSources(simulation, call, [integerOf(call, "message_id") ?? 0], "forward");
  if (!message) throw refused("message to forward not found");
  return forward(simulation, room, message);
};

const forwardMessages: Method = (simulation, call) => {
  const room = findOpenRoom(simulation, call);
  const ids = listOf<number>(call, "message_ids", "message identifiers") ?? [];
  return findSources(simulation, call, ids, "forward").map((message) => ({
    message_id: forward(simulation, room, message).message_id,
  }));
};

const copyMessage: Method = (simulation, call) => {
  const room = findOpenRoom(simulation, call);
  const [message] = findSources(simulation, call, [integerOf(call, "message_id") ?? 0], "copy");
  if (!message) throw refused("message to copy not found");
  const content = contentOf(message);
  if (call.values.caption !== undefined) {
    delete content.caption;
    delete content.caption_entities;
    Object.assign(content, readText(call, "caption", "send"));
  }
  return { message_id: postAsBot(simulation, room, call, content).message_id };
};

const copyMessages: Method = (simulation, call) => {
  const room = findOpenRoom(simulation, call);
  const ids = listOf<number>(call, "message_ids", "message identifiers") ?? [];
  return findSources(simulation, call, ids, "copy").map((message) => ({
    message_id: post(simulation, room, { from: botUser(simulation.world), ...contentOf(message) }).message_id,
  }));
};

const setPinned =
  (pinned: boolean): Method =>
  (simulation, call) => {
    const room = findOpenRoom(simulation, call);
    const latest = [...room.messages.values()].filter((one) => one.pinned).at(-1);
    const stored =
      !pinned && integerOf(call, "message_id") === undefined
        ? latest
        : findMessage(room, call, pinned ? "pin" : "unpin");
    if (!stored) throw refused("message to unpin not found");
    stored.pinned = pinned;
    simulation.events.tell({ type: "message", chatId: room.chat.id, message: asSeen(stored) });
    if (pinned)
      post(simulation, room, {
        from: botUser(simulation.world),
        pinned_message: structuredClone(stored.message),
      });
    return true;
  };

const unpinAllChatMessages: Method = (simulation, call) => {
  const room = findOpenRoom(simulation, call);
  for (const stored of room.messages.values()) {
    if (!stored.pinned) continue;
    stored.pinned = false;
    simulation.events.tell({ type: "message", chatId: room.chat.id, message: asSeen(stored) });
  }
  return true;
};

const getChat: Method = (simulation, call) => {
  const room = findRoom(simulation, call);
  return { ...room.chat, accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: {} };
};

const getChatMember: Method = (simulation, call) => {
  const room = findRoom(simulation, call);
  const id = integerOf(call, "user_id");
  if (id === simulation.world.bot.user.id)
    return { status: room.botRole ?? (room.blocked ? "kicked" : "member"), user: botUser(simulation.world) };
  const user = simulation.world.users.get(id ?? 0);
  if (!user || (room.chat.type === "private" && room.chat.id !== id)) throw refused("member not found");
  return { status: room.roles?.[user.id] ?? "member", user };
};

const leaveChat: Method = (simulation, call) => {
  const room = findRoom(simulation, call);
  if (room.chat.type === "private") throw refused("chat not found");
  room.blocked = true;
  room.botRole = "left";
  simulation.events.tell({ type: "room", chatId: room.chat.id });
  return true;
};

const setChatMenuButton: Method = (simulation, call) => {
  const button = objectOf<Record<string, unknown>>(call, "menu_button", "menu button") ?? { type: "default" };
  if (button.type === "web_app" && typeof button.text !== "string")
    throw broken("menu button text must be non-empty");
  if (integerOf(call, "chat_id") === undefined) simulation.world.bot.menuButton = button;
  else findRoom(simulation, call).menuButton = button;
  simulation.events.tell({ type: "bot" });
  return true;
};

const getChatMenuButton: Method = (simulation, call) =>
  integerOf(call, "chat_id") === undefined
    ? simulation.world.bot.menuButton
    : (findRoom(simulation, call).menuButton ?? simulation.world.bot.menuButton);

export const chatting: Record<string, Method> = {
  setMessageReaction,
  forwardMessage,
  forwardMessages,
  copyMessage,
  copyMessages,
  pinChatMessage: setPinned(true),
  unpinChatMessage: setPinned(false),
  unpinAllChatMessages,
  getChat,
  getChatMember,
  leaveChat,
  setChatMenuButton,
  getChatMenuButton,
};
