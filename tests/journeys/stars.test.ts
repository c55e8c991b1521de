import { expect, test } from "vitest";
import { eventually, SECRET, type Stack, startStack } from "../harness/stack.ts";

const COINS = {
  BILLING_MODE: "coins",
  WELCOME_COINS: "0",
  TELEGRAM_ADMIN_IDS: "4242",
  SUPPORT_CONTACT: "@helper",
};
const says = (words: string) => (message: { text?: string }) => message.text?.includes(words) === true;
const entriesOf = async ({ query }: Stack) =>
  (
    await query<{ reason: string; coins: number }>("select reason, coins from ledger_entries order by id")
  ).map(({ reason, coins }) => `${reason} ${coins}`);
const balances = async ({ query }: Stack) =>
  (await query<{ balance: number }>("select balance from wallets order by user_id")).map(
    ({ balance }) => balance,
  );

/** A person who was shown an invoice over 275 coins for 250 Stars. */
async function billed(stack: Stack) {
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await telegram.sendText(user, "/topup");
  const shop = await telegram.waitFor(user.id, says("Top up"));
  await telegram.tap(user, shop, "buy:275-250");
  const invoice = await telegram.waitFor(user.id, (message) => message.invoice !== undefined);
  return { user, shop, invoice };
}

/** Posts an update past Telegram, as somebody who knows the secret could. */
const forge = ({ worker }: Stack, update: object) =>
  worker.fetch("/webhook/telegram", {
    method: "POST",
    headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": SECRET },
    body: JSON.stringify(update),
  });

const payment = (telegramId: number, updateId: number, paid: object) => ({
  update_id: updateId,
  message: {
    message_id: updateId,
    date: 1,
    chat: { id: telegramId, type: "private", first_name: "A" },
    from: { id: telegramId, is_bot: false, first_name: "A", language_code: "en" },
    successful_payment: { currency: "XTR", provider_payment_charge_id: "p", ...paid },
  },
});

test("a package is bought with Stars: the invoice is paid, the coins are there, and it is said", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram } = stack;
  const { user, invoice } = await billed(stack);
  expect(invoice.invoice).toMatchObject({ title: "275 coins", currency: "XTR", total_amount: 250 });
  expect((await telegram.pay(user, invoice)).ok).toBe(true);
  const thanks = await telegram.waitFor(user.id, says("Payment received"));
  expect(thanks.text).toContain("You have: 275 coins");
  expect(await entriesOf(stack)).toEqual(["purchase 275"]);
  expect(telegram.violations()).toEqual([]);
});

test("an invoice is paid once: the second try is refused before Stars are taken", async () => {
  await using stack = await startStack({ settings: COINS });
  const { user, invoice } = await billed(stack);
  await stack.telegram.pay(user, invoice);
  await stack.telegram.waitFor(user.id, says("Payment received"));
  expect(await stack.telegram.pay(user, invoice)).toMatchObject({
    ok: false,
    error_message: expect.stringContaining("paid already"),
  });
  expect(await entriesOf(stack)).toEqual(["purchase 275"]);
});

test("a payment that cannot be honoured is refused: another's invoice, an old one, and a house without a database", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram, proxy } = stack;
  const { user, invoice } = await billed(stack);
  const stranger = telegram.addUser({ language_code: "en" });
  expect((await telegram.pay(stranger, invoice)).error_message).toContain("not yours");
  await stack.query("update invoices set created_at = now() - interval '8 days'");
  expect((await telegram.pay(user, invoice)).error_message).toContain("too old");
  await stack.query("update invoices set created_at = now()");
  proxy.intercept(() => "drop-before");
  expect((await telegram.pay(user, invoice)).error_message).toContain("do not work right now");
  proxy.intercept(undefined);
  expect((await telegram.pay(user, invoice)).ok).toBe(true);
  await telegram.waitFor(user.id, says("Payment received"));
});

test("a payment that is delivered again and again is credited once", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram } = stack;
  const { user, invoice } = await billed(stack);
  telegram.faults.add({ method: "webhook", duplicate: true, times: 10 });
  await telegram.pay(user, invoice);
  await telegram.waitFor(user.id, says("Payment received"));
  const [charge] = await stack.query<{ charge_id: string; invoice_id: string }>("select * from payments");
  // The same charge in updates with other numbers, side by side.
  const again = {
    invoice_payload: charge?.invoice_id,
    total_amount: 250,
    telegram_payment_charge_id: charge?.charge_id,
  };
  await Promise.all([901, 902, 903].map((id) => forge(stack, payment(user.id, id, again))));
  await telegram.idle();
  expect(await entriesOf(stack)).toEqual(["purchase 275"]);
  expect(telegram.messages(user.id).filter(says("Payment received"))).toHaveLength(1);
});

test("a payment survives a database that is away: Telegram comes again with it", async () => {
  await using stack = await startStack({ settings: COINS, telegram: { secondMs: 50 } });
  const { telegram, proxy } = stack;
  const { user, invoice } = await billed(stack);
  let drops = 0;
  proxy.intercept((request) => {
    if (!JSON.stringify(request).includes("credit_payment") || drops >= 2) return "pass";
    drops++;
    return drops === 1 ? "drop-before" : "drop-after";
  });
  await telegram.pay(user, invoice);
  await telegram.idle();
  expect(drops).toBe(2);
  expect(await entriesOf(stack)).toEqual(["purchase 275"]);
  await stack.later();
  await telegram.waitFor(user.id, says("Payment received"));
});

test("a forged payment credits nothing, and an admin is told", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram } = stack;
  const admin = telegram.addUser({ id: 4242, language_code: "en" });
  await telegram.sendText(admin, "/start");
  const { user, invoice } = await billed(stack);
  const [bill] = await stack.query<{ id: string }>("select id from invoices");
  const thief = telegram.addUser({ language_code: "en" });
  await telegram.sendText(thief, "/start");
  await telegram.idle();
  const forged = [
    payment(thief.id, 801, {
      invoice_payload: bill?.id,
      total_amount: 250,
      telegram_payment_charge_id: "c1",
    }),
    payment(user.id, 802, { invoice_payload: bill?.id, total_amount: 1, telegram_payment_charge_id: "c2" }),
    payment(user.id, 803, {
      invoice_payload: bill?.id,
      total_amount: 250,
      telegram_payment_charge_id: "c3",
      currency: "USD",
    }),
    payment(user.id, 804, {
      invoice_payload: "inv_nonsense",
      total_amount: 250,
      telegram_payment_charge_id: "c4",
    }),
  ];
  for (const update of forged) expect((await forge(stack, update)).status).toBe(200);
  await eventually(
    "the admin is told",
    () => telegram.messages(admin.id).filter(says("without an invoice")).length === 4,
  );
  expect(await entriesOf(stack)).toEqual([]);
  expect(await balances(stack)).toEqual([0, 0, 0]);
  expect((await telegram.pay(user, invoice)).ok).toBe(true);
});

test("what is not on sale is not sold, whatever a button says", async () => {
  await using stack = await startStack({ settings: COINS });
  const { user, shop } = await billed(stack);
  await stack.telegram.tap(user, shop, "buy:99999-1");
  await stack.telegram.idle();
  expect(await stack.query("select coins, stars from invoices")).toEqual([{ coins: 275, stars: 250 }]);
});

test("a purchase whose coins are there can be given back by its buyer, once", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram } = stack;
  const { user, invoice } = await billed(stack);
  await telegram.pay(user, invoice);
  await telegram.waitFor(user.id, says("Payment received"));
  await telegram.sendText(user, "/paysupport");
  const help = await telegram.waitFor(user.id, says("@helper"));
  const giveback = String(help.reply_markup?.inline_keyboard?.[0]?.[0]?.callback_data);
  const taps = await Promise.all([1, 2].map(() => telegram.tap(user, help, giveback)));
  const words = await Promise.all(taps.map(async (tap) => (await telegram.answerTo(tap)).text));
  expect(words.filter((word) => word?.includes("Returning"))).toHaveLength(1);
  expect(words.filter((word) => word?.includes("on their way back already"))).toHaveLength(1);
  await telegram.waitFor(user.id, says("250 ⭐ are back"));
  await telegram.idle();
  expect(await entriesOf(stack)).toEqual(["purchase 275", "purchase-returned -275"]);
  expect(telegram.calls("refundStarPayment")).toHaveLength(1);
  expect(await stack.query("select state from payments")).toEqual([{ state: "returned" }]);
});

test("coins that are spent are not given back", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram } = stack;
  const { user, invoice } = await billed(stack);
  await telegram.pay(user, invoice);
  const paid = await telegram.waitFor(user.id, says("Payment received"));
  const [bill] = await stack.query<{ id: string }>("select id from invoices");
  await stack.query("select move_coins(id, -1, 'take', 'test', null, now()) from users");
  await telegram.sendText(user, "/paysupport");
  const help = await telegram.waitFor(user.id, says("@helper"));
  expect(JSON.stringify(help.reply_markup)).not.toContain("giveback");
  const tap = await telegram.tap(user, paid, `giveback:${bill?.id}`);
  expect((await telegram.answerTo(tap)).text).toContain("cannot be returned");
  expect(await entriesOf(stack)).toEqual(["purchase 275", "take -1"]);
});

test("when Telegram will not return the Stars, the coins come again; when it is away, it is asked again", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram } = stack;
  const { user, invoice } = await billed(stack);
  await telegram.pay(user, invoice);
  const paid = await telegram.waitFor(user.id, says("Payment received"));
  const [bill] = await stack.query<{ id: string }>("select id from invoices");
  telegram.faults.add({ method: "refundStarPayment", status: 502, times: 1 });
  telegram.faults.add({
    method: "refundStarPayment",
    status: 400,
    description: "Bad Request: CHARGE_NOT_FOUND",
    times: 1,
  });
  await telegram.tap(user, paid, `giveback:${bill?.id}`);
  await eventually(
    "the return waits",
    async () =>
      (await stack.query("select from jobs where kind = 'notices.return' and state = 'waiting'")).length ===
      1,
  );
  await stack.later();
  await telegram.waitFor(user.id, says("did not return the Stars"));
  expect(await entriesOf(stack)).toEqual(["purchase 275", "purchase-returned -275", "refund 275"]);
  expect(await balances(stack)).toEqual([275]);
});

test("Stars that Telegram returned by itself take their coins along, as far as they are there", async () => {
  await using stack = await startStack({ settings: COINS });
  const { telegram } = stack;
  const { user, invoice } = await billed(stack);
  await telegram.pay(user, invoice);
  await telegram.waitFor(user.id, says("Payment received"));
  await stack.query("select move_coins(id, -200, 'take', 'test', null, now()) from users");
  const [charge] = await stack.query<{ charge_id: string }>("select charge_id from payments");
  const refunded = (updateId: number, telegramId: number) => ({
    update_id: updateId,
    message: {
      message_id: updateId,
      date: 1,
      chat: { id: telegramId, type: "private", first_name: "A" },
      from: { id: 1, is_bot: true, first_name: "Bot" },
      refunded_payment: {
        currency: "XTR",
        total_amount: 250,
        invoice_payload: "x",
        telegram_payment_charge_id: charge?.charge_id,
      },
    },
  });
  const stranger = telegram.addUser({ language_code: "en" });
  await telegram.sendText(stranger, "/start");
  await telegram.idle();
  await forge(stack, refunded(701, stranger.id));
  expect(await balances(stack)).toEqual([75, 0]);
  for (const id of [702, 703]) await forge(stack, refunded(id, user.id));
  expect(await balances(stack)).toEqual([0, 0]);
  expect(await stack.query("select locale from users order by id limit 1")).toEqual([{ locale: "en" }]);
});

test("where coins are off there is nothing to buy, and an old invoice is not taken", async () => {
  await using stack = await startStack({ settings: { ...COINS, BILLING_MODE: "free" } });
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await telegram.sendText(user, "/topup");
  const off = await telegram.waitFor(user.id, says("Everything is free"));
  await telegram.tap(user, off, "buy:275-250");
  await telegram.idle();
  expect(await stack.query("select from invoices")).toEqual([]);
});
