import { expect, test } from "vitest";
import { fixture, startStack } from "../harness/stack.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test.each([
  ["notes.txt", bytes("Купить хлеб,\nпозвонить Айгуль."), "4 слова", "txt"],
  ["minutes.docx", fixture("minutes.docx"), "21 слово", "docx"],
  ["minutes.pdf", fixture("minutes.pdf"), "25 слов", "pdf"],
  ["words.mp3", bytes("1\n00:00:01,000 --> 00:00:02,500\nПривет!\n"), "1 слово", "srt"],
] as const)(
  "%s becomes a transcript that costs nothing and is heard by nobody",
  async (name, content, words, kind) => {
    await using stack = await startStack({ settings: { BILLING_MODE: "coins" } });
    const { telegram } = stack;
    const user = telegram.addUser({ language_code: "ru" });
    const sent = await telegram.sendDocument(user, content, { file_name: name });
    const answer = await telegram.waitFor(user.id, ({ text }) => text?.includes(words) === true);
    expect(answer.reply_to_message?.message_id).toBe(sent.message_id);
    const [row] = await stack.query("select state, container, text, coverage from transcripts");
    expect(row).toMatchObject({ container: kind, coverage: 1 });
    expect(row?.text).toBeTruthy();
    expect(stack.openai.calls()).toEqual([]);
    expect(await stack.query("select from works")).toEqual([]);
    expect(telegram.violations()).toEqual([]);
  },
);

test.each([
  ["a scan", fixture("picture.pdf"), "no text", "document-empty"],
  ["half a Word document", fixture("minutes.docx").subarray(0, 6000), "damaged", "document-broken"],
  ["a text of millions of letters", bytes("a word, ".repeat(600_000)), "too long", "document-too-long"],
] as const)("%s is refused with its reason", async (_, content, words, failure) => {
  await using stack = await startStack();
  const user = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram.sendDocument(user, content, { file_name: "document" });
  await stack.telegram.waitFor(user.id, ({ text }) => text?.includes(words) === true);
  expect(await stack.query("select state, failure from transcripts")).toEqual([
    { state: "refused", failure },
  ]);
});
