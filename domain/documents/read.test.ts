import { expect, test } from "vitest";
import minutesDocx from "../../tests/fixtures/minutes.docx?inline";
import minutesPdf from "../../tests/fixtures/minutes.pdf?inline";
import picturePdf from "../../tests/fixtures/picture.pdf?inline";
import { memorySource } from "../media/source.ts";
import { fromDataUrl, sampleRecordings } from "../media/testing/samples.ts";
import { MOST_LETTERS, readDocument } from "./read.ts";
import { encode, encodeUtf16, packOne } from "./testing.ts";
import { Unreadable } from "./unreadable.ts";

const read = (bytes: Uint8Array) => readDocument(memorySource(bytes));
const utf8 = (text: string) => new TextEncoder().encode(text);
const textOf = async (bytes: Uint8Array) => (await read(bytes))?.passages.map(({ text }) => text).join("\n");
const reasonOf = (bytes: Uint8Array) =>
  read(bytes).then(
    (document) => document?.kind ?? null,
    (error) => (error instanceof Unreadable ? error.reason : Promise.reject(error)),
  );
const word = (body: string) =>
  packOne("word/document.xml", utf8(`<w:document><w:body>${body}</w:body></w:document>`));

test("a Word document is read with its lines, tabs and tables", async () => {
  expect(await textOf(fromDataUrl(minutesDocx))).toBe(
    "Протокол № 7\nСмета к среде\tза табуляцией\nновая строка\n\nИмя\tСрок & сумма\nӘлия\tжұма кешке\nҚазақша: ғылым, өнер, үйлесім.",
  );
});

test("deleted words, field codes and the copy for older programs are no text of a Word document", async () => {
  const body =
    "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:instrText>PAGE</w:instrText><w:t xml:space='preserve'>kept &lt;3 &#1078;&#x436;</w:t><w:t/></w:p>" +
    "<mc:AlternateContent><mc:Choice><w:t>once</w:t></mc:Choice><mc:Fallback><w:t>twice</w:t></mc:Fallback></mc:AlternateContent>";
  expect(await textOf(await word(body))).toBe("kept <3 жж\nonce");
});

test("a PDF with a text layer is read page after page, Cyrillic and Kazakh too", async () => {
  const document = await read(fromDataUrl(minutesPdf));
  expect(document?.kind).toBe("pdf");
  const text = document?.passages[0]?.text ?? "";
  expect(text).toContain("Договорились: съёмка — в пятницу, смета к среде.");
  expect(text).toContain("Қазақша мәтін: ғылым, өнер, үйлесім және ұлттық құндылықтар.");
  expect(text.split("\n\n").at(-1)).toBe("Second page: budget & deadlines.\nLine two.");
});

test("a PDF without a text layer says that there is none", async () =>
  expect(await reasonOf(fromDataUrl(picturePdf))).toBe("no text"));

test("a text is one passage without times, subtitles are passages with theirs", async () => {
  expect(await read(utf8("# Plan\n\n- one\n- two\n"))).toEqual({
    kind: "txt",
    passages: [{ from: 0, to: 0, text: "# Plan\n\n- one\n- two" }],
  });
  expect(await read(utf8("1\n00:00:01,000 --> 00:00:02,000\nHello\n"))).toEqual({
    kind: "srt",
    passages: [{ from: 1, to: 2, text: "Hello" }],
  });
});

test.each(["utf-16le", "koi8-r", "windows-1251", "ibm866"])(
  "a text file in %s is found by its bytes",
  async (label) => {
    const text = "Привет, это заметки о встрече.";
    const bytes = label === "utf-16le" ? encodeUtf16(`\ufeff${text}`, true) : encode(text, label);
    expect(await textOf(bytes)).toBe(text);
  },
);

test("recordings, pictures, other archives and noise are no documents", async () => {
  for (const [name, bytes] of Object.entries(sampleRecordings())) expect(await read(bytes), name).toBeNull();
  expect(await read(await packOne("xl/workbook.xml", utf8("<a/>")))).toBeNull();
  expect(await read(utf8("<!doctype html><p>page"))).toBeNull();
  expect(await read(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))).toBeNull();
  for (let i = 0; i < 20; i++) expect(await read(crypto.getRandomValues(new Uint8Array(5000)))).toBeNull();
});

test("what has no words has no text", async () => {
  expect(await reasonOf(utf8(" \n\t --- \n"))).toBe("no text");
  expect(await reasonOf(await word("<w:p/>"))).toBe("no text");
});

test("a text that is too long is refused without reading all of it", async () => {
  let bytesRead = 0;
  const size = 400 * 2 ** 20;
  const source = {
    size,
    async read(start: number, end: number) {
      bytesRead += end - start;
      return new Uint8Array(end - start).fill(0x61);
    },
  };
  await expect(readDocument(source)).rejects.toMatchObject({ reason: "too long" });
  expect(bytesRead).toBeLessThan(300_000);
  expect(await reasonOf(utf8("слово ".repeat(MOST_LETTERS / 6 + 1)))).toBe("too long");
});

test("a bomb costs no more than the limit", async () => {
  const bomb = await packOne("word/document.xml", new Uint8Array(64 * 2 ** 20));
  expect(bomb.length).toBeLessThan(100_000);
  expect(await reasonOf(bomb)).toBe("too long");
});

test("a broken or locked document says so, and never anything else", async () => {
  const whole = fromDataUrl(minutesDocx);
  expect(await reasonOf(whole.subarray(0, 5000))).toBe("broken");
  const locked = await word("<w:p><w:t>x</w:t></w:p>");
  for (const at of [6, locked.length - 22 - 46 - "word/document.xml".length + 8]) locked[at] = 1;
  expect(await reasonOf(locked)).toBe("locked");
  for (let cut = 5; cut < whole.length; cut += 311) await reasonOf(whole.subarray(0, cut));
  for (let at = 0; at < whole.length; at += 97) {
    const flipped = whole.slice();
    flipped[at] = (flipped[at] ?? 0) ^ 0xff;
    await reasonOf(flipped);
  }
});

test("a broken PDF ends in an answer, whatever is broken", async () => {
  const whole = fromDataUrl(minutesPdf);
  for (const cut of [8, 100, 3000, 15_000])
    expect(["broken", "no text", "pdf"]).toContain(await reasonOf(whole.subarray(0, cut)));
  for (let at = 9; at < whole.length; at += 3001) {
    const flipped = whole.slice();
    for (let i = 0; i < 20; i++) flipped[at + i] = 0;
    expect(["broken", "no text", "pdf"]).toContain(await reasonOf(flipped));
  }
});
