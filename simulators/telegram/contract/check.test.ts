import { expect, test } from "vitest";
import { checkCall, findMethod, readStructures } from "./check.ts";

const check = (
  method: string,
  values: Record<string, unknown>,
  { typed = true, files = [] as string[] } = {},
) => {
  const fields = findMethod(method)?.fields ?? {};
  const problems = checkCall(fields, readStructures(fields, values), { typed, files: new Set(files) });
  return problems.map(({ path, what }) => `${path}: ${what}`);
};

test("a right call has no problems, in JSON or in a form", () => {
  const reply_markup = { inline_keyboard: [[{ text: "b", callback_data: "d" }]] };
  expect(check("sendMessage", { chat_id: 1, text: "x", reply_markup })).toEqual([]);
  const form = {
    chat_id: "1",
    text: "5",
    disable_notification: "true",
    reply_markup: JSON.stringify(reply_markup),
  };
  expect(check("sendMessage", form, { typed: false })).toEqual([]);
});

test("what is missing, unknown or of another type is named by its path", () => {
  expect(check("sendMessage", { chat_id: true, colour: 1 })).toEqual([
    "text: missing",
    expect.stringMatching(/^chat_id: (Integer|String) expected, not true$/),
    "colour: unknown parameter",
  ]);
  expect(
    check("sendMessage", {
      chat_id: 1,
      text: "x",
      reply_markup: { inline_keyboard: [[{ text: 5, callback: "d" }]] },
    }),
  ).toEqual([
    "reply_markup.inline_keyboard[0][0].text: String expected, not 5",
    "reply_markup.inline_keyboard[0][0].callback: unknown parameter",
  ]);
});

test("numbers as text are fine in a form, not in JSON", () => {
  const values = { chat_id: 1, message_id: "5" };
  expect(check("deleteMessage", values, { typed: false })).toEqual([]);
  expect(check("deleteMessage", values)).toEqual(['message_id: Integer expected, not "5"']);
});

test("one of several kinds is chosen by its type", () => {
  const media = [
    { type: "photo", media: "attach://a" },
    { type: "video", media: "attach://b", spoiler: true },
  ];
  expect(check("sendMediaGroup", { chat_id: 1, media }, { files: ["a", "b"] })).toEqual([
    "media[1].spoiler: unknown parameter",
  ]);
});

test("an uploaded file counts as its parameter, and a field nobody asked for does not pass", () => {
  expect(check("sendVoice", { chat_id: "1" }, { typed: false, files: ["voice"] })).toEqual([]);
  expect(check("sendVoice", { chat_id: "1" }, { typed: false })).toEqual(["voice: missing"]);
});
