import { expect, test } from "vitest";
import { eventually, fixture, startStack } from "../harness/stack.ts";
import { sendPhotos, startAvatarStack, startDraft } from "../harness/wizard.ts";

const says = (words: string) => (message: { text?: string }) => message.text?.includes(words) === true;

test("a flood is told once a minute when to come again; what came before it is done, and others are not touched", async () => {
  await using stack = await startStack();
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const other = telegram.addUser({ language_code: "en" });
  await telegram.sendText(user, "/start");
  await telegram.waitFor(user.id, says("Aisha"));
  // As if they had sent as many as a newcomer may at once, but two.
  await stack.query("insert into rate_limits values ($1, 'recording', now() + interval '375 seconds')", [
    String(user.id),
  ]);
  for (let i = 0; i < 5; i++) await telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  const slow = await telegram.waitFor(user.id, says("Too many recordings"));
  expect(slow.text).toMatch(/in \d+ s/);
  await telegram.idle();
  expect(await stack.query("select from transcripts")).toHaveLength(2);
  expect(telegram.messages(user.id).filter(says("Too many recordings"))).toHaveLength(1);
  await telegram.sendVoice(other, fixture("voice-en.ogg"), { duration: 9 });
  await eventually(
    "all that was taken is delivered",
    async () => (await stack.query("select from transcripts where state = 'delivered'")).length === 3,
  );
});

test("an update that was refused for speed and is delivered again is not taken by accident", async () => {
  await using stack = await startStack();
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await telegram.sendText(user, "/start");
  await telegram.waitFor(user.id, says("Aisha"));
  await stack.query("insert into rate_limits values ($1, 'recording', now() + interval '1 day')", [
    String(user.id),
  ]);
  telegram.faults.add({ method: "webhook", duplicate: true, times: 1 });
  await telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await telegram.idle();
  expect(await stack.query("select from transcripts")).toEqual([]);
  expect(await stack.query("select from telegram_updates")).toHaveLength(2);
});

test("who is blocked gets one notice, then silence, and keeps their coins; a payment of theirs still counts", async () => {
  await using stack = await startStack({ settings: { BILLING_MODE: "coins", WELCOME_COINS: "50" } });
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await telegram.sendText(user, "/topup");
  const shop = await telegram.waitFor(user.id, says("Top up"));
  await telegram.tap(user, shop, "buy:150-150");
  const invoice = await telegram.waitFor(user.id, (message) => message.invoice !== undefined);
  await stack.query("update users set blocked_at = now()");
  const before = telegram.messages(user.id).length;
  for (let i = 0; i < 3; i++) await telegram.sendText(user, "/start");
  await telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await telegram.waitFor(user.id, says("closed your access"));
  expect((await telegram.pay(user, invoice)).error_message).toContain("closed your access");
  await telegram.idle();
  expect(telegram.messages(user.id).length - before).toBe(4 + 1);
  expect(await stack.query("select from transcripts")).toEqual([]);
  expect(await stack.query("select balance from wallets")).toEqual([{ balance: 50 }]);
  await stack.query("update users set blocked_at = null, blocked_told_at = null");
  await telegram.sendText(user, "/help");
  await telegram.waitFor(user.id, says("What I can do"));
});

test("a flood of photos is told of photos", async () => {
  await using stack = await startAvatarStack({ settings: { RATE_LIMITS: "true" } });
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await startDraft(stack, user, "Anna");
  await stack.query("insert into rate_limits values ($1, 'photo', now() + interval '600 seconds')", [
    String(user.id),
  ]);
  await sendPhotos(stack, user, [fixture("photo.jpg")]);
  const slow = await telegram.waitFor(user.id, says("Too many photos"));
  expect(slow.text).toMatch(/in \d+ s/);
  expect(await stack.query("select from avatar_photos")).toEqual([]);
});
