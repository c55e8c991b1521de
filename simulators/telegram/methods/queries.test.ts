import { expect, test } from "vitest";
import { openTestBot } from "../open-test-bot.ts";
import type { Message } from "../wire.ts";

test("a tap brings its data and message, and its answer reaches the person", async () => {
  await using bot = await openTestBot();
  const { result } = await bot.call<Message>("sendMessage", {
    chat_id: bot.anna.id,
    text: "x",
    reply_markup: { inline_keyboard: [[{ text: "Yes", callback_data: "do:yes" }]] },
  });
  const tap = await bot.telegram.tap(bot.anna, result, "Yes");
  await bot.telegram.idle();
  expect(bot.received[0]?.update.callback_query).toMatchObject({
    data: "do:yes",
    from: { id: bot.anna.id },
    message: { message_id: result.message_id },
  });
  const answer = bot.telegram.answerTo(tap);
  await bot.call("answerCallbackQuery", {
    callback_query_id: tap.callback_query.id,
    text: "ok",
    show_alert: true,
  });
  expect(await answer).toEqual({ text: "ok", show_alert: true });
});

test("an answer is refused when it is longer than 200, too late, or to nobody", async () => {
  let now = Date.now();
  await using bot = await openTestBot({ now: () => now, webhook: false });
  const { callback_query } = await bot.telegram.tap(bot.anna, 1, "forged");
  const answer = (callback_query_id: string, text: string) =>
    bot.call("answerCallbackQuery", { callback_query_id, text });
  expect((await answer(callback_query.id, "x".repeat(201))).description).toBe(
    "Bad Request: MESSAGE_TOO_LONG",
  );
  const tooOld = "Bad Request: query is too old and response timeout expired or query ID is invalid";
  expect((await answer("17", "x")).description).toBe(tooOld);
  now += 31_000;
  expect((await answer(callback_query.id, "x")).description).toBe(tooOld);
});

test("paying asks the bot first, pays once it agrees, and can be refunded once", async () => {
  await using bot = await openTestBot({
    secondMs: 1000,
    respond: ({ pre_checkout_query }) =>
      pre_checkout_query && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          method: "answerPreCheckoutQuery",
          pre_checkout_query_id: pre_checkout_query.id,
          ok: true,
        }),
      },
  });
  const invoice = {
    title: "t",
    description: "d",
    payload: "p",
    currency: "XTR",
    prices: [{ label: "l", amount: 50 }],
  };
  const { result } = await bot.call<Message>("sendInvoice", { chat_id: bot.anna.id, ...invoice });
  expect(result.reply_markup?.inline_keyboard[0]?.[0]?.pay).toBe(true);
  const { ok, message } = await bot.telegram.pay(bot.anna, result);
  expect(ok).toBe(true);
  expect(message?.successful_payment).toMatchObject({
    currency: "XTR",
    total_amount: 50,
    invoice_payload: "p",
  });
  await bot.telegram.idle();
  expect(bot.received.at(-1)?.update.message?.successful_payment).toEqual(message?.successful_payment);
  const refund = () =>
    bot.call("refundStarPayment", {
      user_id: bot.anna.id,
      telegram_payment_charge_id: message?.successful_payment?.telegram_payment_charge_id,
    });
  expect((await refund()).ok).toBe(true);
  expect((await refund()).description).toBe("Bad Request: CHARGE_ALREADY_REFUNDED");
});

test("a bot that does not agree in ten seconds is not paid", async () => {
  await using bot = await openTestBot({ secondMs: 5 });
  const { result } = await bot.call<string>("createInvoiceLink", {
    title: "t",
    description: "d",
    payload: "p",
    currency: "XTR",
    prices: [{ label: "l", amount: 1 }],
  });
  expect(await bot.telegram.pay(bot.anna, result)).toMatchObject({ ok: false });
  expect(bot.telegram.messages(bot.anna.id).some((message) => message.successful_payment)).toBe(false);
});

test.each([
  [{ payload: "я".repeat(65) }, "INVOICE_PAYLOAD_INVALID"],
  [
    {
      prices: [
        { label: "a", amount: 1 },
        { label: "b", amount: 1 },
      ],
    },
    "STARS_INVOICE_INVALID",
  ],
  [{ currency: "EUR" }, "CURRENCY_INVALID"],
])("an invoice with %j is refused", async (change, why) => {
  await using bot = await openTestBot();
  const invoice = {
    title: "t",
    description: "d",
    payload: "p",
    currency: "XTR",
    prices: [{ label: "l", amount: 1 }],
  };
  const { description } = await bot.call("sendInvoice", { chat_id: bot.anna.id, ...invoice, ...change });
  expect(description).toBe(`Bad Request: ${why}`);
});

test("inline results come back to the one who typed", async () => {
  await using bot = await openTestBot({ secondMs: 1000 });
  const asked = bot.telegram.inlineQuery(bot.anna, "cats");
  await bot.telegram.idle();
  const query = bot.received[0]?.update.inline_query;
  expect(query).toMatchObject({ query: "cats", from: { id: bot.anna.id } });
  const results = [{ type: "article", id: "1", title: "t", input_message_content: { message_text: "m" } }];
  await bot.call("answerInlineQuery", { inline_query_id: query?.id, results });
  expect(await asked).toEqual(results);
});
