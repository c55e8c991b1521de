import { expect, test } from "vitest";
import { parseMarkdown, parseMarkdownV2 } from "./markdown.ts";

test("MarkdownV2 marks become entities and escapes their signs", () => {
  expect(parseMarkdownV2("*bold _both_* ||hidden|| `a*b` 1\\.5")).toEqual({
    text: "bold both hidden a*b 1.5",
    entities: [
      { type: "bold", offset: 0, length: 9 },
      { type: "italic", offset: 5, length: 4 },
      { type: "spoiler", offset: 10, length: 6 },
      { type: "code", offset: 17, length: 3 },
    ],
  });
});

test("MarkdownV2 knows code blocks with a language, links, quotes that fold", () => {
  expect(parseMarkdownV2("```ts\nx\n```").entities).toEqual([
    { type: "pre", offset: 0, length: 2, language: "ts" },
  ]);
  expect(parseMarkdownV2("[site](https://e.org)")).toEqual({
    text: "site",
    entities: [{ type: "text_link", url: "https://e.org", offset: 0, length: 4 }],
  });
  expect(parseMarkdownV2(">one\n>two||\nafter").entities).toEqual([
    { type: "expandable_blockquote", offset: 0, length: 7 },
  ]);
});

test("MarkdownV2 refuses a reserved sign and a mark without its end", () => {
  expect(() => parseMarkdownV2("1.5")).toThrow(
    "Character '.' is reserved and must be escaped with the preceding '\\'",
  );
  expect(() => parseMarkdownV2("я *x")).toThrow("Can't find end of Bold entity at byte offset 3");
});

test("old Markdown does not nest and refuses a stray mark", () => {
  expect(parseMarkdown("*b* _i_ [l](https://e.org) `c`").entities.map(({ type }) => type)).toEqual([
    "bold",
    "italic",
    "text_link",
    "code",
  ]);
  expect(() => parseMarkdown("snake_case")).toThrow("Can't find end of the entity starting at byte offset 5");
});
