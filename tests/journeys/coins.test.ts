import { expect, test } from "vitest";
import { eventually, fixture, type Stack, startStack } from "../harness/stack.ts";
import { makeRuler } from "../makers/ruler.ts";

const COINS = {
  BILLING_MODE: "coins",
  WELCOME_COINS: "100",
  ASK_ABOVE_COINS: "10",
  TRANSCRIBE_PART_SECONDS: "60",
};
/** Three started minutes, one of them free: 20 coins. */
const recording = () => makeRuler({ seconds: 130, container: "mp3", codec: "mp3" });

const walletOf = async ({ query }: Stack) => (await query("select balance, held from wallets"))[0];
const entriesOf = async ({ query }: Stack) =>
  (
    await query<{ reason: string; coins: number }>("select reason, coins from ledger_entries order by id")
  ).map(({ reason, coins }) => `${reason} ${coins}`);
const says = (words: string) => (message: { text?: string }) => message.text?.includes(words) === true;

/** A person with 100 coins who has sent a recording that costs 20, and the offer they got. */
async function offered(stack: Stack) {
  const user = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram.sendAudio(user, await recording(), { file_name: "meeting.mp3" });
  const offer = await stack.telegram.waitFor(user.id, says("A recording of"));
  const begin = String(offer.reply_markup?.inline_keyboard?.[0]?.[0]?.callback_data);
  return { user, offer, begin };
}

test("a dear recording is shown with its price, begins on a tap, and is paid when its text is there", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram } = stack;
  const { user, offer, begin } = await offered(stack);
  expect(offer.text).toContain("2:1");
  expect(offer.text).toContain("20 coins");
  expect(offer.text).toContain("You have: 100 coins");
  expect(await walletOf(stack)).toEqual({ balance: 100, held: 0 });
  expect(stack.openai.calls()).toEqual([]);

  await telegram.tap(user, offer, begin);
  await telegram.waitFor(user.id, says("s129"));
  await eventually("the coins are taken", async () => (await walletOf(stack))?.balance === 80);
  expect(await walletOf(stack)).toEqual({ balance: 80, held: 0 });
  expect(await entriesOf(stack)).toEqual(["welcome 100", "work -20"]);
  expect(await stack.query("select state, charged, price, units, free_units from works")).toEqual([
    { state: "done", charged: 20, price: 20, units: 3, free_units: 1 },
  ]);
  expect(telegram.violations()).toEqual([]);
});

test("a double tap, and a tap on an old offer, pay once", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram } = stack;
  const { user, offer, begin } = await offered(stack);
  const taps = await Promise.all([1, 2, 3].map(() => telegram.tap(user, offer, begin)));
  await telegram.waitFor(user.id, says("s129"));
  for (const tap of taps) await telegram.answerTo(tap);
  await telegram.idle();
  await stack.later();
  await eventually("the coins are taken", async () => (await walletOf(stack))?.balance === 80);
  expect(await entriesOf(stack)).toEqual(["welcome 100", "work -20"]);
});

test("a recording for more coins than there are waits, and begins when they have come", async () => {
  await using stack = await startStack({ settings: { ...COINS, WELCOME_COINS: "5" } });
  const { telegram } = stack;
  const { user, offer, begin } = await offered(stack);
  expect(offer.text).toContain("15 short");
  const early = await telegram.tap(user, offer, begin);
  expect((await telegram.answerTo(early)).text).toContain("it takes 20, you have 5");
  await telegram.idle();
  expect(await stack.query("select state from transcripts")).toEqual([{ state: "quoted" }]);
  await stack.query("select move_coins(id, 15, 'grant', 'test', null, now()) from users");
  await telegram.tap(user, offer, begin);
  await telegram.waitFor(user.id, says("s129"));
  await eventually("the coins are taken", async () => (await walletOf(stack))?.balance === 0);
});

test("a cheap recording begins at once, and the first minute is free", async () => {
  await using stack = await startStack({ settings: COINS });
  const user = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await eventually(
    "it is delivered",
    async () => (await stack.query("select from transcripts where state = 'delivered'")).length === 1,
  );
  expect(await entriesOf(stack)).toEqual(["welcome 100"]);
  expect(await stack.query("select price, free_units, state from works")).toEqual([
    { price: 0, free_units: 1, state: "done" },
  ]);
});

test("when no text comes, all coins come back; the retry costs what was agreed, without asking again", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram } = stack;
  stack.openai.faults.add({ route: "transcriptions", status: 401, times: 100 });
  const { user, offer, begin } = await offered(stack);
  await telegram.tap(user, offer, begin);
  const failure = await telegram.waitFor(user.id, says("not set up correctly"));
  expect(await walletOf(stack)).toEqual({ balance: 100, held: 0 });
  stack.openai.faults.clear();
  const retry = String(failure.reply_markup?.inline_keyboard?.[0]?.[0]?.callback_data);
  await telegram.tap(user, failure, retry);
  await telegram.waitFor(user.id, says("s129"));
  await eventually("the coins are taken", async () => (await walletOf(stack))?.balance === 80);
  expect(await entriesOf(stack)).toEqual(["welcome 100", "work -20"]);
});

test("a recording that is stopped gives its coins back, before and after it has begun", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram } = stack;
  stack.openai.faults.add({ route: "transcriptions", delayMs: 2000, times: 100 });
  const { user, offer, begin } = await offered(stack);
  await telegram.tap(user, offer, begin);
  await eventually("coins are held", async () => (await walletOf(stack))?.held === 20);
  await telegram.sendText(user, "/cancel");
  await telegram.waitFor(user.id, says("Stopped 1"));
  expect(await walletOf(stack)).toEqual({ balance: 100, held: 0 });
  expect(await stack.query("select state, charged from works")).toEqual([{ state: "void", charged: 0 }]);
  const late = await telegram.tap(user, offer, begin);
  expect((await telegram.answerTo(late)).text).toContain("not waiting");
  expect(await walletOf(stack)).toEqual({ balance: 100, held: 0 });
});

test("a worker that dies in the middle of paid work takes the coins once", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram } = stack;
  stack.openai.faults.add({ route: "transcriptions", delayMs: 3000, times: 3 });
  const { user, offer, begin } = await offered(stack);
  await telegram.tap(user, offer, begin);
  await eventually("coins are held", async () => (await walletOf(stack))?.held === 20);
  await stack.restart();
  await stack.later();
  await telegram.waitFor(user.id, says("s129"), 30_000);
  await eventually("the coins are taken", async () => (await walletOf(stack))?.balance === 80);
  expect(await entriesOf(stack)).toEqual(["welcome 100", "work -20"]);
});

test("another's offer cannot be taken, and gets the answer of a missing one", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram } = stack;
  const { offer, begin, user } = await offered(stack);
  const thief = telegram.addUser({ language_code: "en" });
  await telegram.sendText(thief, "/start");
  const menu = await telegram.waitFor(thief.id, (message) => message.reply_markup !== undefined);
  const tap = await telegram.tap(thief, menu, begin);
  expect((await telegram.answerTo(tap)).text).toContain("not waiting");
  await telegram.idle();
  expect(await stack.query("select state, agreed_coins from transcripts")).toEqual([
    { state: "quoted", agreed_coins: null },
  ]);
  expect(telegram.messages(user.id).some(({ message_id }) => message_id === offer.message_id)).toBe(true);
});

test("where coins are off, an hour begins at once and nothing is said about coins", async () => {
  await using stack = await startStack({ settings: { ASK_ABOVE_COINS: "0", TRANSCRIBE_PART_SECONDS: "60" } });
  const user = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram.sendAudio(user, await recording(), { file_name: "meeting.mp3" });
  await stack.telegram.waitFor(user.id, says("s129"));
  expect(await entriesOf(stack)).toEqual([]);
  expect(stack.telegram.messages(user.id).some(({ text }) => text?.includes("coin"))).toBe(false);
});

test("over the house's daily budget new work is refused kindly, and the admin is told once", async () => {
  const settings = { ...COINS, VENDOR_CENTS_PER_DAY: "1", TELEGRAM_ADMIN_IDS: "4242" };
  await using stack = await startStack({ settings });
  const { telegram } = stack;
  const admin = telegram.addUser({ id: 4242, language_code: "en" });
  await telegram.sendText(admin, "/start");
  await telegram.waitFor(admin.id, says("Aisha"));
  const user = telegram.addUser({ language_code: "en" });
  for (let i = 0; i < 2; i++) {
    await telegram.sendAudio(user, await recording(), { file_name: `meeting${i}.mp3` });
    await telegram.waitFor(
      user.id,
      (_, messages) => messages.filter(says("used up today's budget")).length === i + 1,
    );
  }
  await telegram.waitFor(admin.id, says("Today's budget"));
  await telegram.idle();
  expect(telegram.messages(admin.id).filter(says("Today's budget"))).toHaveLength(1);
  expect((await stack.query("select from works")).length).toBe(0);
});

test("a text with a gap costs the share that was heard; filling the gap costs the rest, and no more than was agreed", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram } = stack;
  const broken = stack.openai.faults.add({ route: "transcriptions", hears: 70, status: 401 });
  const { user, offer, begin } = await offered(stack);
  await telegram.tap(user, offer, begin);
  await eventually("the text is paid", async () => (await entriesOf(stack)).length === 2);
  const [{ coverage = 0, id = "" } = {}] = await stack.query<{ coverage: number; id: string }>(
    "select * from transcripts",
  );
  expect(coverage).toBeGreaterThan(0);
  expect(coverage).toBeLessThan(1);
  const share = Math.floor(20 * coverage);
  expect(await walletOf(stack)).toEqual({ balance: 100 - share, held: 0 });
  stack.openai.faults.remove(broken);
  const tap = await telegram.tap(user, offer, `retry:${id}`).catch(() => null);
  if (!tap) {
    const shown = telegram.messages(user.id).find(({ reply_markup }) => reply_markup);
    if (shown) await telegram.tap(user, shown, `retry:${id}`);
  }
  await eventually("the rest is paid", async () => (await entriesOf(stack)).length === 3);
  expect(await entriesOf(stack)).toEqual(["welcome 100", `work ${-share}`, `work ${-(20 - share)}`]);
  expect(await walletOf(stack)).toEqual({ balance: 80, held: 0 });
});
