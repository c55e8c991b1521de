import { expect, test } from "vitest";
import { translator } from "../translate.ts";
import { groupResult } from "./result.ts";
import { readGroupTap } from "./taps.ts";

const t = translator("ru");
const reader = { locale: "ru", timeZone: null } as const;
const said = (text: string) =>
  groupResult({ passages: [{ from: 0, to: 9, text }], coverage: 1, createdAt: new Date(0) }, reader, t);

test("short words are a plain message, longer ones a folded quote, and never with buttons", () => {
  expect(said("привет & <пока>")).toEqual({ message: { html: "привет &amp; &lt;пока&gt;" } });
  const { message, file } = said("я".repeat(4096));
  expect(message).toEqual({ html: `<blockquote expandable>${"я".repeat(4096)}</blockquote>` });
  expect(file).toBeUndefined();
});

test("only what fits no message is a file, whole, with a folded beginning that fits a caption", () => {
  const text = "слово ".repeat(800).trim();
  const { message, file } = said(text);
  expect(new TextDecoder().decode(file?.bytes)).toBe(text);
  expect(message.html.replace(/<[^>]*>/g, "").length).toBeLessThanOrEqual(1024);
});

test("silence is said in a few words", () => expect(said("").message.html).toBe(t("group-no-speech")));

test.each(["gr.mode:on", "gr.payer:77", "gr.locale:de", "gr.mode:auto:x", "mode:auto"])(
  "a forged tap settles nothing: %s",
  (data) => expect(readGroupTap(data)).toBeNull(),
);
