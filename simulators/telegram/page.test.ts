import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openBrowser } from "../../tests/harness/browser.ts";
import { startFal } from "../fal/index.ts";
import { startTelegram } from "./index.ts";
import { openTestBot, type Respond, type TestBot } from "./open-test-bot.ts";
import type { Message, SeenMessage } from "./wire.ts";

const BROWSER_MS = 60_000;
let browser: Browser;
let bot: TestBot;
let page: Page;
let complaints: string[];

const inAnswer = (method: string, values: Record<string, unknown>) => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ method, ...values }),
});

/** A bot that says back what it hears, and agrees to every payment. */
const echo: Respond = ({ message, pre_checkout_query: checkout }) => {
  if (checkout) return inAnswer("answerPreCheckoutQuery", { pre_checkout_query_id: checkout.id, ok: true });
  if (!message?.text) return undefined;
  return inAnswer("sendMessage", { chat_id: message.chat.id, text: `Echo: ${message.text}` });
};

beforeAll(async () => {
  browser = await openBrowser();
}, BROWSER_MS);
afterAll(() => browser.close());

beforeEach(async () => {
  bot = await openTestBot({ respond: echo, secondMs: 1000 });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ["microphone"],
  });
  page = await context.newPage();
  complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  await page.goto(`${bot.telegram.url}/`);
  await page.locator("[data-ready]").waitFor();
  return async () => {
    await context.close();
    await bot[Symbol.asyncDispose]();
    expect(complaints).toEqual([]);
  };
});

const bubble = (text: string | RegExp) => page.getByRole("article").filter({ hasText: text });
const say = (values: Record<string, unknown>) =>
  bot.call<Message>("sendMessage", { chat_id: bot.anna.id, ...values });
const heard = (fits: (message: SeenMessage) => boolean) => bot.telegram.waitFor(bot.anna.id, fits);
const picture = async (name: string) => ({
  name,
  mimeType: "image/png",
  buffer: await sharp({ create: { width: 300, height: 200, channels: 3, background: "#c63" } })
    .png()
    .toBuffer(),
});

test("says that it is a simulator", async () => {
  await page.getByText("This is not Telegram: everything stays on this machine.").waitFor();
});

test("what is typed reaches the bot, and its answer the chat", async () => {
  await page.getByRole("textbox", { name: "Message" }).fill("hello");
  await page.keyboard.press("Enter");
  await bubble("Echo: hello").waitFor();
  await bubble(/^hello/).waitFor();
});

test("the microphone's sound arrives as Ogg Opus with its measured length", async () => {
  await page.getByRole("button", { name: "Record a voice message" }).click();
  await page.getByRole("timer").filter({ hasText: "0:02" }).waitFor();
  await page.getByRole("button", { name: "Send voice message" }).click();
  const { voice } = await heard((message) => message.voice !== undefined);
  expect(voice?.mime_type).toBe("audio/ogg");
  const { result } = await bot.call("getFile", { file_id: voice?.file_id });
  const response = await fetch(`${bot.telegram.url}/file/bot${bot.telegram.token}/${result.file_path}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.toString("latin1", 0, 4)).toBe("OggS");
  expect(bytes.toString("latin1", 28, 36)).toBe("OpusHead");
  // The last page tells how many samples there are, at 48 kHz (RFC 7845, section 4).
  const seconds = Number(bytes.readBigUInt64LE(bytes.lastIndexOf("OggS") + 6)) / 48_000;
  expect(seconds).toBeGreaterThan(1.4);
  expect(Math.abs((voice?.duration ?? 0) - seconds)).toBeLessThanOrEqual(0.6);
  await page.getByRole("button", { name: "Play voice message" }).click();
  await expect.poll(() => page.evaluate("document.querySelector('audio').currentTime")).toBeGreaterThan(0);
});

test("a cancelled recording is not sent", async () => {
  await page.getByRole("button", { name: "Record a voice message" }).click();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByRole("textbox", { name: "Message" }).waitFor();
  expect(bot.telegram.messages(bot.anna.id).some(({ voice }) => voice)).toBe(false);
});

test("markup in words and names stays words", async () => {
  const evil = `<img src=x onerror="alert(1)"><script>alert(2)</script>`;
  await say({ text: evil });
  await bubble(evil).waitFor();
  bot.telegram.addUser({ first_name: evil });
  await bot.telegram.sendDocument(bot.anna, Buffer.from("x"), {
    file_name: `${evil}.html`,
    mime_type: "text/html",
  });
  const link = page.getByRole("link", { name: /^Download <img/ });
  await link.waitFor();
  const served = await fetch(new URL((await link.getAttribute("href")) ?? "", bot.telegram.url));
  expect(served.headers.get("content-type")).toBe("application/octet-stream");
  expect(served.headers.get("content-disposition")).toMatch(/^attachment/);
  await say({ text: '<a href="https://e.org">ok</a> x', parse_mode: "HTML" });
  expect(await bubble("ok x").getByRole("link", { name: "ok" }).getAttribute("rel")).toContain("noopener");
});

test("formatting is shown: quotes that open, spoilers that lift, code", async () => {
  const quote = Array.from({ length: 12 }, (_, at) => `line ${at}`).join("\n");
  await say({
    text: `<b>bold</b> <tg-spoiler>secret</tg-spoiler>\n<blockquote expandable>${quote}</blockquote><pre><code class="language-ts">let x</code></pre>`,
    parse_mode: "HTML",
  });
  const message = bubble("bold");
  await message.getByRole("button", { name: "Hidden text, press to show" }).click();
  const fold = message.getByRole("button", { name: "Show the whole quote" });
  await fold.click();
  await message.getByRole("button", { name: "Fold the quote" }).waitFor();
  await message.locator("pre", { hasText: "let x" }).waitFor();
});

test("several pictures go as one album, or as files when asked", async () => {
  const files = await Promise.all(["a.png", "b.png", "c.png"].map(picture));
  await page.getByLabel("Files", { exact: true }).setInputFiles(files);
  await page.getByLabel("Caption").fill("three of them");
  await page.getByRole("dialog").getByRole("button", { name: "Send" }).click();
  const first = await heard((message) => message.caption === "three of them");
  await expect
    .poll(
      () =>
        bot.telegram
          .messages(bot.anna.id)
          .filter(({ media_group_id: id }) => id && id === first.media_group_id).length,
    )
    .toBe(3);
  const photos = bubble("three of them").getByRole("link", { name: "Open the photo" });
  await expect.poll(() => photos.count()).toBe(3);

  await page.getByLabel("Files", { exact: true }).setInputFiles(files.slice(0, 1));
  await page.getByLabel("Send as file, without compression").check();
  await page.getByRole("dialog").getByRole("button", { name: "Send" }).click();
  const { document } = await heard((message) => message.document !== undefined);
  expect(document).toMatchObject({
    file_name: "a.png",
    mime_type: "image/png",
    file_size: files[0]?.buffer.length,
  });
});

test("dropped files are sent as what they are", async () => {
  const speech = readFileSync(join(import.meta.dirname, "../../tests/fixtures/speech-ru.mp3")).toString(
    "base64",
  );
  // In words, since it runs in the page and not here.
  const transfer = await page.evaluateHandle(`(() => {
    const bytes = Uint8Array.from(atob("${speech}"), (sign) => sign.charCodeAt(0));
    const held = new DataTransfer();
    held.items.add(new File([bytes], "speech.mp3", { type: "audio/mpeg" }));
    return held;
  })()`);
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
  await page.getByRole("dialog").getByRole("button", { name: "Send" }).click();
  const { audio } = await heard((message) => message.audio !== undefined);
  expect(audio).toMatchObject({ file_name: "speech.mp3", mime_type: "audio/mpeg", duration: 9 });
  await page.getByLabel("Play speech.mp3").waitFor();
});

test("a button brings its data to the bot and shows the bot's answer", async () => {
  await say({
    text: "Sure?",
    reply_markup: { inline_keyboard: [[{ text: "Yes", callback_data: "do:yes" }]] },
  });
  await page.getByRole("button", { name: "Yes" }).click();
  await expect.poll(() => bot.received.at(-1)?.update.callback_query?.data).toBe("do:yes");
  expect(await page.getByRole("button", { name: "Yes" }).getAttribute("aria-busy")).toBe("true");
  const id = bot.received.at(-1)?.update.callback_query?.id;
  await bot.call("answerCallbackQuery", { callback_query_id: id, text: "Done", show_alert: true });
  await page.getByRole("dialog").getByText("Done").waitFor();
  await page.getByRole("button", { name: "OK" }).click();
  await page.locator("[aria-busy]").waitFor({ state: "detached" });
});

test("edits, reactions, actions, drafts and deletions are seen as they happen", async () => {
  const { result } = await say({ text: "first" });
  const message_id = result.message_id;
  await bubble("first").waitFor();
  await bot.call("editMessageText", { chat_id: bot.anna.id, message_id, text: "second" });
  await bubble("second").getByText("edited").waitFor();
  const mine = bot.telegram.messages(bot.anna.id)[0]?.message_id;
  await bot.call("setMessageReaction", {
    chat_id: bot.anna.id,
    message_id: mine,
    reaction: [{ type: "emoji", emoji: "👀" }],
  });
  await bubble("/start").getByText("👀").waitFor();
  await bot.call("sendChatAction", { chat_id: bot.anna.id, action: "upload_document" });
  await page.getByRole("status").filter({ hasText: "sending a file…" }).waitFor();
  await bot.call("sendMessageDraft", { chat_id: bot.anna.id, draft_id: 3, text: "growing" });
  await page.getByRole("article", { name: "The bot is writing" }).filter({ hasText: "growing" }).waitFor();
  await bot.call("deleteMessage", { chat_id: bot.anna.id, message_id });
  await bubble("second").waitFor({ state: "detached" });
});

test("a document of the bot can be downloaded", async () => {
  await bot.upload("sendDocument", {
    chat_id: String(bot.anna.id),
    document: new File(["весь текст"], "текст.txt"),
  });
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download текст.txt" }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe("текст.txt");
  expect(readFileSync(await download.path(), "utf8")).toBe("весь текст");
});

test("an own message can be edited, answered and deleted", async () => {
  const mine = await bot.telegram.sendText(bot.anna, "typo");
  const choose = async (entry: string) => {
    await bubble("typo").first().hover();
    await bubble("typo").first().getByRole("button", { name: "Message actions" }).click();
    await page.getByRole("menuitem", { name: entry }).click();
  };
  await choose("Reply");
  await page.getByRole("textbox", { name: "Message" }).fill("answer");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  const answer = await heard(({ text }) => text === "answer");
  expect(answer.reply_to_message?.message_id).toBe(mine.message_id);
  await choose("Edit");
  await page.getByRole("textbox", { name: "Message" }).fill("no typo");
  await page.keyboard.press("Enter");
  await heard(({ text, edit_date }) => text === "no typo" && edit_date !== undefined);
  await choose("Delete");
  await page.locator(`[data-id="${mine.message_id}"]`).waitFor({ state: "detached" });
});

test("people have languages of their own, and the commands of their language", async () => {
  const commands = (description: string) => [{ command: "help", description }];
  await bot.call("setMyCommands", { commands: commands("Помощь"), language_code: "ru" });
  await bot.call("setMyCommands", { commands: commands("Help me") });
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "/help Помощь" }).waitFor();

  await page.getByRole("button", { name: "Add a person" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Aigerim");
  await page.getByLabel("Language").selectOption("kk");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await bubble("Echo: /start").waitFor();
  await expect
    .poll(() => bot.received.at(-1)?.update.message?.from)
    .toMatchObject({
      first_name: "Aigerim",
      language_code: "kk",
    });
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "/help Help me" }).click();
  await bubble("Echo: /help").waitFor();

  await page.getByRole("navigation", { name: "People" }).getByRole("button", { name: /Anna/ }).click();
  await bubble("Echo: /help").waitFor({ state: "detached" });
});

test("keys of a reply keyboard are sent as text", async () => {
  await say({ text: "Choose", reply_markup: { keyboard: [["One", "Two"]], one_time_keyboard: true } });
  await page.getByLabel("Reply keyboard").getByRole("button", { name: "Two" }).click();
  await bubble("Echo: Two").waitFor();
  await page.getByLabel("Reply keyboard").waitFor({ state: "hidden" });
});

test("a blocked bot is refused until it is unblocked", async () => {
  await page.getByRole("button", { name: "Block", exact: true }).click();
  await page.getByRole("button", { name: "Unblock and restart" }).waitFor();
  expect((await say({ text: "x" })).description).toBe("Forbidden: bot was blocked by the user");
  await page.getByRole("button", { name: "Unblock and restart" }).click();
  await bubble("Echo: /start").waitFor();
});

test("an invoice is paid with its button", async () => {
  await bot.call("sendInvoice", {
    chat_id: bot.anna.id,
    title: "Hundred minutes",
    description: "d",
    payload: "p",
    currency: "XTR",
    prices: [{ label: "l", amount: 75 }],
  });
  await page.getByRole("button", { name: /Pay/ }).click();
  await page.getByText("Payment of ⭐️75 went through").waitFor();
  await expect.poll(() => bot.received.at(-1)?.update.message?.successful_payment?.total_amount).toBe(75);
});

test("a fault is switched on and off here, and the panel shows what it did", async () => {
  const fault = page.getByRole("switch", { name: "403 bot was blocked by the user" });
  await fault.check();
  await expect.poll(() => bot.telegram.faults.list()).toMatchObject([{ status: 403 }]);
  expect((await say({ text: "x" })).error_code).toBe(403);
  await page.getByText("Forbidden: bot was blocked by the user").waitFor();
  await fault.uncheck();
  await expect.poll(() => bot.telegram.faults.list()).toEqual([]);

  await say({ text: "x", colour: "red" });
  await page.getByText("colour: unknown parameter").waitFor();
  await page.getByText("Waiting").locator("..").getByText("0 updates").waitFor();

  await page.getByLabel("Only for the chat that is open").check();
  await page.getByRole("switch", { name: "429 with retry_after 5, three times" }).check();
  await expect
    .poll(() => bot.telegram.faults.list())
    .toMatchObject([{ status: 429, chatId: bot.anna.id, times: 3 }]);
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect.poll(() => bot.telegram.faults.list()).toEqual([]);
});

test("faults of the other simulators are switched here too", async () => {
  const fal = await startFal();
  const telegram = await startTelegram({ neighbours: [{ name: "fal", controlUrl: fal.controlUrl }] });
  await page.goto(`${telegram.url}/`);
  await page.getByText("FAL", { exact: true }).click();
  await page.getByRole("switch", { name: "balance exhausted (403)" }).check();
  await expect.poll(() => fal.faults.list()).toMatchObject([{ status: 403 }]);
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect.poll(() => fal.faults.list()).toEqual([]);
  await Promise.all([fal.close(), telegram.close()]);
});

test("a narrow window has room for the chat, people and faults behind buttons", async () => {
  await page.setViewportSize({ width: 380, height: 700 });
  await expect.poll(() => page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(380);
  await page.getByRole("button", { name: "Show people" }).click();
  await page.getByRole("navigation", { name: "People" }).getByRole("button", { name: /Anna/ }).click();
  await page.getByRole("button", { name: "Faults" }).click();
  await page.getByRole("switch", { name: /Slow/ }).waitFor();
  await page.getByRole("button", { name: "Close the panel" }).click();
});
