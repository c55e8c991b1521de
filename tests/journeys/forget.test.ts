import { AwsClient } from "aws4fetch";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { SeenMessage, User } from "../../simulators/telegram/index.ts";
import { eventually, fixture } from "../harness/stack.ts";
import { type AvatarStack, orderAvatar, startAvatarStack } from "../harness/wizard.ts";

let stack: AvatarStack;
let telegram: AvatarStack["telegram"];
let query: AvatarStack["query"];

beforeAll(async () => {
  stack = await startAvatarStack({
    telegram: { username: "aisha_bot" },
    settings: { BILLING_MODE: "coins", PUBLIC_URL: "http://127.0.0.1:1", RATE_LIMITS: "true" },
  });
  ({ telegram, query } = stack);
});
afterAll(() => stack[Symbol.asyncDispose]());

const says = (words: string) => (message: SeenMessage) => message.text?.includes(words) === true;
const buttons = (message: SeenMessage) =>
  message.reply_markup?.inline_keyboard.flat().map(({ callback_data = "" }) => callback_data) ?? [];
const offers = (act: string) => (message: SeenMessage) =>
  buttons(message).some((data) => data.startsWith(act));
const dataOf = (message: SeenMessage, act: string) =>
  buttons(message).find((data) => data.startsWith(act)) ?? "";

const isReceipt = (message: SeenMessage) => message.document !== undefined && message.caption !== undefined;

const aws = new AwsClient({
  accessKeyId: "local",
  secretAccessKey: "local-secret",
  service: "s3",
  region: "auto",
  retries: 0,
});

/** Keys in both buckets, anywhere, that name a person. */
async function objectsOf(userId: string): Promise<string[]> {
  const keys: string[] = [];
  for (const bucket of ["aisha-v2-transcripts", "aisha-v2-avatars"]) {
    for (let token = ""; ; ) {
      const more = token && `&continuation-token=${encodeURIComponent(token)}`;
      const answer = await aws.fetch(`${inject("s3Url")}/${bucket}?list-type=2${more}`);
      const xml = await answer.text();
      keys.push(...[...xml.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key]) => key ?? ""));
      token = /<NextContinuationToken>([^<]+)</.exec(xml)?.[1] ?? "";
      if (!token) break;
    }
  }
  return keys.filter((key) => key.includes(userId));
}

/** Every row of every table that has one of these words in any of its columns. */
async function rowsWith(words: readonly (string | number)[]): Promise<string[]> {
  const tables = await query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const found: string[] = [];
  for (const { name } of tables)
    for (const { row } of await query<{ row: string }>(
      `select to_jsonb(t)::text as row from "${name}" t where to_jsonb(t)::text ~ $1`,
      [`\\m(${words.join("|")})\\M`],
    ))
      found.push(`${name}: ${row}`);
  return found;
}

const idOf = async (user: User) =>
  (await query<{ id: string }>("select id from users where telegram_id = $1", [user.id]))[0]?.id ?? "";

const allDone = () =>
  eventually(
    "all work is done",
    async () =>
      (
        await query(
          "select from jobs where state in ('waiting', 'running') and kind <> 'transcription.sweep'",
        )
      ).length === 0,
    30_000,
  );

async function give(user: User, coins: number) {
  await query(
    "select move_coins(id, $2, 'grant', 'gift-' || id, 'for ' || telegram_id, now()) from users where telegram_id = $1",
    [user.id, coins],
  );
}

const sendVoice = async (user: User, more = {}) => {
  const before = telegram.messages(user.id).filter(says("speech simulator")).length;
  const voice = await telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9, ...more });
  await telegram.waitFor(user.id, (_, messages) => messages.filter(says("speech simulator")).length > before);
  return voice;
};

/** Somebody with everything: recordings, a conversation, an open upload, an avatar, coins, a payment, a group, and more. */
async function makePerson() {
  const user = telegram.addUser({ first_name: "Айгуль", username: "aigul_everything", language_code: "en" });
  await telegram.sendText(user, "/start");
  await telegram.waitFor(user.id, says("Aisha"));
  await give(user, 200);
  const userId = await idOf(user);
  await sendVoice(user, { forwardedFrom: "Bob", forwardedDate: 1_790_000_000 });
  await sendVoice(user, { forwardedFrom: "Ann", forwardedDate: 1_790_000_060 });
  await orderAvatar(stack, user, "Анна");
  await eventually(
    "the avatar is ready, and so are its first four pictures",
    async () =>
      (
        await query("select 1 from images where user_id = $1 and source = 'first' and state = 'done'", [
          userId,
        ])
      ).length === 1,
    60_000,
  );
  await telegram.sendDocument(user, new Uint8Array(10), { file_name: "long.mp3", file_size: 30 * 2 ** 20 });
  await telegram.sendText(user, "/topup");
  await telegram.tap(user, await telegram.waitFor(user.id, says("Top up")), "buy:150-150");
  const invoice = await telegram.waitFor(user.id, (message) => message.invoice !== undefined);
  expect((await telegram.pay(user, invoice)).ok).toBe(true);
  await telegram.sendText(user, "/optout");
  const group = telegram.addGroup("Friends", { creator: user, withBot: false });
  telegram.inviteBot(user, group);
  await telegram.waitFor(group.id, says("/optout"));
  await telegram.sendText(user, "/settings@aisha_bot", { chatId: group.id });
  await telegram.waitFor(group.id, offers("gr.mode"));
  await query(
    "insert into promo_codes (code, kind, amount, valid_from) values ('ONCE-40', 'coins', 40, '2026-01-01')",
  );
  await telegram.sendText(user, "/promo ONCE-40");
  await telegram.waitFor(user.id, says("The code is accepted"));
  const friend = telegram.addUser({ language_code: "en" });
  await telegram.sendText(friend, `/start ref_${userId.slice(4)}`);
  await telegram.waitFor(friend.id, says("Aisha"));
  await allDone();
  // What other journeys make by taps is put into place here: a style, a digest of a recording with a task, a picture.
  const [{ id: transcriptId } = { id: "" }] = await query<{ id: string }>(
    "select id from transcripts where user_id = $1 and state = 'delivered' limit 1",
    [userId],
  );
  await query(
    "insert into digest_styles (id, user_id, name, instruction) values ('sty_1', $1, 'Мой', 'коротко')",
    [userId],
  );
  await query(
    `insert into digests (id, user_id, chat_id, kind, language, style_id, wish)
     values ('dig_1', $1, $2, 'own', 'en', 'sty_1', 'w')`,
    [userId, user.id],
  );
  await query("insert into digest_sources values ('dig_1', 0, $1)", [transcriptId]);
  await query(
    `insert into images (id, user_id, chat_id, source, words) values ('img_1', $1, $2,
       (enum_range(null::image_source))[1], 'a castle')`,
    [userId, user.id],
  );
  await query(
    `insert into image_files (id, image_id, user_id, position, vendor_url, storage_key)
     values ('imf_1', 'img_1', $1, 0, 'https://v3.fal.media/x', $2)`,
    [userId, `images/${userId}/img_1/imf_1`],
  );
  await aws.fetch(`${inject("s3Url")}/aisha-v2-avatars/images/${userId}/img_1/imf_1`, {
    method: "PUT",
    body: "picture",
  });
  await query(
    "insert into audit_log (actor, action, subject, details) values ('cli', 'credits.grant', $1, $2)",
    [String(user.id), { telegramId: user.id }],
  );
  return { user, userId, friend };
}

/** Says yes to everything that is asked before all is deleted. */
async function deleteAll(user: User) {
  await telegram.sendText(user, "/forget");
  const menu = await telegram.waitFor(user.id, offers("fg.all"));
  await telegram.tap(user, menu, "fg.all");
  const first = await telegram.waitFor(user.id, offers("fg.all-sure"));
  await telegram.tap(user, first, dataOf(first, "fg.all-sure"));
  const second = await telegram.waitFor(user.id, offers("fg.all-yes"));
  await telegram.tap(user, second, dataOf(second, "fg.all-yes"));
  return { first, second };
}

test("whoever deletes everything leaves nothing behind but nameless books, gets a receipt, and comes again as somebody new", async () => {
  const { user, userId, friend } = await makePerson();
  expect((await objectsOf(userId)).length).toBeGreaterThan(12);
  const before = await query<{ coins: number }>(
    "select sum(coins)::int as coins from ledger_entries where coins > 0",
  );
  const [{ id: picture } = { id: "" }] = await query<{ id: string }>(
    "select id from image_files where user_id = $1 and file_id is not null limit 1",
    [userId],
  );
  expect(picture).toMatch(/^pic_/);
  const { first } = await deleteAll(user);
  expect(first.text).toMatch(/recordings and their texts: 3/);
  expect(first.text).toContain("You lose");
  const receipt = await telegram.waitFor(user.id, isReceipt, 30_000);
  expect(receipt.caption).toContain("everything is deleted");
  await eventually("the person is gone", async () => (await idOf(user)) === "");

  expect(await objectsOf(userId)).toEqual([]);
  expect(await rowsWith([user.id, "aigul_everything"])).toEqual([]);
  // Only the last sweep knows our own id of somebody who is no more.
  expect((await rowsWith([userId])).filter((row) => !row.includes("transcription.sweep"))).toEqual([]);

  const text = await receiptText(receipt);
  expect(text).toMatch(/files in storage: \d{2}, \d+\.\d\d MB/);
  for (const line of [
    "avatars with their photos and models: 1",
    "digests: 1",
    "orders of pictures: 2",
    "• pictures: 5",
    "payments: 1",
    "FAL",
  ])
    expect(text).toContain(line);
  expect(text).not.toContain(String(user.id));
  const [kept] = await query<{ receipt: object; user_id: null }>("select * from deletions");
  expect(kept).toMatchObject({ state: "done", user_id: null, telegram_id: null });

  // The books are whole: the same coins came in, every wallet is the sum of its entries, and their triggers stand.
  expect(await query("select sum(coins)::int as coins from ledger_entries where coins > 0")).toEqual(before);
  expect(
    await query(`select w.user_id from wallets w where balance <> coalesce((select sum(coins) from ledger_entries e where e.user_id = w.user_id), 0)
                 or held <> 0`),
  ).toEqual([]);
  expect(await query("select state, stars from payments")).toEqual([{ state: "paid", stars: 150 }]);
  await expect(query("update ledger_entries set coins = coins + 1")).rejects.toThrow("only added to");
  await expect(query("delete from ledger_entries")).rejects.toThrow("only added to");
  await expect(query("update ledger_entries set user_id = (select id from users limit 1)")).rejects.toThrow();
  expect(await idOf(friend)).not.toBe("");

  // What a step wrote in that very second goes with the last sweep, a while later.
  const late = `${inject("s3Url")}/aisha-v2-transcripts/transcripts/${userId}/trn_late/transcript.txt`;
  await aws.fetch(late, { method: "PUT", body: "words" });
  await query(
    `update jobs set payload = jsonb_set(payload, '{after}', '1') where kind = 'transcription.sweep'`,
  );
  await stack.later(3600);
  await eventually("it is swept", async () => (await objectsOf(userId)).length === 0);

  // Anew, but without a second welcome: nor is a friend rewarded for them, nor a code theirs once more.
  await telegram.sendText(user, `/start ref_${(await idOf(friend)).slice(4)}`);
  await eventually("they are here again", async () => (await idOf(user)) !== "");
  const again = await idOf(user);
  expect(again).not.toBe(userId);
  expect(await query("select from referrals where invitee_id = $1", [again])).toEqual([]);
  await telegram.sendText(user, "/promo ONCE-40");
  await telegram.waitFor(user.id, says("used this code already"));
  expect(await query("select balance from wallets where user_id = $1", [again])).toEqual([{ balance: 0 }]);

  // Buttons of before lead to nothing: no picture of theirs is in the gallery any more.
  await telegram.sendText(user, "/gallery");
  const gallery = await telegram.waitFor(user.id, says("Your pictures will be here"));
  const shown = telegram.messages(user.id).filter(({ photo }) => photo).length;
  await telegram.tap(user, gallery, `ga.s:000:${picture.slice(4)}:`);
  await telegram.idle();
  await allDone();
  expect(telegram.messages(user.id).filter(({ photo }) => photo)).toHaveLength(shown);
});

/** The file as the person got it. */
async function receiptText(message: SeenMessage): Promise<string> {
  const file = await fetch(`${telegram.url}/__sim/file/${message.document?.file_id}`);
  return file.text();
}

test("a deletion stops what is under way, goes on after a power cut, and an old question deletes nothing", async () => {
  const user = telegram.addUser({ language_code: "en" });
  await sendVoice(user);
  const userId = await idOf(user);
  // Something is under way, with coins set aside for it.
  const away = stack.openai.faults.add({ route: "transcriptions", status: 503 });
  await query("update wallets set ask_above = 1000 where user_id = $1", [userId]);
  await telegram.sendAudio(user, fixture("speech-ru.mp3"), { file_name: "a.mp3" });
  await eventually(
    "it is under way",
    async () =>
      (await query("select from transcripts where user_id = $1 and state = 'transcribing'", [userId]))
        .length === 1,
  );
  const { second } = await deleteAll(user);
  await stack.restart();
  for (let i = 0; i < 6; i++) await stack.later();
  await eventually("the person is gone", async () => {
    await stack.later();
    return (await idOf(user)) === "";
  });
  stack.openai.faults.remove(away);
  expect(await objectsOf(userId)).toEqual([]);
  expect(await query("select from holds where state = 'open'")).toEqual([]);
  expect(await query("select from works where state = 'running'")).toEqual([]);
  expect(telegram.messages(user.id).filter(isReceipt).length).toBeGreaterThan(0);

  // They are somebody new; the old buttons are still in the chat.
  await sendVoice(user);
  const stale = `fg.all-yes:${Math.floor(Date.now() / 1000 - 3600).toString(36)}`;
  for (const data of [stale, "fg.all-yes:zzzzzzzzzz", "fg.all-yes", "fg.age-yes:0:1"])
    await telegram.tap(user, second, data);
  await telegram.idle();
  await allDone();
  expect(await query("select from transcripts where user_id = $1", [await idOf(user)])).toHaveLength(1);
});

test("recordings go by age, with their objects; younger ones stay, and what was removed is counted", async () => {
  const user = telegram.addUser({ language_code: "en" });
  await sendVoice(user);
  await sendVoice(user);
  await allDone();
  const userId = await idOf(user);
  // FAL heard it, though nobody remembers the request any more; and a list of tasks was written about it.
  await query(
    `update transcripts set created_at = now() - interval '31 days', fal_asked_at = now() - interval '29 days'
      where id = (select min(id) from transcripts where user_id = $1)`,
    [userId],
  );
  await query(
    `with list as (
       insert into digests (id, user_id, chat_id, kind, language, wish) values ('dig_old', $1, $2, 'todo', 'en', 'w') returning id),
     source as (
       insert into digest_sources select id, 0, (select min(id) from transcripts where user_id = $1) from list returning transcript_id)
     insert into todos (id, user_id, digest_id, position, transcript_id, text, quote)
     select 'tod_old', $1, 'dig_old', 0, transcript_id, 't', 'q' from source`,
    [userId, user.id],
  );
  const stranger = telegram.addUser({ language_code: "en" });
  await sendVoice(stranger);
  await telegram.sendText(user, "/forget");
  const menu = await telegram.waitFor(user.id, offers("fg.age:30"));
  await telegram.tap(user, menu, "fg.age:30");
  const question = await telegram.waitFor(user.id, offers("fg.age-yes:30"));
  expect(question.text).toContain("older than 30 days");
  const yes = dataOf(question, "fg.age-yes:30");
  // Twice at once is once.
  await Promise.all([telegram.tap(user, question, yes), telegram.tap(user, question, yes)]);
  const receipt = await telegram.waitFor(user.id, isReceipt);
  const counted = await receiptText(receipt);
  for (const line of ["recordings and their texts: 1", "digests: 1", "tasks: 1", "some of the speech (FAL)"])
    expect(counted).toContain(line);
  await allDone();
  expect(await query("select from transcripts where user_id = $1", [userId])).toHaveLength(1);
  expect(await objectsOf(userId)).toHaveLength(2);
  expect(await objectsOf(await idOf(stranger))).toHaveLength(2);
  expect(telegram.messages(user.id).filter(isReceipt)).toHaveLength(1);
});

test("one recording goes by its button, can be taken back for a while, and is nobody else's to delete", async () => {
  const user = telegram.addUser({ language_code: "en" });
  await sendVoice(user);
  const text = await telegram.waitFor(user.id, offers("fg.one:"));
  const one = dataOf(text, "fg.one:");
  const stranger = telegram.addUser({ language_code: "en" });
  await telegram.sendText(stranger, "/start");
  const menu = await telegram.waitFor(stranger.id, offers("menu:"));
  for (const data of [one, one.replace("one:", "one-yes:"), one.replace("one:", "one-undo:")])
    await telegram.tap(stranger, menu, data);
  const userId = await idOf(user);
  const erasures = async () =>
    query(
      "select state from jobs where kind = 'transcription.erase' and payload->>'telegramId' = $1 order by id",
      [String(user.id)],
    );
  await telegram.tap(user, text, one);
  const question = await telegram.waitFor(user.id, offers("fg.one-yes:"));
  await telegram.tap(user, question, dataOf(question, "fg.one-yes:"));
  const begun = await telegram.waitFor(user.id, offers("fg.one-undo:"));
  expect(begun.message_id).toBe(question.message_id);
  await eventually("it waits", async () => (await erasures())[0]?.state === "waiting");
  await telegram.tap(user, begun, dataOf(begun, "fg.one-undo:"));
  await telegram.waitFor(user.id, says("The recording stays"));
  await stack.later(60);
  expect(await objectsOf(userId)).toHaveLength(2);

  await telegram.tap(user, text, one);
  const again = await telegram.waitFor(user.id, offers("fg.one-yes:"));
  await telegram.tap(user, again, dataOf(again, "fg.one-yes:"));
  await telegram.waitFor(user.id, offers("fg.one-undo:"));
  await eventually("it waits", async () => (await erasures())[1]?.state === "waiting");
  await query("update jobs set payload = jsonb_set(payload, '{at}', '1') where kind = 'transcription.erase'");
  await stack.later(60);
  await telegram.waitFor(user.id, says("Deleted: the recording"));
  const receipt = await receiptText(await telegram.waitFor(user.id, isReceipt));
  expect(receipt).toContain("recordings and their texts: 1");
  expect(receipt).toContain("files in storage: 2");
  expect(receipt).not.toContain("FAL");
  expect(await objectsOf(userId)).toEqual([]);
  expect(await query("select from transcripts where user_id = $1", [userId])).toEqual([]);
  await eventually(
    "its text is gone from the chat",
    () => !telegram.messages(user.id).some(({ message_id }) => message_id === text.message_id),
  );
  // The button of a message that somebody kept open.
  await telegram.tap(user, again, one);
  await telegram.waitFor(user.id, says("does not work any more"));
});

test("things are kept as long as their owner wants: the clock goes, originals go, then texts, and nobody else's", async () => {
  const [user, other] = [
    telegram.addUser({ language_code: "en" }),
    telegram.addUser({ language_code: "en" }),
  ];
  for (const one of [user, other]) await sendVoice(one);
  await allDone();
  const userId = await idOf(user);
  await telegram.sendText(user, "/privacy");
  const privacy = await telegram.waitFor(user.id, offers("fg.keep"));
  await telegram.tap(user, privacy, "fg.keep");
  const keep = await telegram.waitFor(user.id, offers("fg.originals:7"));
  for (const data of ["fg.originals:7", "fg.texts:30", "fg.texts:5"]) await telegram.tap(user, keep, data);
  await telegram.waitFor(user.id, (message) => says("7 d")(message) && says("30 d")(message));
  const passDays = (days: number) =>
    query("update transcripts set changed_at = changed_at - $1 * interval '1 day'", [days]);
  const objects = async () => (await objectsOf(userId)).map((key) => key.split("/").at(-1));

  await passDays(6);
  await stack.later();
  await allDone();
  expect(await objects()).toEqual(["original", "transcript.txt"]);
  await passDays(2);
  await stack.later();
  await eventually("the original is gone", async () => (await objects()).length === 1);
  expect(await objects()).toEqual(["transcript.txt"]);
  await eventually(
    "its row knows",
    async () =>
      (
        await query("select from transcripts where user_id = $1 and original_key is null and text <> ''", [
          userId,
        ])
      ).length === 1,
  );
  await passDays(23);
  await stack.later();
  await eventually(
    "the text is gone",
    async () => (await query("select from transcripts where user_id = $1", [userId])).length === 0,
  );
  expect(await objects()).toEqual([]);
  expect(await query("select from transcripts where user_id = $1", [await idOf(other)])).toHaveLength(1);

  // Not kept at all: gone with the next tick after it was delivered.
  await telegram.tap(user, keep, "fg.texts:0");
  await telegram.waitFor(user.id, says("do not keep"));
  await sendVoice(user);
  await allDone();
  await stack.later();
  await eventually(
    "nothing is kept",
    async () => (await query("select from transcripts where user_id = $1", [userId])).length === 0,
  );
  expect(await objectsOf(userId)).toEqual([]);
  expect(telegram.violations()).toEqual([]);
});
