import { extractText, getDocumentProxy } from "unpdf";
import { expect, test } from "vitest";
import { memorySource } from "../../media/source.ts";
import { readDocument } from "../read.ts";
import { type Document, writeDocument } from "./index.ts";

const KAZAKH = "ә ғ қ ң ө ұ ү һ і Ә Ғ Қ Ң Ө Ұ Ү Һ І";
const RUSSIAN = "Съешь же ещё этих мягких французских булок — «цитата» № 5, 100 ₸";

const minutes: Document = {
  title: "Протокол: жиналыс",
  language: "ru",
  facts: ["21 ноября 2026 г."],
  blocks: [
    { is: "heading", text: "Решили" },
    { is: "item", mark: 1, text: RUSSIAN, details: "до пятницы", quote: `12:05 — «${KAZAKH}»` },
    { is: "item", mark: "open", text: "Отправить договор" },
    { is: "item", mark: "done", text: "Позвонить <Айгуль> & [Виктору]" },
    { is: "paragraph", time: "0:42", speaker: "Әсел", text: KAZAKH },
    { is: "quote", text: "Так и сказал." },
    { is: "note", text: "Не всё расслышано." },
  ],
  lacking: "LACKING",
};

async function pagesOf(document: Document): Promise<string[]> {
  const pdf = await getDocumentProxy(await writeDocument(document, "pdf"));
  const { text } = await extractText(pdf, { mergePages: false });
  return text.map((page) => page.replace(/\s+/g, " "));
}

test("a PDF holds Russian and Kazakh letters that are found and copied as themselves", async () => {
  const [page, ...more] = await pagesOf(minutes);
  expect(more).toEqual([]);
  for (const text of [
    "Протокол: жиналыс",
    RUSSIAN,
    KAZAKH,
    "☐ Отправить договор",
    "☑ Позвонить <Айгуль>",
    "0:42 Әсел:",
  ])
    expect(page).toContain(text);
  expect(page).toMatch(/1 \/ 1$/);
  expect(page).not.toContain("LACKING");
});

test("a long PDF breaks into numbered pages and loses no line", async () => {
  const blocks = Array.from({ length: 300 }, (_, i) => ({
    is: "paragraph" as const,
    text: `начало${i} ${RUSSIAN.repeat(3)} конец${i}`,
  }));
  const pages = await pagesOf({ ...minutes, blocks });
  expect(pages.length).toBeGreaterThan(10);
  for (const [i, page] of pages.entries()) expect(page).toMatch(new RegExp(`${i + 1} / ${pages.length}$`));
  const all = pages.join(" ");
  for (let i = 0; i < 300; i++) expect(all).toContain(`конец${i}`);
});

test("a PDF says which letters it could not show; pictures and a word wider than the page do no harm", async () => {
  const word = "ш".repeat(500);
  const [page = ""] = await pagesOf({
    ...minutes,
    blocks: [{ is: "paragraph", text: `中文 😀 ${word} \ud800` }],
  });
  expect(page).toContain("LACKING");
  expect(page).toContain("□□");
  expect(page.match(/ш/g)).toHaveLength(500);
});

test("an empty document is a page", async () => {
  expect(await pagesOf({ ...minutes, title: "", facts: [], blocks: [] })).toEqual([
    expect.stringContaining("1 / 1"),
  ]);
});

test("a Word document is read back as it was written", async () => {
  const bytes = await writeDocument(
    { ...minutes, blocks: [...minutes.blocks, { is: "paragraph", text: "а\u0000б\nв" }] },
    "docx",
  );
  const text = (await readDocument(memorySource(bytes)))?.passages[0]?.text;
  for (const line of [RUSSIAN, KAZAKH, "Позвонить <Айгуль> & [Виктору]", "аб\nв"])
    expect(text).toContain(line);
});

test("text and Markdown: boxes are ticked, and signs of a text are no marks", async () => {
  const said = async (format: "txt" | "md") => new TextDecoder().decode(await writeDocument(minutes, format));
  expect(await said("txt")).toContain("☑ Позвонить <Айгуль> & [Виктору]");
  const markdown = await said("md");
  expect(markdown).toContain("# Протокол: жиналыс\n");
  expect(markdown).toContain("- [ ] Отправить договор");
  expect(markdown).toContain("- [x] Позвонить \\<Айгуль\\> & \\[Виктору\\]");
  expect(markdown).toContain("`0:42` **Әсел:** ");
  expect(markdown).toContain("\n   > 12:05");
});
