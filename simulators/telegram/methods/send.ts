import { broken, refused } from "../errors.ts";
import type { Call, Method, Simulation } from "../simulation.ts";
import { formatText } from "../text/format.ts";
import type { Message, MessageEntity } from "../wire.ts";
import { botUser, post, type Room, type Stored } from "../world.ts";
import { flagOf, integerOf, listOf, objectOf, stringOf } from "./arguments.ts";
import { type Markup, readMarkup } from "./markup.ts";
import { findOpenRoom, readReplyTarget, readThread } from "./target.ts";

/** Seconds a chat action is shown, and a draft without its message (sendChatAction, sendMessageDraft). */
const ACTION_MS = 5000;
const DRAFT_MS = 30_000;
const ACTIONS = [
  "typing",
  "upload_photo",
  "record_video",
  "upload_video",
  "record_voice",
  "upload_voice",
  "upload_document",
  "choose_sticker",
  "find_location",
  "record_video_note",
  "upload_video_note",
];

/** Posts a message of the bot's, with what every send method has: reply, buttons, sender. */
export function postAsBot(
  simulation: Simulation,
  room: Room,
  call: Call,
  fields: Partial<Message>,
  { markup = readMarkup(call), extra = {} }: { markup?: Markup; extra?: Partial<Stored> } = {},
): Message {
  const message = post(
    simulation,
    room,
    {
      from: botUser(simulation.world),
      ...readThread(room, call),
      ...readReplyTarget(room, call),
      ...fields,
      ...(markup.inline && { reply_markup: markup.inline }),
      ...(flagOf(call, "protect_content") && { has_protected_content: true }),
    },
    extra,
  );
  if (markup.reply === null) delete room.replyKeyboard;
  else if (markup.reply) room.replyKeyboard = markup.reply;
  // The message takes the place of what announced it.
  delete room.action;
  room.drafts.clear();
  simulation.events.tell({ type: "room", chatId: room.chat.id });
  return message;
}

/** Text or caption with entities, as fields of a message. */
export function readText(call: Call, part: "text" | "caption", by: "send" | "edit"): Partial<Message> {
  const source = stringOf(call, part);
  if (source === undefined) {
    if (part === "text") throw broken("message text is empty");
    return {};
  }
  const entities = part === "text" ? "entities" : "caption_entities";
  const formatted = formatText(
    source,
    { mode: stringOf(call, "parse_mode"), entities: listOf<MessageEntity>(call, entities) },
    { part, by },
  );
  if (formatted.text === "") return {};
  return { [part]: formatted.text, ...(formatted.entities.length > 0 && { [entities]: formatted.entities }) };
}

const sendMessage: Method = (simulation, call) => {
  const room = findOpenRoom(simulation, call);
  const preview = objectOf<Record<string, unknown>>(call, "link_preview_options", "link preview options");
  const text = readText(call, "text", "send");
  return postAsBot(simulation, room, call, { ...text, ...(preview && { link_preview_options: preview }) });
};

/** Rich messages are kept as they came: what clients make of them is not simulated. */
const sendRichMessage: Method = (simulation, call) => {
  const room = findOpenRoom(simulation, call);
  const rich = objectOf<{ html?: string; markdown?: string }>(call, "rich_message", "rich message");
  const source = rich?.html ?? rich?.markdown ?? "";
  if (source === "" && !(rich && "blocks" in rich)) throw broken("message text is empty");
  // core.telegram.org/bots/api#inputrichmessage: 32768 characters.
  if (source.length > 32_768) throw broken("message is too long");
  return postAsBot(simulation, room, call, { rich_message: rich ?? {} });
};

const sendMessageDraft: Method = (simulation, call) => {
  const room = findOpenRoom(simulation, call);
  if (room.chat.type !== "private") throw refused("drafts can be sent only to private chats");
  const id = integerOf(call, "draft_id");
  if (!id) throw broken("draft identifier must be non-zero");
  const source = stringOf(call, "text") ?? "";
  const { text, entities } =
    source === ""
      ? { text: "", entities: [] }
      : formatText(
          source,
          { mode: stringOf(call, "parse_mode"), entities: listOf<MessageEntity>(call, "entities") },
          { part: "text", by: "send" },
        );
  room.drafts.set(id, { text, entities, until: simulation.now() + DRAFT_MS });
  simulation.events.tell({ type: "room", chatId: room.chat.id });
  return true;
};

const sendChatAction: Method = (simulation, call) => {
  const room = findOpenRoom(simulation, call);
  const action = stringOf(call, "action") ?? "";
  readThread(room, call);
  if (!ACTIONS.includes(action)) throw broken("wrong parameter action in request");
  room.action = { action, until: simulation.now() + ACTION_MS };
  simulation.events.tell({ type: "room", chatId: room.chat.id });
  return true;
};

export const sending: Record<string, Method> = {
  sendMessage,
  sendRichMessage,
  sendMessageDraft,
  sendChatAction,
};
