import { Composer } from "grammy";
import type { ChatMemberUpdated, Message } from "grammy/types";
import {
  joinGroup,
  leaveGroup,
  meetGroup,
  moveGroup,
  optIn,
  optOut,
  receiveInGroup,
} from "../../domain/groups/index.ts";
import { guessLocale } from "../../domain/users/index.ts";
import { readGroupTap } from "../../views/groups/taps.ts";
import { fileOf } from "./recordings.ts";
import { personOf, speakersOf, threadOf } from "./said-in-group.ts";
import type { Turn } from "./turn.ts";

/** What the bot does in groups. It hears voices and its own commands; all else is passed over without a trace. */
export const groups = new Composer<Turn>();

/** The bot was added or removed. Who adds it pays, until an admin settles it otherwise; the group is told at once. */
groups.on("my_chat_member", async (turn) => {
  const { chat, from } = turn.myChatMember;
  const { db } = turn.visit.ports;
  const [was, is] = [isThere(turn.myChatMember, "old"), isThere(turn.myChatMember, "new")];
  // Who adds the bot uses it: they become known, as by a first word.
  if (is && !was)
    await turn.commit(from, {
      limit: "open",
      changes: [joinGroup(db, chat.id, from.id, guessLocale(from.language_code), turn.now)],
      jobs: [
        {
          kind: "notices.group",
          payload: { chatId: chat.id, screen: "hello" },
          key: `group:${turn.wishName}`,
        },
      ],
    });
  else if (was && !is)
    await turn.commitInGroup(chat.id, from.id, { changes: leaveGroup(db, chat.id, turn.now) });
});

const isThere = (change: ChatMemberUpdated, side: "old" | "new"): boolean => {
  const member = change[`${side}_chat_member`];
  return member.status === "restricted" ? member.is_member : !["left", "kicked"].includes(member.status);
};

/** Telegram says it twice, in the old chat and in the new one. */
groups.on(["message:migrate_to_chat_id", "message:migrate_from_chat_id"], async (turn) => {
  const { chat, migrate_to_chat_id: to, migrate_from_chat_id: from } = turn.message;
  const changes = moveGroup(turn.visit.ports.db, from ?? chat.id, to ?? chat.id);
  await turn.commitInGroup(chat.id, personOf(turn.message), { changes });
});

/** "/text" as an answer to a voice. */
groups.command("text", async (turn) => {
  const { message } = turn;
  if (!message || message.is_automatic_forward) return;
  const { db } = turn.visit.ports;
  const voice = message.reply_to_message;
  const file = voice && fileOf(voice as Message);
  if (!voice || !file) return await say(turn, "how");
  const chatId = turn.chat.id;
  const askerId = message.sender_chat ? null : (turn.from?.id ?? null);
  const where = { chatId, ...threadOf(message) };
  const speakers = speakersOf(voice as Message);
  const request = { messageId: message.message_id };
  const heard = {
    ...file,
    chatId,
    messageId: voice.message_id,
    threadId: threadOf(message).threadId ?? null,
  };
  const { change, job, when, unless } = receiveInGroup(
    db,
    { ...heard, speakers, request, askerId },
    turn.now,
  );
  await turn.commitInGroup(chatId, personOf(message), {
    changes: [meetGroup(db, chatId, guessLocale(turn.from?.language_code), turn.now), change],
    jobs: [
      { ...job, when },
      {
        kind: "notices.declined",
        payload: { ...where, replyTo: message.message_id, voiceId: voice.message_id, speakers, askerId },
        key: `declined:${turn.wishName}`,
        when: unless,
      },
    ],
  });
});

/** "Do not transcribe me" in this group, and back. */
groups.command(["optout", "optin"], async (turn) => {
  const { message } = turn;
  if (!message) return;
  const out = /^\/optout/i.test(message.text);
  const { db } = turn.visit.ports;
  const person = personOf(message);
  const change = out ? optOut(db, person, turn.chat.id, turn.now) : optIn(db, person, turn.chat.id);
  await say(turn, out ? "optout" : "optin", [change]);
});

groups.command(["help", "start"], (turn) => say(turn, "help"));
groups.command("doctor", (turn) => say(turn, "doctor"));

groups.command("settings", async (turn) => {
  const { message, chat } = turn;
  if (!message) return;
  const payload = {
    chatId: chat.id,
    // Only its admins can write in the name of a group.
    telegramId: message.sender_chat?.id === chat.id ? null : personOf(message),
    ...threadOf(message),
    replyTo: message.message_id,
  };
  await turn.commitInGroup(chat.id, personOf(message), {
    changes: [meetGroup(turn.visit.ports.db, chat.id, guessLocale(turn.from?.language_code), turn.now)],
    jobs: [{ kind: "notices.groupsettings", payload, key: `group:${turn.wishName}` }],
  });
});

groups.on("callback_query:data", async (turn) => {
  const { data, message, id: tapId } = turn.callbackQuery;
  const change = readGroupTap(data);
  const { ports, later } = turn.visit;
  if (!change || !message) return later(ports.telegram.answerTap(tapId));
  const payload = {
    chatId: message.chat.id,
    telegramId: turn.from.id,
    messageId: message.message_id,
    tapId,
    change: data,
  };
  const done = await turn.commitInGroup(message.chat.id, turn.from.id, {
    jobs: [{ kind: "notices.groupsettings", payload, key: `group:${turn.wishName}` }],
  });
  if (!done) later(ports.telegram.answerTap(tapId));
});

/** Voices that nobody asked about: where the admins want it, they are transcribed by themselves. */
groups.on(["message:voice", "message:video_note"], async (turn) => {
  const { message } = turn;
  const file = fileOf(message);
  // What a channel's posts bring into its discussion group is not said by anybody there.
  if (!file || message.is_automatic_forward) return;
  const askerId = message.sender_chat ? null : message.from.id;
  const { change, job, when } = receiveInGroup(
    turn.visit.ports.db,
    {
      ...file,
      chatId: turn.chat.id,
      messageId: message.message_id,
      threadId: threadOf(message).threadId ?? null,
      speakers: speakersOf(message),
      request: null,
      askerId,
    },
    turn.now,
  );
  await turn.commitInGroup(turn.chat.id, personOf(message), { changes: [change], jobs: [{ ...job, when }] });
});

/** Answers a command with a word in the group. */
async function say(
  turn: Turn,
  screen: string,
  changes: Parameters<Turn["commitInGroup"]>[2]["changes"] = [],
): Promise<void> {
  const { message, chat } = turn;
  if (!message || !chat) return;
  const payload = { chatId: chat.id, screen, ...threadOf(message), replyTo: message.message_id };
  await turn.commitInGroup(chat.id, personOf(message), {
    changes: [
      meetGroup(turn.visit.ports.db, chat.id, guessLocale(turn.from?.language_code), turn.now),
      ...changes,
    ],
    jobs: [{ kind: "notices.group", payload, key: `group:${turn.wishName}` }],
  });
}
