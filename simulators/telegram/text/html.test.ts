import { expect, test } from "vitest";
import { parseHtml } from "./html.ts";

test("nested tags become entities in UTF-16 units, the longer first", () => {
  expect(parseHtml("😀 <b>bold <i>both</i></b> &lt;b&gt; &amp; &#1051;")).toEqual({
    text: "😀 bold both <b> & Л",
    entities: [
      { type: "bold", offset: 3, length: 9 },
      { type: "italic", offset: 8, length: 4 },
    ],
  });
});

test("a code block keeps its language, a quote whether it folds, a link its address", () => {
  const { entities } = parseHtml(
    '<pre><code class="language-ts">x</code></pre><blockquote expandable>q</blockquote><a href="https://e.org/?a=1&amp;b=2">l</a>',
  );
  expect(entities).toEqual([
    { type: "pre", language: "ts", offset: 0, length: 1 },
    { type: "expandable_blockquote", offset: 1, length: 1 },
    { type: "text_link", url: "https://e.org/?a=1&b=2", offset: 2, length: 1 },
  ]);
});

test.each([
  ["<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'],
  ["я<u>x</b>", 'Unmatched end tag at byte offset 6, expected "</u>", found "</b>"'],
  ["<b>x", 'Can\'t find end tag corresponding to start tag "b"'],
  ["x</b>", "Unexpected end tag at byte offset 1"],
  ["1 < 2", 'Unsupported start tag "" at byte offset 2'],
  ["x <b", "Unclosed start tag at byte offset 2"],
  ['<a href="x', 'Unclosed start tag "a" at byte offset 0'],
  ["line<br/>", 'Unsupported start tag "br/" at byte offset 4'],
  ["<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
])("%s is refused with the place in bytes", (html, what) => {
  expect(() => parseHtml(html)).toThrow(`Bad Request: can't parse entities: ${what}`);
});
