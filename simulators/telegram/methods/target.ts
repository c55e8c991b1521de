import { ApiError, broken, forbidden, refused } from "../errors.ts";
import type { Call, Simulation } from "../simulation.ts";
import type { Message } from "../wire.ts";
import type { Room, Stored } from "../world.ts";
import { flagOf, integerOf, objectOf } from "./arguments.ts";

/** The chat that `chat_id` (or another argument) names. Throws ApiError 400 "chat not found". */
export function findRoom({ world }: Simulation, call: Call, name = "chat_id"): Room {
  const value = call.values[name];
  if (value === undefined || value === "") throw broken(`${name} is empty`);
  const id = integerOf(call, name);
  const byName =
    typeof value === "string" && value.startsWith("@") ? value.slice(1).toLowerCase() : undefined;
  const room =
    id === undefined
      ? [...world.rooms.values()].find(
          ({ chat }) => byName && chat.type !== "private" && chat.username?.toLowerCase() === byName,
        )
      : world.rooms.get(id);
  if (!room) throw refused("chat not found");
  if (room.movedTo !== undefined)
    throw new ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", {
      parameters: { migrate_to_chat_id: room.movedTo },
    });
  return room;
}

/** The chat to write to: one that began the conversation and has not blocked the bot. Throws ApiError 400 or 403. */
export function findOpenRoom(simulation: Simulation, call: Call): Room {
  const room = findRoom(simulation, call);
  if (room.blocked) {
    throw forbidden(
      room.chat.type === "private"
        ? "bot was blocked by the user"
        : `bot was kicked from the ${room.chat.type} chat`,
    );
  }
  if (!room.started) throw forbidden("bot can't initiate conversation with a user");
  return room;
}

/** The topic to write to, as fields of the message. Throws ApiError 400 where the chat has no such topic. */
export function readThread(room: Room, call: Call): Pick<Message, "message_thread_id" | "is_topic_message"> {
  const thread = integerOf(call, "message_thread_id");
  if (thread === undefined) return {};
  if (!room.topics?.[thread]) throw refused("message thread not found");
  return { message_thread_id: thread, is_topic_message: true };
}

/** A message of the chat by `message_id`. Throws ApiError 400 "message to … not found". */
export function findMessage(room: Room, call: Call, purpose: string): Stored {
  const id = integerOf(call, "message_id");
  if (id === undefined) throw broken("message identifier is not specified");
  const stored = room.messages.get(id);
  if (!stored) throw refused(`message to ${purpose} not found`);
  return stored;
}

/** The message that is answered, as a field of the new one. Throws ApiError 400 where it is gone. */
export function readReplyTarget(room: Room, call: Call): Pick<Message, "reply_to_message" | "quote"> {
  const given = objectOf<{ message_id?: number; allow_sending_without_reply?: boolean; quote?: string }>(
    call,
    "reply_parameters",
    "reply parameters",
  );
  const id = given?.message_id ?? integerOf(call, "reply_to_message_id");
  if (!id) return {};
  const target = room.messages.get(Number(id));
  if (target) {
    // A reply shows its target without the target's own (core.telegram.org/bots/api#message, reply_to_message).
    const { reply_to_message: _, ...message } = structuredClone(target.message);
    if (!given?.quote) return { reply_to_message: message };
    const whole = message.text ?? message.caption ?? "";
    if (!whole.includes(given.quote)) throw refused("QUOTE_TEXT_INVALID");
    return { reply_to_message: message, quote: { text: given.quote, position: whole.indexOf(given.quote) } };
  }
  if (given?.allow_sending_without_reply || flagOf(call, "allow_sending_without_reply")) return {};
  throw refused("message to be replied not found");
}
