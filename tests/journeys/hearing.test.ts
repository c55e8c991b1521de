import { beforeAll, expect, test } from "vitest";
import { callTelegram, eventually, fixture, type Stack, startStack } from "../harness/stack.ts";
import { makeRuler } from "../makers/ruler.ts";

const SECONDS = 64;
const ruler: Record<number, Uint8Array> = {};
beforeAll(async () => {
  for (const seconds of [20, SECONDS])
    ruler[seconds] = await makeRuler({ seconds, container: "mp3", codec: "mp3" });
});
/** Five parts of the ruler. */
const PARTS = { settings: { TRANSCRIBE_PART_SECONDS: "15" } };

const spoken = (text = ""): number[] => [...text.matchAll(/\bs(\d+)\b/g)].map(([, second]) => Number(second));
const all = (seconds: number) => Array.from({ length: seconds }, (_, i) => i);
const hearings = ({ openai }: Stack) => openai.calls().filter(({ path }) => path.endsWith("transcriptions"));
const fieldsOf = ({ body }: { body?: unknown }) => body as [string, string][];

async function send(stack: Stack, seconds = SECONDS, name = "meeting.mp3") {
  const user = stack.telegram.addUser({ language_code: "en", first_name: "Ann" });
  const message = await stack.telegram.sendAudio(user, ruler[seconds] ?? new Uint8Array(), {
    file_name: name,
  });
  return { user, message };
}

/** A message is seen a moment before its sending is written down. */
const delivered = ({ query }: Stack) =>
  eventually(
    "delivered",
    async () => (await query("select 1 from transcripts where state <> 'delivered'")).length === 0,
  );

/** The words of a message, or of the file that came with it. */
async function fileText({ telegram }: Stack, message: { document?: { file_id: string } }): Promise<string> {
  const { file_path } = (await callTelegram(telegram, "getFile", {
    file_id: message.document?.file_id,
  })) as { file_path: string };
  return (await fetch(`${telegram.url}/file/bot${telegram.token}/${file_path}`)).text();
}

test("a part that goes round in circles is heard once more in another way, and nobody notices", async () => {
  await using stack = await startStack(PARTS);
  stack.openai.faults.add({ route: "transcriptions", hears: 33, speech: { loop: 40 }, times: 1 });
  const { user } = await send(stack);
  const answer = await stack.telegram.waitFor(user.id, ({ text }) => text?.includes("s63") === true);
  expect(spoken(answer.text)).toEqual(all(SECONDS));
  expect(answer.text).not.toContain("⚠️");
  const again = hearings(stack).filter((call) => fieldsOf(call).some(([name]) => name === "temperature"));
  expect(again).toHaveLength(1);
  expect(fieldsOf(again[0] ?? {})).toContainEqual(["chunking_strategy", "auto"]);
  expect(stack.openai.violations()).toEqual([]);
});

test.each([
  [{ loop: 40 }, "round in circles"],
  [{ text: "" }, "no words were recognised"],
  [{ text: "Thank you for watching!" }, "nobody said"],
] as const)("what stays doubtful stands there with a warning and its times: %o", async (speech, words) => {
  await using stack = await startStack(PARTS);
  stack.openai.faults.add({ route: "transcriptions", hears: 33, speech });
  const { user } = await send(stack);
  const answer = await stack.telegram.waitFor(user.id, ({ text }) => text?.includes("s63") === true);
  expect(answer.text).toMatch(new RegExp(`⚠️ 0:\\d\\d–0:\\d\\d: .*${words}`));
  expect(answer.text?.match(/⚠️/g)).toHaveLength(1);
});

test("a gap is shown with the share that was heard; its button hears only what is missing, and the text comes anew", async () => {
  await using stack = await startStack(PARTS);
  const { telegram, openai } = stack;
  const fault = openai.faults.add({ route: "transcriptions", hears: 33, status: 403 });
  const { user } = await send(stack);
  const first = await telegram.waitFor(user.id, ({ text }) => text?.includes("could not be heard]") === true);
  expect(first.text).toMatch(/The text holds [78]\d % of the recording/);
  expect(spoken(first.text)).not.toContain(33);

  await delivered(stack);
  openai.faults.remove(fault);
  const before = hearings(stack).length;
  const tap = await telegram.tap(user, first, "🔁 Listen to the gaps again");
  expect((await telegram.answerTo(tap)).text).toContain("Trying again");
  // What was heard before stays readable until there is more.
  expect(telegram.messages(user.id).find(({ message_id }) => message_id === first.message_id)?.text).toBe(
    first.text,
  );
  const second = await telegram.waitFor(
    user.id,
    ({ text, message_id }) => message_id !== first.message_id && text?.includes("s63") === true,
  );
  expect(spoken(second.text)).toEqual(all(SECONDS));
  expect(second.text).not.toContain("⚠️");
  expect(hearings(stack).length - before).toBe(1);
  // The text with the gap gave way to the whole one.
  await eventually("one text", () =>
    telegram.messages(user.id).every(({ message_id }) => message_id !== first.message_id),
  );
  await delivered(stack);
  expect(await stack.query("select coverage from transcripts")).toEqual([{ coverage: 1 }]);
});

test("a rate limit slows all parts down together and fails none", async () => {
  await using stack = await startStack({
    settings: { TRANSCRIBE_PART_SECONDS: "15" },
    openai: { rateLimit: { requests: 2, windowMs: 2000 }, apiKey: "sk-key-of-the-speech-service" },
  });
  const { user } = await send(stack);
  const answer = await stack.telegram.waitFor(user.id, ({ text }) => text?.includes("s63") === true, 40_000);
  expect(spoken(answer.text)).toEqual(all(SECONDS));
  const refused = hearings(stack).filter(({ status }) => status === 429).length;
  // Five parts, two at a time: without the common pause each would knock again and again.
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThan(12);
  expect(await stack.query("select vendor from vendor_pauses")).toEqual([{ vendor: "speech" }]);
});

test("subtitles come by a tap, with estimated times that say so", async () => {
  await using stack = await startStack(PARTS);
  const { telegram } = stack;
  const { user } = await send(stack);
  const answer = await telegram.waitFor(user.id, ({ text }) => text?.includes("s63") === true);
  for (const format of ["srt", "vtt"]) {
    await telegram.tap(user, answer, `💬 ${format.toUpperCase()}`);
    const file = await telegram.waitFor(
      user.id,
      ({ document }) => document?.file_name === `meeting.${format}`,
    );
    expect(file.caption).toContain("estimated");
    const content = await fileText(stack, file);
    expect(spoken(content)).toEqual(all(SECONDS));
    expect(content).toContain("estimated");
  }
});

test("exact times are heard by a model that knows them, after its price was shown", async () => {
  await using stack = await startStack({
    settings: { TRANSCRIBE_PART_SECONDS: "15", OPENAI_SUBTITLE_MODEL: "whisper-1" },
  });
  const { telegram } = stack;
  const { user } = await send(stack);
  const answer = await telegram.waitFor(user.id, ({ text }) => text?.includes("s63") === true);
  await telegram.tap(user, answer, "💬 SRT");
  const file = await telegram.waitFor(user.id, ({ document }) => document?.file_name === "meeting.srt");
  await telegram.tap(user, file, "⏱ Exact times");
  const offer = await telegram.waitFor(user.id, ({ text }) => text?.includes("whisper-1") === true);
  await delivered(stack);
  await telegram.tap(user, offer, "▶️ Begin");
  const timed = await telegram.waitFor(
    user.id,
    ({ text, message_id }) => message_id !== answer.message_id && text?.includes("s63") === true,
  );
  expect(spoken(timed.text)).toEqual(all(SECONDS));
  await telegram.tap(user, timed, "💬 SRT");
  const exact = await telegram.waitFor(
    user.id,
    ({ document, message_id }) => document?.file_name === "meeting.srt" && message_id !== file.message_id,
  );
  const content = await fileText(stack, exact);
  expect(spoken(content)).toEqual(all(SECONDS));
  expect(content).not.toContain("estimated");
  const [row] = await stack.query("select want, model, run from transcripts");
  expect(row).toEqual({ want: "times", model: "whisper-1", run: 2 });
});

test("who said what: FAL hears it, and voices are named by a tap or a reply, without hearing it again", async () => {
  await using stack = await startStack();
  const { telegram, fal } = stack;
  const { user } = await send(stack, 20);
  const answer = await telegram.waitFor(user.id, ({ text }) => text?.includes("s19") === true);
  await telegram.sendText(user, "/glossary Aigul, Kaspi");
  await telegram.waitFor(user.id, ({ text }) => text?.includes("Now: Aigul, Kaspi") === true);
  await telegram.tap(user, answer, "👥 Who said what");
  const offer = await telegram.waitFor(user.id, ({ text }) => text?.includes("fal-ai/whisper") === true);
  await delivered(stack);
  await telegram.tap(user, offer, "▶️ Begin");
  const turns = await telegram.waitFor(user.id, ({ text }) => text?.includes("Voice 2: ") === true, 30_000);
  expect(turns.text).toMatch(/^\[0:00\] Voice 1: s0 .*s9\n\n\[0:10\] Voice 2: s10 .*s19$/);
  expect(fal.requests().map(({ endpoint, input }) => [endpoint, input.diarize, input.prompt])).toEqual([
    ["fal-ai/whisper", true, "Aigul, Kaspi."],
  ]);

  await telegram.tap(user, turns, "👥 Name the voices");
  const voices = await telegram.waitFor(user.id, ({ text }) => text?.includes("The voices of") === true);
  expect(voices.text).toMatch(/Voice 1: «s0 s1/);
  await telegram.tap(user, voices, "✏️ Voice 1");
  const asking = await telegram.waitFor(user.id, ({ text }) => text?.includes("Who is it") === true);
  expect(asking.message_id).toBe(voices.message_id);
  await telegram.tap(user, asking, "Aigul");
  await telegram.waitFor(user.id, ({ text }) => text?.startsWith("[0:00] Aigul: s0") === true);

  await telegram.waitFor(user.id, ({ text }) => text?.includes("The voices of") === true);
  await telegram.tap(user, voices, "✏️ Voice 2");
  await telegram.waitFor(user.id, ({ text }) => text?.includes("Who is it") === true);
  await telegram.sendText(user, "Bob <the builder>", { reply_to: voices.message_id });
  const named = await telegram.waitFor(
    user.id,
    ({ text }) => text?.includes("] Bob the builder: s10") === true,
  );
  expect(named.message_id).toBe(turns.message_id);

  await telegram.tap(user, named, "💬 VTT");
  const file = await telegram.waitFor(user.id, ({ document }) => document?.file_name === "meeting.vtt");
  expect(await fileText(stack, file)).toMatch(/Aigul: s0[\s\S]*Bob the builder: s10/);
  expect(fal.requests()).toHaveLength(1);
  expect(hearings(stack)).toHaveLength(1);
  expect(telegram.violations()).toEqual([]);
  expect(fal.violations()).toEqual([]);
});

test("nobody names, hears again or reads what is another's", async () => {
  await using stack = await startStack(PARTS);
  const { telegram } = stack;
  const { user } = await send(stack, 20);
  const answer = await telegram.waitFor(user.id, ({ text }) => text?.includes("s19") === true);
  const [row] = await stack.query<{ id: string }>("select id from transcripts");
  const stranger = telegram.addUser({ language_code: "en" });
  const sent = await telegram.sendText(stranger, "/start");
  const verbs = ["srt", "voices", "ask-speakers", "hear-speakers", "hear-anew", "retry"];
  for (const verb of verbs) await telegram.tap(stranger, sent, `${verb}:${row?.id}`);
  for (const data of [`voice:${row?.id}:1`, `name:${row?.id}:1:0`]) await telegram.tap(stranger, sent, data);
  await telegram.idle();
  await stack.later();
  expect(telegram.messages(stranger.id).every(({ document }) => !document)).toBe(true);
  expect(telegram.messages(stranger.id).every(({ text }) => !text?.includes("s19"))).toBe(true);
  expect(await stack.query("select run, speakers, voice_asked from transcripts")).toEqual([
    { run: 1, speakers: null, voice_asked: null },
  ]);
  expect(telegram.messages(user.id).some(({ message_id }) => message_id === answer.message_id)).toBe(true);
});

test("the same file is answered from its stored text, forwarded or uploaded again, and anew on request", async () => {
  await using stack = await startStack();
  const { telegram } = stack;
  const { user, message } = await send(stack, 20);
  await telegram.waitFor(user.id, ({ text }) => text?.includes("s19") === true);
  expect(hearings(stack)).toHaveLength(1);
  await delivered(stack);
  const forwarded = await telegram.forward(user, message);
  const second = await telegram.waitFor(
    user.id,
    ({ reply_to_message, text }) =>
      reply_to_message?.message_id === forwarded.message_id && text?.includes("♻️") === true,
  );
  expect(second.text).toContain("s19\n\n♻️ You have sent this recording before");
  const uploaded = await telegram.sendDocument(user, ruler[20] ?? new Uint8Array(), {
    file_name: "copy.mp3",
  });
  const third = await telegram.waitFor(
    user.id,
    ({ reply_to_message, text }) =>
      reply_to_message?.message_id === uploaded.message_id && text?.includes("♻️") === true,
  );
  expect(hearings(stack)).toHaveLength(1);
  await telegram.tap(user, third, "🔄 Transcribe anew");
  const offer = await telegram.waitFor(user.id, ({ text }) => text?.includes("Length 0:20") === true);
  await delivered(stack);
  await telegram.tap(user, offer, "▶️ Begin");
  const fourth = await telegram.waitFor(
    user.id,
    ({ reply_to_message, text, message_id }) =>
      reply_to_message?.message_id === uploaded.message_id &&
      message_id > third.message_id &&
      text?.includes("s19") === true,
  );
  expect(fourth.text).not.toContain("♻️");
  expect(hearings(stack)).toHaveLength(2);

  // Another person's identical file is their own.
  const other = telegram.addUser({ language_code: "en" });
  await telegram.sendAudio(other, ruler[20] ?? new Uint8Array());
  const theirs = await telegram.waitFor(other.id, ({ text }) => text?.includes("s19") === true);
  expect(theirs.text).not.toContain("♻️");
  expect(hearings(stack)).toHaveLength(3);
});

test("pinned languages and the glossary go with every recording of their owner", async () => {
  await using stack = await startStack();
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await telegram.sendText(user, "/settings");
  const settings = await telegram.waitFor(
    user.id,
    ({ text }) => text?.includes("found out by itself") === true,
  );
  await telegram.tap(user, settings, "🗣 Language of recordings");
  const languages = await telegram.waitFor(user.id, ({ text }) => text?.includes("What language") === true);
  await telegram.tap(user, languages, "Қазақша");
  await telegram.tap(user, languages, "Русский");
  await telegram.sendText(user, "/glossary Aigul; Kaspi");
  await telegram.waitFor(user.id, ({ text }) => text?.includes("Aigul, Kaspi") === true);
  await telegram.idle();
  await telegram.sendVoice(user, fixture("voice-ru.ogg"), { duration: 9 });
  await telegram.waitFor(
    user.id,
    ({ text }) => text?.includes("симуляторы") === true || text?.includes("симулятор") === true,
  );
  expect(fieldsOf(hearings(stack)[0] ?? {})).toEqual([
    ["model", "gpt-transcribe"],
    ["languages[]", "kk"],
    ["languages[]", "ru"],
    ["keywords[]", "Aigul"],
    ["keywords[]", "Kaspi"],
  ]);
  await telegram.tap(user, languages, "✅ Русский");
  await telegram.tap(user, languages, "Find out yourself");
  await telegram.idle();
  expect(await stack.query("select speech_languages, glossary from users")).toEqual([
    { speech_languages: [], glossary: ["Aigul", "Kaspi"] },
  ]);
});

test("coins are taken for what is heard: a filled gap costs its rest, another hearing its shown price", async () => {
  await using stack = await startStack({ settings: { ...PARTS.settings, BILLING_MODE: "coins" } });
  const { telegram, openai } = stack;
  const paid = async () => {
    const [row] = await stack.query<{ coins: number }>(
      "select coalesce(sum(charged), 0)::int as coins from works where feature = 'speech'",
    );
    return row?.coins;
  };
  const fault = openai.faults.add({ route: "transcriptions", hears: 33, status: 403 });
  const { user } = await send(stack);
  const gap = await telegram.waitFor(user.id, ({ text }) => text?.includes("could not be heard]") === true);
  await delivered(stack);
  // Two started minutes, the first one free, of which four parts in five were heard.
  expect(await paid()).toBe(8);
  openai.faults.remove(fault);
  await telegram.tap(user, gap, "🔁 Listen to the gaps again");
  const whole = await telegram.waitFor(
    user.id,
    ({ text, message_id }) => message_id > gap.message_id && text?.includes("s63") === true,
  );
  await delivered(stack);
  expect(await paid()).toBe(10);
  await telegram.tap(user, whole, "👥 Who said what");
  const offer = await telegram.waitFor(
    user.id,
    ({ text }) => text?.includes("The price is 10 coins") === true,
  );
  await telegram.tap(user, offer, "▶️ Begin");
  await telegram.waitFor(user.id, ({ text }) => text?.includes("Voice 2: ") === true, 20_000);
  await delivered(stack);
  expect(await paid()).toBe(20);
});
