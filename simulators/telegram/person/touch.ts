import { randomBytes } from "node:crypto";
import type { Simulation } from "../simulation.ts";
import type { Message, Update } from "../wire.ts";
import { asSeen, botUser, openRoom } from "../world.ts";
import { findRoomOf, findUser, type Person, privateChat } from "./enter.ts";
import { isHeard } from "./groups.ts";

/** What people do to messages that are there, and to the bot itself. */
export function makeTouches(simulation: Simulation) {
  const { world, outbox, events, now } = simulation;

  const setBlocked = (person: Person, blocked: boolean): Update => {
    const user = findUser(simulation, person);
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
    /** Presses a button under a message: by its data, or by its words. What no button says is sent as a forged tap would be. */
    async tap(
      person: Person,
      message: Message | number,
      data: string,
    ): Promise<Update & { callback_query: { id: string } }> {
      const user = findUser(simulation, person);
      const room = findRoomOf(simulation, message, user);
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
      const user = findUser(simulation, person);
      const room = findRoomOf(simulation, message, user);
      const stored = room.messages.get(typeof message === "number" ? message : message.message_id);
      if (!stored || stored.message.from?.id !== user.id)
        throw new Error("only one's own messages can be edited");
      const part = stored.message.text === undefined ? "caption" : "text";
      stored.message = { ...stored.message, [part]: text, edit_date: Math.floor(now() / 1000) };
      events.tell({ type: "message", chatId: room.chat.id, message: asSeen(stored) });
      const edited = structuredClone(stored.message);
      if (isHeard(simulation, room, edited))
        outbox.add("edited_message", edited, { userId: user.id, chatId: room.chat.id });
      return structuredClone(edited);
    },

    /** Deletes a message for both sides. The bot is not told. */
    deleteMessage(person: Person, message: Message | number): void {
      const room = findRoomOf(simulation, message, findUser(simulation, person));
      const messageId = typeof message === "number" ? message : message.message_id;
      if (room.messages.delete(messageId)) events.tell({ type: "gone", chatId: room.chat.id, messageId });
    },

    /** Puts a reaction to a message; the bot hears of it only when it asked for message_reaction. */
    react(person: Person, message: Message | number, emoji: string | undefined): void {
      const user = findUser(simulation, person);
      const room = findRoomOf(simulation, message, user);
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
  };
}
