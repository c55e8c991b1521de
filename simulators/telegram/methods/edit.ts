import { isDeepStrictEqual } from "node:util";
import { broken, refused } from "../errors.ts";
import type { Call, Method, Simulation } from "../simulation.ts";
import { MEDIA, type Message } from "../wire.ts";
import { asSeen, type Room, type Stored } from "../world.ts";
import { integerOf, listOf, objectOf, stringOf } from "./arguments.ts";
import { readMarkup } from "./markup.ts";
import { readInputMedia } from "./media.ts";
import { readText } from "./send.ts";
import { findMessage, findOpenRoom, findRoom } from "./target.ts";

/** The bot's own message, to be edited. Inline messages are not simulated. */
function findOwn(simulation: Simulation, call: Call): { room: Room; stored: Stored } {
  if (stringOf(call, "inline_message_id")) throw refused("MESSAGE_ID_INVALID");
  const room = findOpenRoom(simulation, call);
  const stored = findMessage(room, call, "edit");
  if (stored.message.from?.id !== simulation.world.bot.user.id) throw refused("message can't be edited");
  return { room, stored };
}

/** Replaces content and buttons. Throws ApiError 400 where nothing changes. */
function change(
  simulation: Simulation,
  room: Room,
  stored: Stored,
  call: Call,
  content: Partial<Message>,
): Message {
  const { inline } = readMarkup(call, { inlineOnly: true });
  const { message } = stored;
  const kept = { ...message };
  for (const name of Object.keys(content)) delete kept[name as keyof Message];
  delete kept.reply_markup;
  const next = { ...kept, ...defined(content), ...(inline && { reply_markup: inline }) } as Message;
  if (isDeepStrictEqual({ ...next, edit_date: 0 }, { ...message, edit_date: 0 })) {
    throw refused(
      "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
    );
  }
  stored.message = { ...next, edit_date: Math.floor(simulation.now() / 1000) };
  simulation.events.tell({ type: "message", chatId: room.chat.id, message: asSeen(stored) });
  return stored.message;
}

const defined = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined)) as Partial<T>;

const hasMedia = (message: Message) =>
  message.photo !== undefined || MEDIA.some((name) => message[name] !== undefined);

const editMessageText: Method = (simulation, call) => {
  const { room, stored } = findOwn(simulation, call);
  const rich = objectOf<{ html?: string; markdown?: string }>(call, "rich_message", "rich message");
  if (rich)
    return change(simulation, room, stored, call, {
      text: undefined,
      entities: undefined,
      rich_message: rich,
    } as never);
  const text = readText(call, "text", "edit");
  if (hasMedia(stored.message) || stored.message.invoice)
    throw refused("there is no text in the message to edit");
  const preview = objectOf<Record<string, unknown>>(call, "link_preview_options", "link preview options");
  return change(simulation, room, stored, call, {
    entities: undefined,
    link_preview_options: preview,
    rich_message: undefined,
    ...text,
  } as Partial<Message>);
};

const editMessageCaption: Method = (simulation, call) => {
  const { room, stored } = findOwn(simulation, call);
  const caption = readText(call, "caption", "edit");
  if (!hasMedia(stored.message)) throw refused("there is no caption in the message to edit");
  return change(simulation, room, stored, call, {
    caption: undefined,
    caption_entities: undefined,
    ...caption,
  } as Partial<Message>);
};

const editMessageReplyMarkup: Method = (simulation, call) => {
  const { room, stored } = findOwn(simulation, call);
  return change(simulation, room, stored, call, {});
};

const editMessageMedia: Method = async (simulation, call) => {
  const { room, stored } = findOwn(simulation, call);
  const media = objectOf<Record<string, unknown>>(call, "media", "input media");
  if (!media) throw broken("media is not specified");
  const gone = Object.fromEntries(
    ["photo", ...MEDIA, "text", "entities", "caption", "caption_entities"].map((name) => [name, undefined]),
  );
  return change(simulation, room, stored, call, {
    ...gone,
    ...(await readInputMedia(simulation, call, media, "edit")),
  });
};

/** Own and others' messages of a private chat, up to 48 hours old (deleteMessage). */
const DELETE_SECONDS = 48 * 3600;

function remove(simulation: Simulation, room: Room, id: number): boolean {
  const stored = room.messages.get(id);
  if (!stored) return false;
  if (simulation.now() / 1000 - stored.message.date > DELETE_SECONDS)
    throw refused("message can't be deleted");
  room.messages.delete(id);
  simulation.events.tell({ type: "gone", chatId: room.chat.id, messageId: id });
  return true;
}

const deleteMessage: Method = (simulation, call) => {
  const room = findRoom(simulation, call);
  const id = integerOf(call, "message_id");
  if (id === undefined) throw broken("message identifier is not specified");
  if (!remove(simulation, room, id)) throw refused("message to delete not found");
  return true;
};

const deleteMessages: Method = (simulation, call) => {
  const room = findRoom(simulation, call);
  const ids = listOf<number>(call, "message_ids", "message identifiers") ?? [];
  if (ids.length === 0) throw broken("message identifiers are not specified");
  if (ids.length > 100) throw broken("too many message identifiers specified");
  for (const id of ids) remove(simulation, room, Number(id));
  return true;
};

export const editing: Record<string, Method> = {
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  editMessageMedia,
  deleteMessage,
  deleteMessages,
};
