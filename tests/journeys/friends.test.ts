import { expect, test } from "vitest";
import { eventually, fixture, type Stack, startStack } from "../harness/stack.ts";

const COINS = { BILLING_MODE: "coins", WELCOME_COINS: "50", REFERRAL_COINS: "30", REFERRALS_MOST: "1" };
const says = (words: string) => (message: { text?: string }) => message.text?.includes(words) === true;
const entriesOf = ({ query }: Stack, telegramId: number) =>
  query<{ line: string }>(
    `select reason || ' ' || coins as line from ledger_entries join users on users.id = user_id
      where telegram_id = $1 order by ledger_entries.id`,
    [telegramId],
  ).then((rows) => rows.map(({ line }) => line));
const withCode = (stack: Stack, code: string) =>
  stack.query(
    "insert into promo_codes (code, kind, amount, valid_from) values ($1, 'coins', 40, now() - interval '1 hour')",
    [code],
  );

test("a promo code can be sent as a command, as an answer to the question, and by a link; it counts once", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram } = stack;
  for (const code of ["ONE-40", "TWO-40", "THREE-40"]) await withCode(stack, code);
  const user = telegram.addUser({ language_code: "en" });
  await telegram.sendText(user, "/promo one-40");
  await telegram.waitFor(user.id, says("You have: 90 coins"));
  await telegram.sendText(user, "/promo");
  const question = await telegram.waitFor(user.id, says("Send the code"));
  await telegram.sendText(user, "two-40", { reply_to: question.message_id });
  await telegram.waitFor(user.id, says("You have: 130 coins"));
  await telegram.sendText(user, "/start promo_THREE-40");
  await telegram.waitFor(user.id, says("You have: 170 coins"));
  await telegram.sendText(user, "/promo ONE-40");
  await telegram.waitFor(user.id, says("used this code already"));
  await telegram.sendText(user, "/promo <b>nonsense</b>");
  await telegram.waitFor(user.id, says("no such code"));
  expect(await entriesOf(stack, user.id)).toEqual(["welcome 50", "promo 40", "promo 40", "promo 40"]);
});

test("a promo code delivered twice is redeemed once and told once", async () => {
  await using stack = await startStack({ settings: COINS });
  await withCode(stack, "ONCE-40");
  const user = stack.telegram.addUser({ language_code: "en" });
  stack.telegram.faults.add({ method: "webhook", duplicate: true, times: 5 });
  await stack.telegram.sendText(user, "/promo ONCE-40");
  await stack.telegram.waitFor(user.id, says("The code is accepted"));
  await stack.telegram.idle();
  await stack.later();
  expect(stack.telegram.messages(user.id).filter(({ text }) => text?.startsWith("🎟"))).toHaveLength(1);
  expect(await entriesOf(stack, user.id)).toEqual(["welcome 50", "promo 40"]);
});

test("a friend's first text brings both a bonus, once, and no more friends than the most", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram } = stack;
  const inviter = telegram.addUser({ language_code: "en" });
  await telegram.sendText(inviter, "/invite");
  const { text = "" } = await telegram.waitFor(inviter.id, says("Your link"));
  const name = /start=(ref_\w+)/.exec(text)?.[1] ?? "";
  // Nobody comes by their own link, and nobody who was here before comes by another's.
  await telegram.sendText(inviter, `/start ${name}`);
  const arrive = async () => {
    const friend = telegram.addUser({ language_code: "en" });
    await telegram.sendText(friend, `/start ${name}`);
    await telegram.waitFor(friend.id, says("Aisha"));
    for (let i = 0; i < 2; i++) await telegram.sendVoice(friend, fixture("voice-en.ogg"), { duration: 9 });
    await eventually(
      "the texts are delivered",
      async () =>
        (
          await stack.query(
            "select from transcripts join users on users.id = user_id where telegram_id = $1 and state = 'delivered'",
            [friend.id],
          )
        ).length === 2,
    );
    return friend;
  };
  const first = await arrive();
  await telegram.waitFor(first.id, says("came by an invitation"));
  await telegram.waitFor(inviter.id, says("settled in"));
  const second = await arrive();
  await telegram.idle();
  expect(await entriesOf(stack, first.id)).toEqual(["welcome 50", "referral 30"]);
  expect(await entriesOf(stack, second.id)).toEqual(["welcome 50"]);
  expect(await entriesOf(stack, inviter.id)).toEqual(["welcome 50", "referral 30"]);
  expect(telegram.messages(inviter.id).filter(says("settled in"))).toHaveLength(1);
});

test("the balance tells what there is; the history turns its pages and comes as a table", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await telegram.sendText(user, "/balance");
  const balance = await telegram.waitFor(user.id, says("You have: 50 coins"));
  await stack.query(
    "select move_coins(u.id, n, 'grant', 'g' || n, case when n = 12 then '=1+1 \"x\"' end, now()) from users u, generate_series(1, 12) n",
  );
  await telegram.tap(user, balance, "history:");
  const page = await telegram.waitFor(user.id, says("History"));
  expect(page.text?.split("\n").filter((line) => line.includes("Given by an admin"))).toHaveLength(10);
  expect(page.text).toContain("+12 (then 128)");
  const older = page.reply_markup?.inline_keyboard?.[0]?.[0]?.callback_data;
  await telegram.tap(user, page, String(older));
  const last = await telegram.waitFor(user.id, says("Welcome gift"));
  expect(last.text?.split("\n").filter((line) => line.includes("(then"))).toHaveLength(3);
  await telegram.tap(user, last, "statement:");
  const file = await telegram.waitFor(user.id, (message) => message.document !== undefined);
  expect(file.document?.file_name).toBe("Coins.csv");
  await telegram.tap(user, balance, "threshold:100");
  await telegram.waitFor(user.id, says("above 100 coins"));
  expect(telegram.violations()).toEqual([]);
});
