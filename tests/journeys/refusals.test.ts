import { expect, test } from "vitest";
import { eventually, fixture, startStack } from "../harness/stack.ts";

const png = Uint8Array.from([
  0x89,
  0x50,
  0x4e,
  0x47,
  0x0d,
  0x0a,
  0x1a,
  0x0a,
  0,
  0,
  0,
  13,
  0x49,
  0x48,
  0x44,
  0x52,
  ...new Array(200).fill(1),
]);

test.each([
  ["a picture called .mp3", png, "song.mp3", "not-media"],
  ["random bytes", crypto.getRandomValues(new Uint8Array(5000)), "x.ogg", "not-media"],
] as const)("%s is refused with a reason and costs nothing", async (_, content, name, failure) => {
  await using stack = await startStack();
  const user = stack.telegram.addUser({ language_code: "ru" });
  await stack.telegram.sendDocument(user, content, { file_name: name });
  await stack.telegram.waitFor(user.id, (message) => message.text?.includes("не аудио") === true);
  expect(await stack.query("select state, failure from transcripts")).toEqual([
    { state: "refused", failure },
  ]);
  expect(stack.openai.calls()).toEqual([]);
  expect(stack.telegram.messages(user.id)).toHaveLength(2);
});

test("a file that Telegram does not hand out says the limit and what to do", async () => {
  await using stack = await startStack();
  const user = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram.sendDocument(user, new Uint8Array(20 * 2 ** 20 + 1), { file_name: "long.mp3" });
  const answer = await stack.telegram.waitFor(user.id, (message) => message.text?.includes("20 MB") === true);
  expect(answer.text).toContain("split");
});

test("a recording cut off in the middle is salvaged", async () => {
  await using stack = await startStack();
  const user = stack.telegram.addUser({ language_code: "en" });
  const whole = fixture("voice-en.ogg");
  await stack.telegram.sendVoice(user, whole.subarray(0, Math.floor(whole.length * 0.6)), { duration: 9 });
  await stack.telegram.waitFor(user.id, (message) => message.text?.includes("speech simulator") === true);
});

test.each([
  ["quota gone", { code: "insufficient_quota" }, "allowance", "speech-quota"],
  ["a wrong key", { status: 401 }, "set up", "speech-key"],
  ["a refusal", { status: 400, code: "unsupported_value" }, "did not accept", "speech-refused"],
] as const)("the speech service: %s", async (_, fault, words, failure) => {
  await using stack = await startStack();
  const user = stack.telegram.addUser({ language_code: "en" });
  stack.openai.faults.add({ route: "transcriptions", ...fault });
  await stack.telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await stack.telegram.waitFor(user.id, (message) => message.text?.includes(words) === true);
  expect(await stack.query("select state, failure from transcripts")).toEqual([{ state: "failed", failure }]);
});

test("a speech service that is busy is asked again when it said so, and the text arrives", async () => {
  await using stack = await startStack();
  const user = stack.telegram.addUser({ language_code: "en" });
  stack.openai.faults.add({ route: "transcriptions", status: 429, retryAfter: 2, times: 1 });
  await stack.telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await stack.telegram.waitFor(user.id, (message) => message.text?.includes("speech simulator") === true);
  const [first, second] = stack.openai.calls().filter(({ path }) => path.endsWith("transcriptions"));
  expect((second?.startedAt ?? 0) - (first?.startedAt ?? 0)).toBeGreaterThanOrEqual(2000);
});

test("a speech service that is down for an hour: the user is told, and a retry runs only what is missing", async () => {
  await using stack = await startStack();
  const { telegram, openai } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const down = openai.faults.add({ route: "transcriptions", status: 503 });
  await telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await eventually("the first refusal", () => openai.calls().some(({ status }) => status === 503));
  // The status message is edited every three seconds at most.
  await new Promise((resolve) => setTimeout(resolve, 3100));
  await stack.later(60);
  await telegram.waitFor(user.id, (message) => message.text?.includes("keep trying") === true);
  await stack.later(3700);
  const bad = await telegram.waitFor(
    user.id,
    (message) => message.text?.includes("has not answered") === true,
  );
  const promising = () => telegram.messages(user.id).some(({ text }) => text?.includes("keep trying"));
  await eventually("the status is gone", () => !promising());
  expect(await stack.query("select kind, state from jobs where state = 'dead'")).toEqual([
    { kind: "transcription.transcribe", state: "dead" },
  ]);

  openai.faults.remove(down);
  const downloads = telegram.calls("file").length;
  const retry = bad.reply_markup?.inline_keyboard[0]?.[0];
  await telegram.tap(user, bad, retry && "callback_data" in retry ? retry.callback_data : "");
  await telegram.waitFor(user.id, (message) => message.text?.includes("speech simulator") === true);
  expect(telegram.calls("file")).toHaveLength(downloads);
  await eventually(
    "noted",
    async () => (await stack.query("select 1 from transcripts where state = 'delivered'")).length === 1,
  );
});

test("somebody else's recording cannot be retried or stopped, and looks like one that does not exist", async () => {
  await using stack = await startStack();
  const { telegram } = stack;
  const [owner, thief] = [
    telegram.addUser({ language_code: "en" }),
    telegram.addUser({ language_code: "en" }),
  ];
  stack.openai.faults.add({ route: "transcriptions", status: 401 });
  await telegram.sendVoice(owner, fixture("voice-en.ogg"), { duration: 9 });
  await telegram.waitFor(owner.id, (message) => message.text?.includes("set up") === true);
  const [{ id } = { id: "" }] = await stack.query<{ id: string }>("select id from transcripts");
  await telegram.sendText(thief, "/start");
  const menu = await telegram.waitFor(thief.id, (message) => message.reply_markup !== undefined);
  for (const what of ["retry", "cancel"])
    for (const target of [id, `trn_${"0".repeat(26)}`]) await telegram.tap(thief, menu, `${what}:${target}`);
  await telegram.idle();
  const answers = telegram.calls("answerCallbackQuery").map(({ payload }) => payload.text);
  expect(answers[0]).toBe(answers[1]);
  expect(await stack.query("select state from transcripts")).toEqual([{ state: "failed" }]);
});
