import fc from "fast-check";
import { expect, test } from "vitest";
import { parseHtml } from "./parse.ts";
import { splitHtml, splitMessage } from "./split.ts";

const seen = (html: string) => parseHtml(html).text;
const withoutSpace = (text: string) => text.replace(/\s/g, "");

/** Which markup stands around each visible character, in its order. */
function marked(html: string): string[] {
  const { text, spans } = parseHtml(html);
  return [...text].flatMap((character, i, all) => {
    if (/\s/.test(character)) return [];
    const at = all.slice(0, i).join("").length;
    const around = spans.filter(({ from, to }) => from <= at && at < to).map(({ open }) => open);
    return [`${character}${around.join("")}`];
  });
}

const words = fc
  .array(fc.constantFrom(...'abzаяәғқңөұүһі &<>"\n.!? ', "👩‍👩‍👧", "😀", "é"), { maxLength: 60 })
  .map((characters) => characters.join(""));
const escaped = words.map((text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
);
const TAGS = [
  "<b>",
  "<i>",
  "<u>",
  "<s>",
  "<code>",
  "<pre>",
  '<a href="https://a.example/?a=1&amp;b=2">',
  "<blockquote expandable>",
  "<tg-spoiler>",
  '<span class="tg-spoiler">',
];
const { html } = fc.letrec<{ html: string; node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    escaped,
    fc
      .tuple(fc.constantFrom(...TAGS), tie("html"))
      .map(([tag, inner]) => `${tag}${inner}</${/^<([a-z-]+)/.exec(tag)?.[1]}>`),
  ),
  html: fc.array(tie("node"), { maxLength: 6 }).map((nodes) => nodes.join("")),
}));

/** Telegram's own rule: every tag is closed in the reverse order, and no bare sign is left. */
function isWellFormed(html: string): boolean {
  const open: string[] = [];
  for (const [, slash, name = ""] of html.matchAll(/<(\/?)([a-z-]+)[^<>]*>/g)) {
    if (slash === "") open.push(name);
    else if (open.pop() !== name) return false;
  }
  const rest = html.replace(/<\/?[a-z-]+[^<>]*>/g, "");
  return open.length === 0 && !/[<>]|&(?!lt;|gt;|amp;)/.test(rest);
}

test("pieces are never longer than asked, lose no character, and each is whole HTML with the same formatting", () => {
  fc.assert(
    fc.property(html, fc.integer({ min: 2, max: 80 }), (text, units) => {
      const pieces = splitHtml(text, units);
      for (const piece of pieces) {
        expect(seen(piece).length).toBeLessThanOrEqual(units);
        expect(withoutSpace(seen(piece))).not.toBe("");
        expect(isWellFormed(piece)).toBe(true);
        expect(seen(piece).isWellFormed()).toBe(true);
      }
      expect(withoutSpace(pieces.map(seen).join(""))).toBe(withoutSpace(seen(text)));
      expect(pieces.flatMap(marked)).toEqual(marked(text));
    }),
    { numRuns: 400 },
  );
});

test("a grapheme that fits is never torn", () => {
  const family = "👩‍👩‍👧‍👦";
  fc.assert(
    fc.property(fc.integer({ min: family.length, max: 60 }), (units) => {
      for (const piece of splitHtml(`<b>${family.repeat(20)}</b>`, units))
        expect(seen(piece).replaceAll(family, "")).toBe("");
    }),
  );
});

test("a text is parted between paragraphs, else sentences, else words", () => {
  expect(splitHtml(`${"а".repeat(30)}\n\n${"б".repeat(30)}`, 50)).toEqual(["а".repeat(30), "б".repeat(30)]);
  expect(splitHtml("Первое предложение тут. Второе длиннее первого.", 40)).toEqual([
    "Первое предложение тут.",
    "Второе длиннее первого.",
  ]);
  expect(splitHtml("одно два три", 9)).toEqual(["одно два", "три"]);
  expect(splitHtml("<b>одно два</b>", 4)).toEqual(["<b>одно</b>", "<b>два</b>"]);
});

test("entities count as what they show, and bare signs come out escaped", () => {
  expect(splitHtml("&lt;&amp;&gt;&#128512;", 5)).toEqual(["&lt;&amp;&gt;😀"]);
  expect(splitHtml("a < b & c", 20)).toEqual(["a &lt; b &amp; c"]);
});

test("a listing keeps its indentation across pieces", () => {
  expect(splitHtml("<pre>for x:\n    stop</pre>", 10)).toEqual(["<pre>for x:</pre>", "<pre>    stop</pre>"]);
});

test("a message has at most 100 entities", () => {
  const pieces = splitHtml("<b>а</b> ".repeat(250));
  expect(pieces.map((piece) => parseHtml(piece).spans.length)).toEqual([100, 100, 50]);
});

test("what was left open ends with the text, and what closes nothing is left out", () => {
  expect(splitHtml("</i><b>жирно <i>и косо</b>", 100)).toEqual(["<b>жирно <i>и косо</i></b>"]);
});

test("a hundred pages are split in a moment, and the buttons stand under the last", () => {
  const buttons = [[{ text: "x", data: "y" }]];
  const messages = splitMessage({ html: "Слово за слово. ".repeat(25_000), buttons });
  expect(messages.length).toBe(98);
  expect(messages.filter((message) => message.buttons)).toEqual([messages.at(-1)]);
});
