import { expect, test } from "vitest";
import { eventually, fixture, type Stack, startStack } from "../harness/stack.ts";

const voice = fixture("voice-ru.ogg");
const at = (minute: number) => 1_790_000_000 + minute * 60;
type Seen = { text?: string; reply_markup?: unknown; message_id: number };
const says = (words: string) => (message: Seen) => message.text?.includes(words) === true;
const isOffer = says("пересл");

async function forwardVoice(stack: Stack, user: { id: number }, name: string, minute: number) {
  return stack.telegram.sendVoice(user.id, voice, {
    duration: 9,
    forwardedFrom: name,
    forwardedDate: at(minute),
  });
}

/** Gives each recording words of its own: the same voice is sent by everybody. */
async function relabel(stack: Stack) {
  await stack.query(
    `update transcripts t set text = 'Говорит ' || i.speaker, passages =
       jsonb_build_array(jsonb_build_object('from', 0, 'to', 8, 'text', 'Говорит ' || i.speaker))
       from conversation_items i where i.transcript_id = t.id and t.state = 'delivered'`,
  );
}

/** What the button in a row of an offer sends. */
function tapOf(message: { reply_markup?: { inline_keyboard?: unknown[][] } }, row: number): string {
  const button = message.reply_markup?.inline_keyboard?.[row]?.[0] as { callback_data: string } | undefined;
  return button?.callback_data ?? "";
}

const delivered = (stack: Stack, count: number) =>
  eventually(`${count} recordings are delivered`, async () => {
    const rows = await stack.query("select from transcripts where state = 'delivered'");
    return rows.length === count;
  });

test("forwarded voices and texts become one dialogue in the order they were said, without a second hearing", async () => {
  await using stack = await startStack();
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "ru" });
  await forwardVoice(stack, user, "Боб", 3);
  await telegram.sendText(user, "Уже еду", { forwardedFrom: "Аня <3", forwardedDate: at(2) });
  await forwardVoice(stack, user, "Аня <3", 1);
  const offer = await telegram.waitFor(user.id, isOffer, 30_000);
  expect(offer.text).toContain("2 записи");
  expect(offer.text).toContain("Аня <3, Боб");
  expect(offer.text).toContain("1 текстовое");
  await delivered(stack, 2);
  await relabel(stack);
  const asked = stack.openai.calls().length;
  await telegram.tap(user, offer, tapOf(offer, 0));
  const dialogue = await telegram.waitFor(user.id, says("Аня <3: Говорит Аня <3"), 30_000);
  const said = [...(dialogue.text ?? "").matchAll(/\] (Аня <3|Боб): (.*)/g)].map(
    ([, name, words]) => `${name}: ${words}`,
  );
  expect(said).toEqual(["Аня <3: Говорит Аня <3", "Аня <3: Уже еду", "Боб: Говорит Боб"]);
  expect(dialogue.reply_to_message?.message_id).toBe(offer.message_id);
  expect(stack.openai.calls()).toHaveLength(asked);
  await eventually(
    "the dialogue is a transcript of its own",
    async () =>
      (await stack.query("select from transcripts where source = 'conversation' and state = 'delivered'"))
        .length === 1,
  );
  const again = await telegram.tap(user, offer, tapOf(offer, 1));
  expect((await telegram.answerTo(again)).text).toContain("уже ответили");
  expect(telegram.messages(user.id).filter(isOffer)).toHaveLength(0);
  expect(telegram.violations()).toEqual([]);
});

test("joining waits for the last recording, and one that failed is shown as such", async () => {
  await using stack = await startStack();
  const { telegram } = stack;
  stack.openai.faults.add({ route: "transcriptions", delayMs: 9000, times: 1 });
  const user = telegram.addUser({ language_code: "ru" });
  await forwardVoice(stack, user, "Медленный", 1);
  await telegram.sendDocument(user, fixture("photo.jpg"), { forwardedFrom: "Немой", forwardedDate: at(2) });
  const offer = await telegram.waitFor(user.id, isOffer, 30_000);
  await telegram.tap(user, offer, tapOf(offer, 0));
  await telegram.waitFor(user.id, says("Собираю"));
  const dialogue = await telegram.waitFor(user.id, says("Медленный: "), 40_000);
  expect(dialogue.text).toContain("Немой: [не удалось расслышать]");
});

test("what arrives after the offer brings the same offer up to date; declining leaves the answers apart", async () => {
  await using stack = await startStack();
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "ru" });
  for (const name of ["Аня", "Боб"]) await forwardVoice(stack, user, name, 1);
  const offer = await telegram.waitFor(user.id, isOffer, 30_000);
  await forwardVoice(stack, user, "Вера", 2);
  await telegram.waitFor(
    user.id,
    (message) => message.message_id === offer.message_id && message.text?.includes("3 записи") === true,
    30_000,
  );
  expect(telegram.messages(user.id).filter(isOffer)).toHaveLength(1);
  await telegram.tap(user, offer, tapOf(offer, 1));
  await telegram.waitFor(user.id, says("по отдельности"));
  await delivered(stack, 3);
  expect(await stack.query("select state from conversations")).toEqual([{ state: "declined" }]);
});

test("one forwarded voice is no conversation, nor are voices of one's own, nor another's offer", async () => {
  await using stack = await startStack();
  const { telegram } = stack;
  const alone = telegram.addUser({ language_code: "ru" });
  const own = telegram.addUser({ language_code: "ru" });
  const thief = telegram.addUser({ language_code: "ru" });
  await forwardVoice(stack, alone, "Аня", 1);
  for (let i = 0; i < 2; i++) await telegram.sendVoice(own.id, voice, { duration: 9 });
  await delivered(stack, 3);
  await eventually(
    "it was looked at",
    async () =>
      (await stack.query("select from jobs where kind = 'transcription.gather' and state = 'done'"))
        .length === 1,
    20_000,
  );
  for (const { id } of [alone, own]) expect(telegram.messages(id).some(isOffer)).toBe(false);

  const [{ id } = { id: "" }] = await stack.query<{ id: string }>("select id from conversations");
  await telegram.sendText(thief.id, "/start");
  const menu = await telegram.waitFor(thief.id, (message) => message.reply_markup !== undefined);
  const answers = [];
  for (const target of [id, `cnv_${"0".repeat(26)}`]) {
    const tap = await telegram.tap(thief.id, menu, `join:${target}`);
    answers.push((await telegram.answerTo(tap)).text);
  }
  expect(answers[0]).toBe(answers[1]);
  expect(await stack.query("select state from conversations")).toEqual([{ state: "gathering" }]);
});

test("forwarded texts alone get one helpful answer", async () => {
  await using stack = await startStack();
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  for (let i = 0; i < 3; i++)
    await telegram.sendText(user, `text ${i}`, { forwardedFrom: "Bob", forwardedDate: at(i) });
  await telegram.waitFor(user.id, says("/help"), 20_000);
  await telegram.idle();
  await stack.later();
  expect(telegram.messages(user.id).filter(says("/help"))).toHaveLength(1);
  expect(await stack.query("select state, open from conversations")).toEqual([
    { state: "declined", open: false },
  ]);
});

test("neither a power cut before the offer nor one before the joining loses a conversation", async () => {
  await using stack = await startStack();
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "ru" });
  for (const name of ["Аня", "Боб"]) await forwardVoice(stack, user, name, 1);
  await telegram.idle();
  await stack.restart();
  await stack.query("update conversations set last_at = last_at - interval '1 minute'");
  await stack.later(60);
  const offer = await telegram.waitFor(user.id, isOffer);
  await telegram.tap(user, offer, tapOf(offer, 0));
  await telegram.idle();
  await stack.restart();
  await eventually("the dialogue", async () => {
    await stack.later(60);
    return telegram.messages(user.id).some(says("Аня: "));
  });
  expect(telegram.messages(user.id).filter(says("Аня: "))).toHaveLength(1);
});
