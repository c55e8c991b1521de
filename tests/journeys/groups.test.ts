import { afterAll, beforeAll, expect, test } from "vitest";
import type { Message, SeenMessage } from "../../simulators/telegram/index.ts";
import { eventually, fixture, type Stack, startStack } from "../harness/stack.ts";

let stack: Stack;
let telegram: Stack["telegram"];
let query: Stack["query"];

beforeAll(async () => {
  stack = await startStack({
    telegram: { username: "aisha_bot" },
    settings: { BILLING_MODE: "coins", FREE_MINUTES_PER_DAY: "0", RATE_LIMITS: "true" },
  });
  ({ telegram, query } = stack);
});
afterAll(() => stack[Symbol.asyncDispose]());

const speech = (message: SeenMessage) =>
  `${message.text ?? ""}${message.caption ?? ""}`.includes("speech simulator");
const says = (words: string) => (message: SeenMessage) => message.text?.includes(words) === true;

/** The bot's answers in a chat, service messages aside. */
const answers = (chatId: number) => telegram.messages(chatId).filter(({ from }) => from?.id === 7000000001);

/** The buttons of a screen that are marked as chosen. */
const dataMarked = (message: SeenMessage): string[] =>
  message.reply_markup?.inline_keyboard
    .flat()
    .flatMap(({ text, callback_data = "" }) => (text.startsWith("✅") ? [callback_data] : [])) ?? [];

/** A group that somebody has added the bot to, with its first word said. */
async function openGroup(options: Parameters<typeof telegram.addGroup>[1] & object = {}) {
  const adder = telegram.addUser({ first_name: "Adder", username: "adder", language_code: "en" });
  const chat = telegram.addGroup("Friends", { withBot: false, creator: adder, ...options });
  telegram.inviteBot(adder, chat);
  const hello = await telegram.waitFor(chat.id, says("/optout"));
  return { adder, chat, hello, chatId: chat.id };
}

const sayVoice = (person: Parameters<typeof telegram.sendVoice>[0], chatId: number, more: object = {}) =>
  telegram.sendVoice(person, fixture("voice-en.ogg"), { chatId, duration: 9, ...more });

/** Nothing of a group's recordings is kept: neither rows nor objects. */
async function nothingKept(chatId: number) {
  await eventually(
    "nothing is kept",
    async () => (await stack.query("select from transcripts where chat_id = $1", [chatId])).length === 0,
  );
}

const openSettings = async (person: Parameters<typeof telegram.sendVoice>[0], chatId: number) => {
  await telegram.sendText(person, "/settings@aisha_bot", { chatId });
  return telegram.waitFor(chatId, (message) => message.reply_markup?.inline_keyboard.length === 4);
};

test("a voice is transcribed when somebody answers it with /text, on the adder's coins, and nothing of it is kept", async () => {
  const { adder, chatId, hello } = await openGroup();
  expect(hello.text).toContain("Whoever added me pays");
  const [anna, boris] = [telegram.addUser({ language_code: "ru" }), telegram.addUser()];
  const voice = await sayVoice(anna, chatId);
  await telegram.sendText(boris, "/text@aisha_bot", { chatId, reply_to: voice });
  const text = await telegram.waitFor(chatId, speech);
  expect(text.reply_to_message?.message_id).toBe(voice.message_id);
  expect(text.reply_markup).toBeUndefined();
  await nothingKept(chatId);
  const spoken = telegram.calls("sendMessage").filter(({ payload }) => payload.chat_id === chatId);
  expect(spoken.map(({ payload }) => payload.disable_notification)).toEqual([true, true]);
  // One word to come in, one for the voice; no status, no progress.
  expect(answers(chatId)).toHaveLength(2);
  const keys = telegram.calls("getFile").length;
  // Whoever is only in the group is not made a user of the bot; the adder paid.
  const users = await stack.query<{ telegram_id: string; balance: number }>(
    "select telegram_id, balance from users join wallets on wallets.user_id = users.id where telegram_id = any($1)",
    [[adder.id, anna.id, boris.id]],
  );
  expect(users).toEqual([{ telegram_id: String(adder.id), balance: 40 }]);
  // Asked for again, it is shown where it is, and not heard anew.
  await telegram.sendText(anna, "/text@aisha_bot", { chatId, reply_to: voice });
  const there = await telegram.waitFor(chatId, says("here already"));
  expect(there.reply_to_message?.message_id).toBe(text.message_id);
  expect(telegram.calls("getFile")).toHaveLength(keys);
});

test("admins have every voice transcribed; others cannot, and privacy mode is explained", async () => {
  const { adder, chatId, chat } = await openGroup({ type: "supergroup" });
  const stranger = telegram.addUser({ language_code: "en" });
  const settings = await openSettings(adder, chatId);
  const refused = await telegram.answerTo(await telegram.tap(stranger, settings, "gr.mode:auto"));
  expect(refused.text).toContain("Only admins");
  await telegram.tap(adder, settings, "gr.mode:auto");
  await telegram.waitFor(chatId, says("privacy mode is on"));
  await telegram.sendText(stranger, "/doctor@aisha_bot", { chatId });
  const doctor = await telegram.waitFor(chatId, says("/setprivacy"));
  expect(doctor.text).toContain("@aisha_bot");
  // Telegram does not even bring the voice: nothing can come of it.
  await sayVoice(stranger, chatId);
  telegram.promoteBot(adder, chat);
  const voice = await sayVoice(stranger, chatId);
  const text = await telegram.waitFor(chatId, speech);
  expect(text.reply_to_message?.message_id).toBe(voice.message_id);
  await telegram.tap(adder, settings, "gr.sound:on");
  await telegram.waitFor(chatId, (message) => dataMarked(message).includes("gr.sound:on"));
  await telegram.sendText(stranger, "/doctor@aisha_bot", { chatId });
  await telegram.waitFor(chatId, says("Voice messages reach me"));
  expect(telegram.calls("sendMessage").at(-1)?.payload.disable_notification).toBeUndefined();
  // A channel's posts are nobody's voice here, neither there nor where they are forwarded to by themselves.
  const post = { ...voice, message_id: voice.message_id + 9000, is_automatic_forward: true as const };
  const channel = { id: -1_009_000_000_001, type: "channel" as const, title: "News" };
  telegram.sendRaw({ message: post });
  telegram.sendRaw({ channel_post: { ...post, chat: channel } });
  // Off is off.
  await telegram.tap(adder, settings, "gr.mode:off");
  await telegram.waitFor(
    chatId,
    (message) => message.message_id === settings.message_id && says("switched off")(message),
  );
  const before = answers(chatId).length;
  await telegram.sendText(stranger, "/text@aisha_bot", {
    chatId,
    reply_to: await sayVoice(stranger, chatId),
  });
  // What is no voice and no command leaves no trace at all, even though the bot sees it.
  await telegram.sendText(stranger, "just talking", { chatId });
  await telegram.editText(stranger, await telegram.sendText(stranger, "talk", { chatId }), "more talk");
  await telegram.idle();
  expect(answers(chatId)).toHaveLength(before);
  await nothingKept(chatId);
  // Telegram was asked once about each: who is an admin is known for a while.
  const asked = telegram.calls("getChatMember").filter(({ payload }) => payload.user_id === adder.id);
  expect(asked).toHaveLength(1);
});

test("an answer goes to its topic, and an anonymous admin is an admin", async () => {
  telegram.setPrivacy(false);
  const { adder, chatId, chat } = await openGroup({ forum: true });
  const topic = telegram.addTopic(adder, chat, "Plans");
  await telegram.sendText(adder, "/settings@aisha_bot", { chatId, threadId: topic, as: chat });
  const settings = await telegram.waitFor(chatId, (message) => message.reply_markup !== undefined);
  expect(settings.message_thread_id).toBe(topic);
  await telegram.tap(adder, settings, "gr.mode:auto");
  await telegram.waitFor(chatId, says("Now: every voice"));
  const speaker = telegram.addUser();
  const voice = await sayVoice(speaker, chatId, { threadId: topic });
  const text = await telegram.waitFor(chatId, speech);
  expect(text).toMatchObject({
    message_thread_id: topic,
    reply_to_message: { message_id: voice.message_id },
  });
  // A command that answers nothing answers the message that opened its topic: that is no voice.
  await telegram.sendText(speaker, "/text@aisha_bot", { chatId, threadId: topic });
  expect((await telegram.waitFor(chatId, says("Reply with /text"))).message_thread_id).toBe(topic);
  telegram.setPrivacy(true);
});

test("whoever does not want to be transcribed is not, wherever they said so, forwarded words too", async () => {
  telegram.setPrivacy(false);
  const { adder, chatId } = await openGroup();
  await telegram.tap(adder, await openSettings(adder, chatId), "gr.mode:auto");
  await telegram.waitFor(chatId, says("Now: every voice"));
  const [shy, hidden, other] = [
    telegram.addUser(),
    telegram.addUser({ language_code: "en" }),
    telegram.addUser(),
  ];
  await telegram.sendText(shy, "/optout@aisha_bot", { chatId });
  await telegram.waitFor(chatId, says("no longer transcribe you here"));
  await telegram.sendText(hidden, "/optout");
  await telegram.waitFor(hidden.id, says("in any group"));
  const before = telegram.calls("getFile").length;
  const voice = await sayVoice(shy, chatId);
  await sayVoice(hidden, chatId);
  await telegram.forward(other, voice, { chatId });
  await telegram.sendText(other, "/text@aisha_bot", { chatId, reply_to: voice });
  await telegram.waitFor(chatId, says("asked not to be transcribed"));
  await telegram.idle();
  expect(telegram.calls("getFile")).toHaveLength(before);
  expect(await stack.query("select from transcripts where chat_id = $1", [chatId])).toEqual([]);
  await telegram.sendText(shy, "/optin@aisha_bot", { chatId });
  await telegram.waitFor(chatId, says("may be transcribed here again"));
  await sayVoice(shy, chatId);
  await telegram.waitFor(chatId, speech);
  telegram.setPrivacy(true);
});

test("a payer without coins is mentioned once, then there is silence until there are coins; whoever asks can pay instead", async () => {
  const { adder, chatId } = await openGroup();
  await stack.query(
    "select move_coins(id, -50, 'take', 'empty-' || id, null, now()) from users where telegram_id = $1",
    [adder.id],
  );
  const asker = telegram.addUser({ language_code: "en" });
  const ask = async (voice: Message) =>
    telegram.sendText(asker, "/text@aisha_bot", { chatId, reply_to: voice });
  await ask(await sayVoice(asker, chatId));
  await telegram.waitFor(chatId, says("run out of coins"));
  const before = answers(chatId).length;
  await ask(await sayVoice(asker, chatId));
  await nothingKept(chatId);
  await eventually(
    "the second was given up",
    async () =>
      (await stack.query("select from jobs where kind = 'transcription.discard' and state = 'done'")).length >
      0,
  );
  expect(answers(chatId)).toHaveLength(before);
  // Whoever pays may stop that. Then whoever asks pays, and has to be known for it.
  await telegram.tap(adder, await openSettings(adder, chatId), "gr.payer:asker");
  await telegram.waitFor(chatId, says("Whoever asks pays."));
  const third = await sayVoice(adder, chatId);
  await ask(third);
  const invite = await telegram.waitFor(chatId, says("press Start"));
  expect(invite.reply_markup?.inline_keyboard[0]?.[0]?.url).toBe("https://t.me/aisha_bot?start=group");
  await telegram.sendText(asker, "/start");
  await telegram.waitFor(asker.id, says("Aisha"));
  await ask(third);
  await telegram.waitFor(chatId, speech);
  // What was heard in a group is not among what the payer has.
  await nothingKept(chatId);
  expect(await stack.query("select from transcripts")).toEqual([]);
  const [{ balance }] = (await stack.query(
    "select balance from wallets join users on users.id = user_id where telegram_id = $1",
    [asker.id],
  )) as [{ balance: number }];
  expect(balance).toBe(40);
});

test("a long text is folded, a longer one comes as a file; a group that becomes a supergroup keeps its settings", async () => {
  const { adder, chat, chatId } = await openGroup();
  const settings = await openSettings(adder, chatId);
  await telegram.tap(adder, settings, "gr.locale:ru");
  await telegram.waitFor(chatId, says("Настройки группы"));
  const words = (count: number) => "Длинная речь & <b>дела</b>. ".repeat(count).trim();
  const long = stack.openai.faults.add({ route: "transcriptions", speech: { text: words(60) } });
  const voice = await sayVoice(adder, chatId);
  await telegram.sendText(adder, "/text@aisha_bot", { chatId, reply_to: voice });
  const folded = await telegram.waitFor(chatId, says("Длинная речь & <b>"));
  expect(folded.entities?.[0]?.type).toBe("expandable_blockquote");

  const moved = telegram.migrateGroup(adder, chat);
  await telegram.idle();
  const [group] = await stack.query("select locale, former_chat_id from groups where chat_id = $1", [
    moved.id,
  ]);
  expect(group).toEqual({ locale: "ru", former_chat_id: String(chatId) });
  stack.openai.faults.remove(long);
  const longer = stack.openai.faults.add({ route: "transcriptions", speech: { text: words(400) } });
  const second = await sayVoice(adder, moved.id);
  await telegram.sendText(adder, "/text@aisha_bot", { chatId: moved.id, reply_to: second });
  const file = await telegram.waitFor(moved.id, (message) => message.document !== undefined);
  expect(file.caption_entities?.[0]?.type).toBe("expandable_blockquote");

  stack.openai.faults.remove(longer);
  // The bot learns of the move by its own call just as well: the update may be late.
  const late = await openGroup();
  await stack.query("update groups set locale = 'kk' where chat_id = $1", [late.chatId]);
  stack.openai.faults.add({ route: "transcriptions", delayMs: 600, times: 1 } as never);
  const third = await sayVoice(late.adder, late.chatId);
  telegram.faults.add({ method: "webhook", chatId: late.chatId, drop: true, after: 1 });
  await telegram.sendText(late.adder, "/text@aisha_bot", { chatId: late.chatId, reply_to: third });
  await eventually(
    "it is being heard",
    async () => (await stack.query("select from transcripts where chat_id = $1", [late.chatId])).length > 0,
  );
  const now = telegram.migrateGroup(late.adder, late.chat);
  await telegram.waitFor(now.id, speech, 20_000);
  telegram.faults.clear();
});

test("a group has a ceiling for its day, and a member who floods it gets silence; a deleted voice harms nobody", async () => {
  const { adder, chatId } = await openGroup();
  const voice = await sayVoice(adder, chatId);
  telegram.deleteMessage(adder, voice);
  await telegram.sendText(adder, "/text@aisha_bot", { chatId, reply_to: await sayVoice(adder, chatId) });
  await telegram.waitFor(chatId, speech);
  await query(
    `insert into works (ref, user_id, chat_id, feature, units, free_units, price, vendor_micros)
     select 'dear-' || id, id, $1, 'speech', 1, 0, 0, 20000000 from users where telegram_id <> $2 limit 1`,
    [chatId, adder.id],
  );
  await telegram.sendText(adder, "/text@aisha_bot", { chatId, reply_to: await sayVoice(adder, chatId) });
  await telegram.waitFor(chatId, says("used up its limit"));
  const flooder = telegram.addUser();
  const before = answers(chatId).length;
  for (let i = 0; i < 30; i++) await telegram.sendText(flooder, "/help@aisha_bot", { chatId });
  await telegram.idle();
  await eventually(
    "all answers are there",
    async () =>
      (await query("select from jobs where state in ('waiting', 'running') and kind like 'notices.%'"))
        .length === 0,
  );
  const said = answers(chatId).length - before;
  expect(said).toBeGreaterThan(5);
  expect(said).toBeLessThan(14);
  await nothingKept(chatId);
});

test("a group that the bot never saw itself being added to works all the same: whoever asks pays", async () => {
  const chat = telegram.addGroup("Old friends");
  const asker = telegram.addUser({ language_code: "en" });
  await telegram.sendText(asker, "/start");
  await telegram.waitFor(asker.id, says("Aisha"));
  const voice = await sayVoice(asker, chat.id);
  await telegram.sendText(asker, "/text@aisha_bot", { chatId: chat.id, reply_to: voice });
  await telegram.waitFor(chat.id, speech);
  await nothingKept(chat.id);
  expect(
    await query("select balance from wallets join users on users.id = user_id where telegram_id = $1", [
      asker.id,
    ]),
  ).toEqual([{ balance: 40 }]);
  expect(await query("select payer_id from groups where chat_id = $1", [chat.id])).toEqual([
    { payer_id: null },
  ]);
});

test("removed from a group, the bot stops what it was doing there and gives the coins back", async () => {
  const { adder, chat, chatId } = await openGroup();
  const hang = stack.openai.faults.add({ route: "transcriptions", status: 503 });
  const voice = await sayVoice(adder, chatId);
  await telegram.sendText(adder, "/text@aisha_bot", { chatId, reply_to: voice });
  await eventually(
    "coins are held",
    async () => (await stack.query("select from holds where state = 'open'")).length === 1,
  );
  telegram.removeBot(adder, chat);
  await eventually(
    "coins are back",
    async () => (await stack.query("select from holds where state = 'open'")).length === 0,
  );
  stack.openai.faults.remove(hang);
  await stack.query("update transcripts set changed_at = now() - interval '1 hour' where chat_id = $1", [
    chatId,
  ]);
  await stack.later();
  await nothingKept(chatId);
  expect(telegram.violations()).toEqual([]);
});
