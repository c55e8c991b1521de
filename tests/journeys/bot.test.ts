import { expect, test } from "vitest";
import { fixture, startStack } from "../harness/stack.ts";

test.each([
  ["ru", "Пришлите голосовое"],
  ["en", "Send a voice message"],
  ["kk", "Дауыстық хабарлама"],
  ["de", "Send a voice message"],
] as const)("/start greets in the language of a Telegram set to %s", async (language_code, words) => {
  await using stack = await startStack();
  const user = stack.telegram.addUser({ language_code });
  await stack.telegram.sendText(user, "/start");
  await stack.telegram.waitFor(user.id, (message) => message.text?.includes(words) === true);
});

test("a chosen language stays, whatever Telegram says later; the menu changes in place", async () => {
  await using stack = await startStack();
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await telegram.sendText(user, "/language");
  const question = await telegram.waitFor(
    user.id,
    (message) => message.text?.includes("Which language") === true,
  );
  await telegram.tap(user, question, "locale:kk");
  await telegram.waitFor(
    user.id,
    (message) => message.message_id === question.message_id && message.text?.includes("қазақша") === true,
  );
  await telegram.sendText(user, "/help");
  await telegram.waitFor(user.id, (message) => message.text?.includes("Не істей аламын") === true);
});

test("every button of the menu leads somewhere and back", async () => {
  await using stack = await startStack();
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await telegram.sendText(user, "/start");
  const menu = await telegram.waitFor(user.id, (message) => message.reply_markup !== undefined);
  const seen = new Set<string>();
  for (const screen of ["transcribe", "language", "privacy", "help", "start"]) {
    await telegram.tap(user, menu, `menu:${screen}`);
    const shown = await telegram.waitFor(
      user.id,
      (message) => message.message_id === menu.message_id && !seen.has(message.text ?? ""),
    );
    seen.add(shown.text ?? "");
  }
  expect(seen.size).toBe(5);
  expect(telegram.messages(user.id)).toHaveLength(2);
  expect(telegram.violations()).toEqual([]);
});

test("what the bot cannot use gets a helpful answer, an album only one", async () => {
  await using stack = await startStack();
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await telegram.sendText(user, "how are you?");
  await telegram.waitFor(user.id, (message) => message.text?.includes("/help") === true);
  const before = telegram.calls("sendMessage").length;
  const jpeg = fixture("photo.jpg");
  await telegram.sendAlbum(user, [jpeg, jpeg, jpeg]);
  await telegram.idle();
  await telegram.waitFor(
    user.id,
    (messages) => messages !== undefined && telegram.calls("sendMessage").length > before,
  );
  expect(telegram.calls("sendMessage").length).toBe(before + 1);
});

test("a button that is not ours says so, and forged data changes nothing", async () => {
  await using stack = await startStack();
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await telegram.sendText(user, "/start");
  const menu = await telegram.waitFor(user.id, (message) => message.reply_markup !== undefined);
  await telegram.tap(user, menu, "old_menu:42");
  await telegram.waitFor(user.id, (message) => message.text?.includes("does not work any more") === true);
});

test("/cancel stops what is under way and says how much it was", async () => {
  await using stack = await startStack();
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await telegram.sendText(user, "/cancel");
  await telegram.waitFor(user.id, (message) => message.text?.includes("Nothing is being") === true);
  stack.openai.faults.add({ route: "transcriptions", delayMs: 2000 });
  await telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await telegram.waitFor(
    user.id,
    (message) => message.text?.includes("Fetching") === true || message.text?.includes("Listening") === true,
  );
  await telegram.sendText(user, "/cancel");
  await telegram.waitFor(user.id, (message) => message.text?.includes("Stopped 1 recording") === true);
  await telegram.waitFor(user.id, (message) => message.text === "🛑 Stopped.");
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(telegram.messages(user.id).some(({ text }) => text?.includes("speech simulator"))).toBe(false);
  expect(await stack.query("select state from transcripts")).toEqual([{ state: "cancelled" }]);
});
